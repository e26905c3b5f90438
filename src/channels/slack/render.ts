/** Card → the messages that show it. */
import type { types } from '@slack/bolt';
import { plainText, type Card } from '../../presentation/card.ts';
import { bodyBlocks, type Sized } from './blocks.ts';
import { actions, choiceBlocks } from './choices.ts';
import { escapeText } from './escape.ts';
import { limits } from './limits.ts';
import { firstSentences, splitText } from './split.ts';
import { textsIn } from './texts.ts';

export interface SlackMessage {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

export interface RenderOptions {
  /** Others read along: nothing that is for one person (a form, a file of their report) is offered. */
  readonly shared?: boolean;
  /** Whether the open question can be answered in a form with others. */
  readonly form?: boolean;
}

/** The card as one message, or as several where it is too long for one; its choices stand under the last. */
export function renderCard(card: Card, options: RenderOptions = {}): SlackMessage[] {
  const said = plainText(card);
  const labels = card.choices.map(({ label }) => label).join(' / ');
  return messagesOf(said.trim() === '' ? labels : said, bodyBlocks(card), offeredBlocks(card, options));
}

/** The blocks as one message or several; what is offered stands under the last. @param said in plain text, for notifications */
export function messagesOf(said: string, body: readonly Sized[], offered: readonly types.KnownBlock[] = []): SlackMessage[] {
  return paginate(body, offered).map((blocks, index) => ({
    text: fallback(index === 0 ? said : (textOf(blocks[0]) ?? said)),
    blocks,
  }));
}

/** The message without blocks, as several where it is long: every word of it, and the choices, which are then typed. */
export function plainMessages({ text, blocks }: SlackMessage): SlackMessage[] {
  const words = blocks.map(wordsOf).filter((each) => each !== '');
  // Escaping makes a text up to five times as long.
  const parts = splitText(words.join('\n\n'), limits.fallbackText / 5);
  return parts.length === 0 ? [{ text, blocks: [] }] : parts.map((part) => ({ text: escapeText(part), blocks: [] }));
}

/** All words of a block, in the order in which they are shown. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(wordsOf)
      .filter((each) => each !== '')
      .join('\n');
  if (typeof value !== 'object' || value === null) return '';
  const {
    type,
    text,
    elements,
    options,
    element,
  }: { type?: unknown; text?: unknown; elements?: unknown; options?: unknown; element?: unknown } = value;
  // Pieces of one line, which is broken where it says so.
  if (type === 'rich_text_section' && Array.isArray(elements)) return elements.map(wordsOf).join('');
  const own = typeof text === 'string' ? text : wordsOf(text);
  const line = type === 'button' ? `• ${own}` : own;
  return [line, wordsOf(elements), wordsOf(options), wordsOf(element)].filter((each) => each !== '').join('\n');
}

/** Fills messages with blocks; what is offered stays together under the last of the body where that has room for it. */
function paginate(body: readonly Sized[], offered: readonly types.KnownBlock[]): types.KnownBlock[][] {
  const pages = new Pages();
  for (const { block, text } of body) pages.add(block, text);
  const lengths = offered.map(shownLength);
  const text = lengths.reduce((sum, length) => sum + length, 0);
  if (!pages.fits(offered.length, text)) pages.next();
  for (const [index, block] of offered.entries()) pages.add(block, lengths[index] ?? 0);
  return pages.all();
}

class Pages {
  readonly #full: types.KnownBlock[][] = [];
  #page: types.KnownBlock[] = [];
  #text = 0;

  fits(blocks: number, text: number): boolean {
    return this.#page.length + blocks <= limits.blocksPerMessage && this.#text + text <= limits.textPerMessage;
  }

  next(): void {
    if (this.#page.length > 0) this.#full.push(this.#page);
    this.#page = [];
    this.#text = 0;
  }

  add(block: types.KnownBlock, text: number): void {
    if (!this.fits(1, text)) this.next();
    this.#page.push(block);
    this.#text += text;
  }

  all(): types.KnownBlock[][] {
    this.next();
    return this.#full;
  }
}

/** The text that is shown in a block. */
export function shownLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + shownLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? each.length : shownLength(each)),
    0,
  );
}

function textOf(block: types.KnownBlock | undefined): string | undefined {
  if (block?.type !== 'rich_text') return undefined;
  const [first] = block.elements;
  const [element] = first?.type === 'rich_text_section' ? first.elements : [];
  return element?.type === 'text' ? element.text : undefined;
}

/** Whole sentences only, and within the limit also once escaped. */
function fallback(said: string): string {
  for (let size: number = limits.fallbackText; size > 64; size = Math.floor(size / 2)) {
    const escaped = escapeText(firstSentences(said, size));
    if (escaped.length <= limits.fallbackText) return escaped === '' ? '…' : escaped;
  }
  return '…';
}

function offeredBlocks(card: Card, { shared = false, form = false }: RenderOptions): types.KnownBlock[] {
  const texts = textsIn(card.language);
  const extra: types.Button[] = [];
  if (!shared && form && card.kind === 'question') extra.push(plainButton(actions.form, texts.form));
  if (!shared && card.kind === 'report') extra.push(plainButton(actions.file, texts.file));
  const blocks = choiceBlocks(card);
  if (extra.length > 0) blocks.push({ type: 'actions', block_id: 'extras', elements: extra });
  if (card.kind === 'answer') blocks.push(feedback(card));
  return blocks;
}

export const plainButton = (action: string, text: string, value: string = action): types.Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text, emoji: false },
  value,
});

function feedback({ language, cites = [] }: Card): types.KnownBlock {
  const { helpful, unhelpful } = textsIn(language);
  const about = whole(cites, limits.buttonValue - 8);
  const one = (text: string, value: string): types.FeedbackButtons['positive_button'] => ({
    text: { type: 'plain_text', text, emoji: false },
    accessibility_label: text,
    value: `${value}:${about}`,
  });
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: actions.feedback,
        positive_button: one(helpful, 'good'),
        negative_button: one(unhelpful, 'bad'),
      },
    ],
  };
}

/** As many ids as fit, none of them cut. */
function whole(ids: readonly string[], size: number): string {
  const joined = ids.join(',');
  return joined.length <= size ? joined : joined.slice(0, joined.lastIndexOf(',', size));
}
