/** The layout of one reply, still of no platform. */
import { z } from 'zod';
import { languages } from '../command/command.ts';
import type { Outcome } from '../eligibility/evaluate.ts';

const outcome = z.enum(['met', 'unmet', 'open']);
const lines = z.array(z.string()).readonly();

const block = z.discriminatedUnion('block', [
  z.strictObject({ block: z.literal('text'), text: z.string() }),
  z.strictObject({
    block: z.literal('heading'),
    text: z.string(),
    status: z.enum(['eligible', 'ineligible', 'undetermined', 'conditional']).optional(),
  }),
  z.strictObject({ block: z.literal('list'), items: lines }),
  z.strictObject({ block: z.literal('fields'), rows: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly() }),
  z.strictObject({ block: z.literal('conditions'), items: z.array(z.strictObject({ outcome, text: z.string() })).readonly() }),
  /** Where it is written: one line a provision. */
  z.strictObject({ block: z.literal('sources'), items: lines }),
]);
export type Block = z.infer<typeof block>;

/** `id`: what choosing it sends back. */
const choice = z.strictObject({ id: z.string(), label: z.string() });
export type Choice = Readonly<z.infer<typeof choice>>;

/** Cards wait in the store until they are sent, so their schema also checks what the store gives back. */
export const card = z.strictObject({
  kind: z.enum(['text', 'answer', 'clarify', 'question', 'review', 'report', 'notice']),
  language: z.enum(languages),
  blocks: z.array(block).readonly(),
  choices: z.array(choice).readonly(),
  /** Several choices may be taken at once. */
  multiple: z.boolean().optional(),
  /** Show the choices as a numbered list even where buttons exist: earlier answers could not be read. */
  numbered: z.boolean().optional(),
  fact: z.string().optional(),
  cites: lines.optional(),
  /** For the eyes of who asked alone, though the conversation is one that others read. Its choices are to be taken in private. */
  audience: z.literal('asker').optional(),
  /** Of an answer: how sure it is. */
  outcome: z.enum(['answered', 'clarify', 'declined']).optional(),
  /** The report in the form that `check` prints. */
  report: z.unknown().optional(),
});
export type Card = Readonly<z.infer<typeof card>>;

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
