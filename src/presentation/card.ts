/** The layout of one reply, still of no platform. */
import type { Language } from '../command/command.ts';
import type { Outcome } from '../eligibility/evaluate.ts';
import type { Status } from '../policy/schema.ts';

export interface Choice {
  /** What choosing it sends back. */
  readonly id: string;
  readonly label: string;
}

export type Block =
  | { readonly block: 'text'; readonly text: string }
  | { readonly block: 'heading'; readonly text: string; readonly status?: Status }
  | { readonly block: 'list'; readonly items: readonly string[] }
  | { readonly block: 'fields'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly block: 'conditions'; readonly items: readonly { readonly outcome: Outcome; readonly text: string }[] }
  /** Where it is written: one line a provision. */
  | { readonly block: 'sources'; readonly items: readonly string[] };

export interface Card {
  readonly kind: 'text' | 'answer' | 'clarify' | 'question' | 'review' | 'report' | 'notice';
  readonly language: Language;
  readonly blocks: readonly Block[];
  readonly choices: readonly Choice[];
  /** Several choices may be taken at once. */
  readonly multiple?: boolean;
  /** Show the choices as a numbered list even where buttons exist: earlier answers could not be read. */
  readonly numbered?: boolean;
  readonly fact?: string;
  readonly cites?: readonly string[];
  /** The report in the form that `check` prints. */
  readonly report?: unknown;
}

const marks: Readonly<Record<Outcome, string>> = { met: '✓', unmet: '✗', open: '?' };

/** The card as plain text, without its choices. */
export function plainText(card: Card): string {
  return card.blocks.map(blockText).join('\n\n');
}

export function blockText(block: Block): string {
  switch (block.block) {
    case 'text':
    case 'heading':
      return block.text;
    case 'list':
      return block.items.map((item) => `• ${item}`).join('\n');
    case 'fields':
      return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    case 'conditions':
      return block.items.map(({ outcome, text }) => `${marks[outcome]} ${text}`).join('\n');
    case 'sources':
      return block.items.map((item) => `[${item}]`).join('\n');
  }
}

export const conditionMark = (outcome: Outcome): string => marks[outcome];
