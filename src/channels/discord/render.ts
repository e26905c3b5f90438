/** Card → messages in Components V2, each within Discord's limits; nothing of the card is left out. */
import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
} from 'discord.js';
import type { Language } from '../../command/command.ts';
import type { Card } from '../../presentation/card.ts';
import { choiceRows, countComponents, textLength, type Row } from './choice-rows.ts';
import { customId } from './custom-id.ts';
import { limits } from './limits.ts';
import { piecesOf, type Piece } from './pieces.ts';
import { splitText } from './text.ts';
import { texts } from './texts.ts';

/** What every message of ours has in common; nobody is ever notified by what it says. */
export interface MessageBody {
  readonly content?: string;
  readonly components: APIMessageTopLevelComponent[];
  readonly flags?: number;
  readonly allowed_mentions: { readonly parse: never[] };
}

export interface RenderOptions {
  /** Choices to leave out, because buttons of our own stand for them. */
  readonly without?: readonly string[];
  /** Buttons of our own, below the choices. */
  readonly buttons?: readonly APIButtonComponentWithCustomId[] | undefined;
  /** What a click of a choice replaces: the message itself (an open question), or nothing. */
  readonly inPlace?: boolean;
  /** A line above the card, already escaped. */
  readonly lead?: string;
}

const colours = { eligible: 0x2e_8b57, conditional: 0xd4_a017, undetermined: 0x3b_73c8, ineligible: 0xa0_4040 } as const;
/** What a message holds besides the row that turns its pages. */
const room = { components: limits.message.components - 3, text: limits.message.text - 2 * limits.button.label } as const;
/** More texts than these are joined: separators and texts share the components with the buttons. */
const mostTexts = 8;

/** Open questions: what is said next takes their place. */
export const isOpen = ({ kind }: Card): boolean => kind === 'question' || kind === 'clarify' || kind === 'review';

/** A card with what stands around it. */
export interface Part {
  readonly card: Card;
  readonly options?: RenderOptions;
}

/** Never empty. What doesn't fit into one message goes into the next; a card's choices stand right below its last text. */
export function renderCards(parts: readonly Part[]): MessageBody[] {
  const rows = rowsOf(parts);
  const bodies: APIMessageTopLevelComponent[][] = [];
  parts.forEach(({ card, options }, at) => {
    const own = rows[at] ?? { rows: [], listed: [] };
    const accent = accentOf(card);
    const pages = paginate([...lead(options), ...piecesOf(card.blocks), ...own.listed], room.text);
    for (const component of [...pages.map((page) => containerOf(page, accent)), ...own.rows]) place(bodies, component);
  });
  const empty: APIMessageTopLevelComponent = { type: ComponentType.TextDisplay, content: '…' };
  return (bodies.length === 0 ? [[empty]] : bodies).map((components) => ({
    components,
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [] },
  }));
}

/** The same as classic messages, for where Components V2 are refused. Never empty. */
export function renderPlainCards(parts: readonly Part[]): MessageBody[] {
  const rows = rowsOf(parts);
  const pieces = parts.flatMap(({ card, options }, at) => [
    ...lead(options),
    ...piecesOf(card.blocks),
    ...(rows[at]?.listed ?? []).map((piece, index, all) =>
      index === all.length - 1 ? { ...piece, after: 'part' as const } : piece,
    ),
  ]);
  const contents = paginate(pieces, limits.message.content).map((page) => textOf(page.flat()));
  const rowPages = chunk(
    rows.flatMap((each) => each.rows),
    limits.message.actionRows - 1,
  );
  const last = contents.pop();
  const body = (content: string, components: readonly Row[] = []): MessageBody => ({
    content,
    components: [...components],
    allowed_mentions: { parse: [] },
  });
  return [
    ...contents.map((content) => body(content)),
    body(last ?? '…', rowPages[0]),
    ...rowPages.slice(1).map((components) => body('…', components)),
  ];
}

export const renderCard = (card: Card, options: RenderOptions = {}): MessageBody[] => renderCards([{ card, options }]);

/** A row that turns the pages, below one of several. */
export function withPager(bodies: readonly MessageBody[], at: number, answer: string, language: Language): MessageBody {
  const body = bodies[at] ?? bodies[0] ?? { components: [], allowed_mentions: { parse: [] } };
  if (bodies.length < 2) return body;
  const words = texts(language);
  const turns = [at - 1, at + 1].filter((each) => each >= 0 && each < bodies.length);
  const components = turns.map((to) =>
    button(customId({ press: 'page', answer, at: to }) ?? '', words.page(to + 1, bodies.length, to > at)),
  );
  return { ...body, components: [...body.components, { type: ComponentType.ActionRow, components }] };
}

