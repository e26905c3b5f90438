/** Choices of a card → buttons, selects and checkboxes; and what pressing one of them says. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { commandOf } from '../../command/choice-id.ts';
import { emptySet } from '../../dialogue/choices.ts';
import { dontKnow } from '../../eligibility/credentials.ts';
import type { Card, Choice } from '../../presentation/card.ts';
import { limits } from './limits.ts';
import { shorten } from './split.ts';
import { textsIn } from './texts.ts';

/** More answers than this are a select: a column of buttons hides the question on a phone. */
const mostButtons = 5;

/** Names of what the app listens to; the block says which question an element belongs to. */
export const actions = {
  choose: 'choose',
  pick: 'pick',
  several: 'several',
  done: 'done',
  form: 'form',
  file: 'file',
  feedback: 'feedback',
  private: 'private',
  handover: 'handover',
  home: 'home',
  keep: 'keep',
  stop: 'stop',
} as const;

const blockPrefix = 'choices';

/** The blocks with a card's choices; the ids in them say again which question they answer. */
export function choiceBlocks(card: Card): types.KnownBlock[] {
  const question = card.question ?? '';
  const own = card.choices.filter(({ id }) => leaves(id));
  const answers = card.choices.filter(({ id }) => !leaves(id));
  const short = answers.filter(({ id }) => id.length <= limits.optionValue);
  const asSelect = card.multiple === true || (answers.length > mostButtons && short.length === answers.length);
  const rows = asSelect ? [...selects(answers, card), [...own.map((choice) => button(choice, card))]] : [];
  const elements = asSelect ? rows : [[...answers, ...own].map((choice) => button(choice, card))];
  return elements
    .flatMap((row) => chunks(row, limits.elementsPerActions))
    .filter((row) => row.length > 0)
    .map((row, index) => ({ type: 'actions', block_id: `${blockPrefix}/${question}/${index}`, elements: row }));
}

/** Choices that leave the question open or stand for a whole command are buttons beside the answers. */
const leaves = (id: string): boolean => id === dontKnow || id === emptySet || commandOf(id) !== undefined;

type Element = types.ActionsBlockElement;

function button({ id, label }: Choice, card: Card): Element {
  const index = card.choices.findIndex((choice) => choice.id === id);
  const primary = id === 'confirm';
  return {
    type: 'button',
    action_id: `${actions.choose}/${index}`,
    text: { type: 'plain_text', text: shown(label, index, card), emoji: false },
    value: id,
    ...(primary ? { style: 'primary' } : {}),
  };
}

function selects(answers: readonly Choice[], card: Card): Element[][] {
  const { pick, done } = textsIn(card.language);
  const placeholder = { type: 'plain_text', text: pick, emoji: false } as const;
  const option = (choice: Choice): types.PlainTextOption => ({
    text: {
      type: 'plain_text',
      text: shown(
        choice.label,
        card.choices.findIndex(({ id }) => id === choice.id),
        card,
      ),
      emoji: false,
    },
    value: choice.id,
  });
  if (card.multiple === true) {
    const boxes = answers.length <= limits.optionsPerCheckboxes;
    const fields = chunks(answers, boxes ? limits.optionsPerCheckboxes : limits.optionsPerSelect).map((part, index): Element =>
      boxes
        ? { type: 'checkboxes', action_id: `${actions.several}/${index}`, options: part.map(option) }
        : { type: 'multi_static_select', action_id: `${actions.several}/${index}`, placeholder, options: part.map(option) },
    );
    const ready: Element = {
      type: 'button',
      action_id: actions.done,
      text: { type: 'plain_text', text: done, emoji: false },
      value: actions.done,
      style: 'primary',
    };
    return answers.length === 0 ? [] : [...fields.map((field) => [field]), [ready]];
  }
  return chunks(answers, limits.optionsPerSelect).map((part, index) => [
    { type: 'static_select', action_id: `${actions.pick}/${index}`, placeholder, options: part.map(option) },
  ]);
}

