/** Card → messages in Components V2, each within Discord's limits; nothing of the card is left out. */
import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
} from 'discord.js';
import type { Card } from '../../presentation/card.ts';
import { choiceRows, countComponents, textLength, type Row } from './choice-rows.ts';
import { limits } from './limits.ts';
import { piecesOf, type Piece } from './pieces.ts';
import { splitText } from './text.ts';

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
/** More texts than these are joined: separators and texts share the components with the buttons. */
const mostTexts = 8;

/** Open questions: what is said next takes their place. */
export const isOpen = ({ kind }: Card): boolean => kind === 'question' || kind === 'clarify' || kind === 'review';

/** Never empty. The choices stand in the last message. */
export function renderCard(card: Card, options: RenderOptions = {}): MessageBody[] {
  const { rows, listed } = rowsOf(card, options);
  const pieces = [...lead(options), ...piecesOf(card.blocks), ...listed];
  const pages = paginate(pieces, limits.message.text);
  const accent = accentOf(card);
  const bodies = pages.map((page) => [containerOf(page, accent)]);
  return withRows(bodies, rows).map((components) => ({
    components,
    flags: MessageFlags.IsComponentsV2,
    allowed_mentions: { parse: [] },
  }));
}

/** The same as classic messages, for where Components V2 are refused. Never empty. */
export function renderPlain(card: Card, options: RenderOptions = {}): MessageBody[] {
  const { rows, listed } = rowsOf(card, options);
  const pieces = [...lead(options), ...piecesOf(card.blocks), ...listed];
  const pages = paginate(pieces, limits.message.content).map((page) => textOf(page.flat()));
  const rowPages = chunk(rows, limits.message.actionRows);
  const bodies: MessageBody[] = pages.map((content) => ({ content, components: [], allowed_mentions: { parse: [] } }));
  const last = bodies.pop();
  return [
    ...bodies,
    { ...(last ?? { content: '…', allowed_mentions: { parse: [] } }), components: rowPages[0] ?? [] },
    ...rowPages.slice(1).map((components): MessageBody => ({ content: '…', components, allowed_mentions: { parse: [] } })),
  ];
}

function rowsOf(card: Card, { without = [], buttons = [], inPlace = false }: RenderOptions): { rows: Row[]; listed: Piece[] } {
  const choices = card.choices.filter(({ id }) => !without.includes(id));
  const { rows, listed } = choiceRows({ ...card, choices }, inPlace);
  const own = chunk(buttons, limits.row.buttons).map((components): APIActionRowComponent<APIButtonComponentWithCustomId> => ({
    type: ComponentType.ActionRow,
    components,
  }));
  return { rows: [...rows, ...own], listed };
}

const lead = ({ lead: text }: RenderOptions): Piece[] => (text === undefined ? [] : [{ text, after: 'part' }]);

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

/** Puts the rows below the last body where they fit, else into bodies of their own. */
function withRows(bodies: readonly APIMessageTopLevelComponent[][], rows: readonly Row[]): APIMessageTopLevelComponent[][] {
  const placed = bodies.map((body) => [...body]);
  if (placed.length === 0) placed.push([]);
  for (const row of rows) {
    const last = placed.at(-1) ?? [];
    const together = [...last, row];
    const fits = countComponents(together) <= limits.message.components && textLength(together) <= limits.message.text;
    if (fits) last.push(row);
    else placed.push([row]);
  }
  const empty: APIMessageTopLevelComponent = { type: ComponentType.TextDisplay, content: '…' };
  return placed.map((body) => (body.length === 0 ? [empty] : body));
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
