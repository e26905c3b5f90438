/** Blocks of a card → Slack's blocks. All text is literal (rich or plain text), so that no user's words can mention, link or format. */
import type { types } from '@slack/bolt';
import { conditionMark, type Block, type Card } from '../../presentation/card.ts';
import { needsList } from './choices.ts';
import { limits } from './limits.ts';
import { splitText } from './split.ts';
import { textsIn } from './texts.ts';

/** A block and how much text it shows, for filling messages. */
export interface Sized {
  readonly block: types.KnownBlock;
  readonly text: number;
}

/** The body of a card, in order, every block within the limits. */
export function bodyBlocks(card: Card): Sized[] {
  const compact = card.kind === 'report' && card.blocks.filter(isVerdict).length > mostWholeVerdicts;
  const body = card.blocks.flatMap((block) => blocksOf(block, compact ? textsIn(card.language).allMet : undefined));
  const labels = needsList(card)
    ? listBlocks(
        card.choices.map(({ label }) => label),
        'ordered',
      )
    : [];
  return [...body, ...labels];
}

/** With more verdicts than this a report shows what is not met only, so that it can be taken in on a phone; "why" has the rest. */
const mostWholeVerdicts = 2;
const isVerdict = (block: Block): boolean => block.block === 'heading' && block.status !== undefined;

const statusMarks = { eligible: '✅', conditional: '🟡', undetermined: '❔', ineligible: '⛔' } as const;

function blocksOf(block: Block, allMet: ((count: number) => string) | undefined): Sized[] {
  switch (block.block) {
    case 'text':
      return paragraphs(block.text);
    case 'heading':
      return headings(block.status === undefined ? block.text : `${statusMarks[block.status]} ${block.text}`);
    case 'list':
      return listBlocks(block.items, 'bullet');
    case 'fields':
      return fields(block.rows);
    case 'conditions': {
      const shown = allMet ? block.items.filter(({ outcome }) => outcome !== 'met') : block.items;
      const met = block.items.length - shown.length;
      const lines = shown.map(({ outcome, text }) => `${conditionMark(outcome)} ${text}`);
      return lineBlocks(allMet && met > 0 ? [...lines, `${conditionMark('met')} ${allMet(met)}`] : lines);
    }
    case 'sources':
      return contexts(block.items);
  }
}

type Section = types.RichTextSection;

const literal = (text: string, bold = false): types.RichTextElement => ({
  type: 'text',
  text,
  ...(bold ? { style: { bold } } : {}),
});
const section = (...elements: types.RichTextElement[]): Section => ({ type: 'rich_text_section', elements });
const rich = (...elements: types.RichTextBlockElement[]): types.RichTextBlock => ({ type: 'rich_text', elements });

export function paragraphs(text: string, bold = false): Sized[] {
  return splitText(text, limits.richText).map((part) => ({ block: rich(section(literal(part, bold))), text: part.length }));
}

export function headings(text: string): Sized[] {
  const words = text.trim();
  if (words === '') return [];
  if (words.length > limits.headerText) return paragraphs(words, true);
  return [{ block: { type: 'header', text: { type: 'plain_text', text: words, emoji: false } }, text: words.length }];
}

/** Items share a block as long as they fit; an item that is longer than a block goes on in further ones. */
function packed<T>(items: readonly { readonly part: T; readonly size: number }[], make: (parts: T[]) => types.KnownBlock): Sized[] {
  const blocks: Sized[] = [];
  let parts: T[] = [];
  let size = 0;
  const flush = (): void => {
    if (parts.length > 0) blocks.push({ block: make(parts), text: size });
    parts = [];
    size = 0;
  };
  for (const item of items) {
    if (size + item.size > limits.richText) flush();
    parts.push(item.part);
    size += item.size;
  }
  flush();
  return blocks;
}

function listBlocks(items: readonly string[], style: 'bullet' | 'ordered'): Sized[] {
  // A list that goes on in the next block would count from one again, so its numbers are written out.
  if (style === 'ordered') return lineBlocks(items.map((item, index) => `${index + 1}. ${item}`));
  const parts = items.flatMap((item) => splitText(item, limits.richText));
  return packed(
    parts.map((part) => ({ part: section(literal(part)), size: part.length })),
    (some) => rich({ type: 'rich_text_list', style: 'bullet', elements: some }),
  );
}

function lineBlocks(lines: readonly string[]): Sized[] {
  const parts = lines.flatMap((line) => splitText(line, limits.richText - 1));
  return packed(
    parts.map((part) => ({ part, size: part.length + 1 })),
    (some) => rich(section(literal(some.join('\n')))),
  );
}

function fields(rows: readonly (readonly [string, string])[]): Sized[] {
  const pairs = rows.flatMap(([label, value]) => {
    const labels = splitText(label, limits.richText / 3);
    const values = splitText(value, limits.richText / 3);
    const one = labels.length <= 1 && values.length <= 1;
    if (one) {
      const [name = '–', said = '–'] = [labels[0], values[0]];
      return [{ part: [literal(`${name}: `, true), literal(said)], size: name.length + said.length + 3 }];
    }
    return [
      ...labels.map((part) => ({ part: [literal(part, true)], size: part.length + 1 })),
      ...values.map((part) => ({ part: [literal(part)], size: part.length + 1 })),
    ];
  });
  return packed(pairs, (parts) => rich(section(...parts.flatMap((part, at) => (at === 0 ? part : [literal('\n'), ...part])))));
}

export function contexts(items: readonly string[]): Sized[] {
  const parts = items.flatMap((item) => splitText(item, limits.sectionText));
  const blocks: Sized[] = [];
  let elements: types.PlainTextElement[] = [];
  let size = 0;
  const flush = (): void => {
    if (elements.length > 0) blocks.push({ block: { type: 'context', elements }, text: size });
    elements = [];
    size = 0;
  };
  for (const text of parts) {
    if (elements.length === limits.elementsPerContext || size + text.length > limits.sectionText) flush();
    elements.push({ type: 'plain_text', text, emoji: false });
    size += text.length;
  }
  flush();
  return blocks;
}