/** Labels that don't fit stand in the text as a numbered list, and the button says which one it is. */
export const needsList = (card: Card): boolean =>
  card.choices.length > 0 && (card.numbered === true || card.choices.some(({ label }) => label.length > limits.label));

function shown(label: string, index: number, card: Card): string {
  const words = label.trim() === '' ? '–' : label;
  return needsList(card) ? shorten(`${index + 1}. ${words}`, limits.label) : words;
}

export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const option = z.looseObject({ value: z.string(), text: z.looseObject({ text: z.string() }).optional() });

/** One entry of `actions` of a `block_actions` payload. */
export const pressed = z.looseObject({
  action_id: z.string(),
  block_id: z.string(),
  type: z.string(),
  value: z.string().optional(),
  text: z.looseObject({ text: z.string() }).optional(),
  selected_option: option.nullish(),
});
export type Pressed = z.infer<typeof pressed>;

/** `state.values` of a payload: what stands in the other elements of the message. */
export const stateValues = z.record(
  z.string(),
  z.record(z.string(), z.looseObject({ selected_options: z.array(option).nullish() })),
);

export interface Chosen {
  readonly ids: readonly string[];
  readonly label: string;
  /** Which question the choice was shown with. */
  readonly question: string | undefined;
}

/** What was chosen, or undefined where nothing was: a box ticked, or "done" with nothing ticked. */
export function readChosen(action: Pressed, state: z.infer<typeof stateValues>): Chosen | undefined {
  const question = questionOf(action.block_id);
  const kind = action.action_id.split('/')[0];
  if (kind === actions.choose && action.value !== undefined)
    return { ids: [action.value], label: action.text?.text ?? '', question };
  if (kind === actions.pick && action.selected_option)
    return { ids: [action.selected_option.value], label: action.selected_option.text?.text ?? '', question };
  if (kind !== actions.done) return undefined;
  const ticked = Object.entries(state)
    .filter(([block]) => questionOf(block) === question)
    .flatMap(([, elements]) => Object.values(elements))
    .flatMap(({ selected_options }) => selected_options ?? []);
  if (ticked.length === 0) return undefined;
  return {
    ids: ticked.map(({ value }) => value),
    label: ticked.map(({ text, value }) => text?.text ?? value).join(', '),
    question,
  };
}

const questionOf = (block: string): string | undefined => {
  const [prefix, question = ''] = block.split('/');
  return prefix === blockPrefix && question !== '' ? question : undefined;
};

/** Whether choosing it answers the question it was shown with, so that the other choices are settled too. */
export const answersQuestion = ({ ids }: Chosen): boolean =>
  ids.some((id) => id === dontKnow || commandOf(id) === undefined || id === 'confirm' || id === 'correct');

/** Any block of a message as Slack sends it back. */
export const anyBlock = z.looseObject({
  type: z.string(),
  block_id: z.string().exactOptional(),
  elements: z.array(z.looseObject({ action_id: z.string().optional() })).optional(),
});
export type SentBlock = z.infer<typeof anyBlock>;

/** The message after a press: what was chosen stands there, and what can no longer be chosen is gone. */
export function settleBlocks(blocks: readonly SentBlock[], action: Pressed, chosen: Chosen, note: string): SentBlock[] {
  const whole = answersQuestion(chosen);
  const left = blocks.flatMap((block): SentBlock[] => {
    if (block.type !== 'actions' || block.block_id?.startsWith(`${blockPrefix}/`) !== true) return [block];
    const elements = whole ? [] : (block.elements ?? []).filter(({ action_id }) => action_id !== action.action_id);
    return elements.length === 0 ? [] : [{ ...block, elements }];
  });
  const text = { type: 'plain_text', text: shorten(note, limits.sectionText), emoji: false };
  const said: SentBlock = { type: 'context', elements: [text] };
  const at = left.findIndex(({ type }) => type === 'actions' || type === 'context_actions');
  return (at < 0 ? [...left, said] : left.toSpliced(at, 0, said)).slice(0, limits.blocksPerMessage);
}