/** Of every card; a choice that several offer stands below the last of them: an id may stand only once in a message. */
function rowsOf(parts: readonly Part[]): { rows: Row[]; listed: Piece[] }[] {
  const taken = new Set<string>();
  return parts
    .map(({ card, options: { without = [], buttons = [], inPlace = false } = {} }, at) => {
      const choices = card.choices.filter(({ id }) => !without.includes(id));
      const { rows, listed } = choiceRows({ ...card, choices }, inPlace, at);
      const own = chunk(buttons, limits.row.buttons).map((components): Row => ({ type: ComponentType.ActionRow, components }));
      return { rows: [...rows, ...own], listed };
    })
    .toReversed()
    .map(({ rows, listed }) => ({ rows: rows.flatMap((row) => untaken(row, taken)), listed }))
    .toReversed();
}

function untaken(row: Row, taken: Set<string>): Row[] {
  const isNew = ({ custom_id: id }: { readonly custom_id: string }): boolean => !taken.has(id) && taken.add(id).size > 0;
  const components = row.components.filter(isNew);
  return components.length === 0 ? [] : [{ type: ComponentType.ActionRow, components }];
}

const lead = ({ lead: text }: RenderOptions = {}): Piece[] => (text === undefined ? [] : [{ text, after: 'part' }]);

function accentOf({ blocks, kind }: Card): number | undefined {
  const heading = blocks.find((block) => block.block === 'heading' && block.status !== undefined);
  if (heading?.block === 'heading' && heading.status !== undefined) return colours[heading.status];
  return kind === 'answer' ? 0x3b_73c8 : undefined;
}

/** Pieces in pages of texts; a page holds at most `limit` UTF-16 units and `mostTexts` texts. */
function paginate(pieces: readonly Piece[], limit: number): Piece[][][] {
  const pages: Piece[][][] = [];
  let page: Piece[][] = [];
  let length = 0;
  const fitting = pieces.flatMap((piece) => splitPiece(piece, limit));
  for (const [at, piece] of fitting.entries()) {
    // A heading goes with what it heads.
    const needed = piece.text.length + 2 + (piece.heading === true ? Math.min(fitting[at + 1]?.text.length ?? 0, limit / 4) : 0);
    if (length > 0 && length + needed > limit) {
      pages.push(page);
      page = [];
      length = 0;
    }
    if (page.length === 0 || (piece.heading === true && page.length < mostTexts)) page.push([]);
    page.at(-1)?.push(piece);
    length += piece.text.length + 2;
  }
  if (page.length > 0) pages.push(page);
  return pages;
}

function splitPiece(piece: Piece, limit: number): Piece[] {
  const prefix = piece.prefix ?? '';
  // Room for what joins it to the next piece.
  const parts = splitText(piece.text, limit - prefix.length - 4);
  return parts.map((text, index) => ({ ...piece, text: index === 0 ? text : prefix + text }));
}

const joints = { line: '\n', part: '\n\n' } as const;

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text, after }, index) => text + (index === pieces.length - 1 ? '' : joints[after])).join('');
}

function containerOf(page: readonly (readonly Piece[])[], accent: number | undefined): APIMessageTopLevelComponent {
  const texts = page.map((pieces): APIComponentInContainer => ({ type: ComponentType.TextDisplay, content: textOf(pieces) }));
  const components = texts.flatMap((text, index): APIComponentInContainer[] =>
    index === 0 ? [text] : [{ type: ComponentType.Separator }, text],
  );
  return { type: ComponentType.Container, components, ...(accent === undefined ? {} : { accent_color: accent }) };
}

/** Puts a component into the last message where it fits, else into one of its own. */
function place(bodies: APIMessageTopLevelComponent[][], component: APIMessageTopLevelComponent): void {
  const last = bodies.at(-1);
  const together = [...(last ?? []), component];
  if (last && countComponents(together) <= room.components && textLength(together) <= room.text) last.push(component);
  else bodies.push([component]);
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** A button of our own. */
export function button(
  custom_id: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style, label, custom_id };
}
