/** The choices of a card as rows of buttons and selects; what labels can't hold is listed in words. */
import {
  ButtonStyle,
  ComponentType,
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  type APIStringSelectComponent,
} from 'discord.js';
import { commandOf } from '../../command/choice-id.ts';
import { emptySet } from '../../dialogue/choices.ts';
import { dontKnow } from '../../eligibility/credentials.ts';
import type { Card, Choice } from '../../presentation/card.ts';
import { customId } from './custom-id.ts';
import { limits } from './limits.ts';
import type { Piece } from './pieces.ts';
import { escapeText, shorten } from './text.ts';
import { texts } from './texts.ts';

export type Row = APIActionRowComponent<APIButtonComponentWithCustomId | APIStringSelectComponent>;

/** More choices than these are a select rather than buttons. */
const mostButtons = 10;
/** No card has more selects than these. */
const mostSelects = 100;

interface Numbered extends Choice {
  readonly number: number;
}

export interface ChoiceRows {
  readonly rows: Row[];
  /** The choices in words, where the labels do not say them in full, or numbers are wanted. */
  readonly listed: Piece[];
}

type Choices = Pick<Card, 'choices' | 'multiple' | 'numbered' | 'language' | 'question'>;

/** @param part number of the card in its message */
export function choiceRows(card: Choices, inPlace: boolean, part = 0): ChoiceRows {
  const { question } = card;
  const idOf = (id: string): string | undefined => (id === '' ? undefined : customId({ press: 'choose', inPlace, question, id }));
  const choices = distinct(card.choices).map((choice, at): Numbered => ({ ...choice, number: at + 1 }));
  const usable = choices.filter(({ id }) => idOf(id) !== undefined);
  const inWords =
    card.numbered === true ||
    usable.length < choices.length ||
    choices.some(({ label }) => label.trim() === '' || label.length > limits.button.label);
  const label = ({ number, label: words }: Numbered, limit: number): string =>
    inWords ? shorten(`${number}. ${words}`.trim(), limit) : words;
  const leaving = usable.filter(({ id }) => leaves(id));
  const values = usable.filter(({ id }) => !leaves(id));
  const asSelect = values.length > 0 && (card.multiple === true || values.length > mostButtons);
  const buttons = [...(asSelect ? [] : values), ...leaving].map((choice): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    style: choice.id === 'confirm' ? ButtonStyle.Primary : ButtonStyle.Secondary,
    label: label(choice, limits.button.label),
    custom_id: idOf(choice.id) ?? '',
  }));
  const selects = asSelect ? chunks(values, limits.select.options) : [];
  return {
    rows: [
      ...selects.map((options, at) =>
        selectRow(card, options, customId({ press: 'pick', inPlace, question }, part * mostSelects + at) ?? '', label),
      ),
      ...chunks(buttons, limits.row.buttons).map((components): Row => ({
        type: ComponentType.ActionRow,
        components,
      })),
    ],
    listed: inWords
      ? choices.map(({ number, label: words }) => ({ text: `**${number}.** ${escapeText(words)}`, after: 'line' }))
      : [],
  };
}

/** Choices that leave the question, or exclude all others: a button each, beside a select. */
const leaves = (id: string): boolean => id === dontKnow || id === emptySet || commandOf(id) !== undefined;

function selectRow(
  { multiple, language }: Pick<Card, 'multiple' | 'language'>,
  options: readonly Numbered[],
  custom_id: string,
  label: (choice: Numbered, limit: number) => string,
): Row {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id,
        placeholder: texts(language).choose(multiple === true),
        min_values: 1,
        max_values: multiple === true ? options.length : 1,
        options: options.map((choice) => ({ label: label(choice, limits.select.label), value: choice.id })),
      },
    ],
  };
}

function distinct(choices: readonly Choice[]): Choice[] {
  return [...new Map(choices.map((choice) => [choice.id, choice])).values()];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Components of the tree, nested ones counted, as Discord counts them. */
export function countComponents(components: readonly object[]): number {
  return components.reduce<number>(
    (sum, each) => sum + 1 + ('components' in each && Array.isArray(each.components) ? countComponents(each.components) : 0),
    0,
  );
}

/** UTF-16 units of all texts and labels of the tree: Discord counts the texts; the labels are counted too, to be safe. */
export function textLength(components: readonly APIMessageTopLevelComponent[]): number {
  return lengthOf(components);
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + lengthOf(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (typeof each === 'string' ? (countedKeys.has(key) ? each.length : 0) : lengthOf(each)),
    0,
  );
}

const countedKeys = new Set(['content', 'label', 'placeholder', 'description']);
