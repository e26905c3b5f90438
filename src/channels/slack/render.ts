/** Card → the messages that show it. */
import type { types } from '@slack/bolt';
import { plainText, type Card } from '../../presentation/card.ts';
import { bodyBlocks, type Sized } from './blocks.ts';
import { actions, choiceBlocks } from './choices.ts';
import { escapeText } from './escape.ts';
import { limits } from './limits.ts';
import { firstSentences } from './split.ts';
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
  const body = bodyBlocks(card);
  const offered = offeredBlocks(card, options);
  const pages = paginate(body, offered);
  const said = plainText(card);
  return pages.map((blocks, index) => ({
    text: fallback(index === 0 || pages.length === 1 ? said : (textOf(blocks[0]) ?? said), card),
    blocks,
  }));
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
function fallback(text: string, card: Card): string {
  const said = text.trim() === '' ? card.choices.map(({ label }) => label).join(' / ') : text;
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
  const about = cites.join(',').slice(0, limits.buttonValue - 8);
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
