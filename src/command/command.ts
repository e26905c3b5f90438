/**
 * The command language: everything a user can want, understood. Buttons, the local understanding and a model all produce it, and
 * the same schema checks what they produce, so no producer can do what a user could not.
 */
import { z } from 'zod';
import { factValue } from '../policy/schema.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const fact = z.string();
const quote = z.string();

export const reading = z.strictObject({ fact, value: factValue });
export type Reading = z.infer<typeof reading>;

/** A partial date, with the words it was read from. */
export const since = z.strictObject({ value: z.string(), quote });

/** A fact stated, with the words it was read from; or an ambiguous word with its readings, and then no fact and no value. */
const stated = {
  fact: fact.optional(),
  value: factValue.optional(),
  quote: quote.optional(),
  readings: z.array(reading).optional(),
  /** With `readings`: since when it has been held, whichever is meant. */
  since: since.optional(),
};

/** Commands that say everything by their type. */
export const plainCommands = [
  'back',
  'restart',
  'cancel',
  'resume',
  'summary',
  'human',
  'forget',
  'export',
  'help',
  'greeting',
  'thanks',
  'feedback-good',
  'feedback-bad',
  'outside',
  'confirm',
] as const;
export type PlainCommand = (typeof plainCommands)[number];

export const command = z.discriminatedUnion('type', [
  /** A question about the policy; `quote` is the question's own words, `entry` the question-and-answer entry that a reader chose. */
  z.strictObject({ type: z.literal('ask'), quote, entry: z.string().optional() }),
  /** Start an eligibility check: of one pathway when `goal` names it, of every one when it is null, of what was meant so far without. */
  z.strictObject({ type: z.literal('check'), goal: z.string().nullable().optional(), quote: quote.optional() }),
  z.strictObject({ type: z.literal('inform'), ...stated }),
  /** Change what was said. With a fact only: ask for it again; `was` is the value that the user says was wrong. */
  z.strictObject({ type: z.literal('correct'), ...stated, was: factValue.optional() }),
  z.strictObject({ type: z.literal('why'), fact: fact.optional(), goal: z.string().optional(), quote: quote.optional() }),
  z.strictObject({ type: z.literal('when'), goal: z.string().optional(), quote: quote.optional() }),
  z.strictObject({ type: z.literal('what-if'), ...stated }),
  z.strictObject({
    type: z.literal('dont-know'),
    fact: fact.optional(),
    value: z.literal('dontKnow').optional(),
    quote: quote.optional(),
  }),
  z.strictObject({ type: z.literal('language'), language: z.enum(languages).optional(), quote: quote.optional() }),
  /** All that is kept; with a fact, that one. */
  z.strictObject({ type: z.literal('forget'), fact: fact.optional(), quote: quote.optional() }),
  z.strictObject({
    type: z.enum(plainCommands).exclude(['forget']),
    quote: quote.optional(),
  }),
]);

export type Command = z.infer<typeof command>;
export type CommandType = Command['type'];
