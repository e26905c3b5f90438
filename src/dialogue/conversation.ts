/** All that is kept of one dialogue between turns. Plain JSON; its schema also checks what storage gives back. */
import { z } from 'zod';
import { languages, reading, since, type Language } from '../command/command.ts';
import { factValue } from '../policy/schema.ts';

/** An ambiguous word; `since`: since when what is meant has been held. */
const word = {
  quote: z.string(),
  readings: z.array(reading).readonly(),
  purpose: z.enum(['inform', 'correct', 'what-if']),
  since: since.optional(),
};

/** What was asked last and is still unanswered. */
const open = z.discriminatedUnion('kind', [
  /** `known`: the partial date noted so far, when its month or day is asked for. */
  z.strictObject({ kind: z.literal('fact'), fact: z.string(), known: z.string().optional() }),
  z.strictObject({
    kind: z.literal('clarify'),
    ...word,
  }),
  z.strictObject({ kind: z.literal('review') }),
  /** "Which of these shall I change?" */
  z.strictObject({ kind: z.literal('which') }),
  /** "Shall I check what you may apply for?" */
  z.strictObject({ kind: z.literal('offer') }),
]);
export type Open = z.infer<typeof open>;

export const conversation = z.strictObject({
  language: z.enum(languages),
  credentials: z.record(z.string(), factValue),
  /** By fact: the user's own words that it was read from. */
  quotes: z.record(z.string(), z.string()),
  /** Pathway that is being checked; null for all of the subject's. */
  goal: z.string().nullable(),
  phase: z.enum(['idle', 'interview', 'review', 'reported']),
  /** The interview was stopped and can be taken up again. */
  paused: z.boolean(),
  open: open.nullable(),
  /** Answers in a row that could not be read. */
  misreads: z.number().int().min(0),
  /** Ambiguous words still to be asked about, in the order of the message. */
  ambiguous: z.array(z.strictObject(word)),
  /** Facts answered, the last one last, with what was noted before; `back` undoes them. */
  trail: z.array(z.strictObject({ fact: z.string(), before: factValue.nullable() })),
  /** The last answer given, for feedback and for handing over to a person. */
  lastAnswer: z.strictObject({ question: z.string(), cites: z.array(z.string()).readonly() }).nullable(),
});
export type Conversation = z.infer<typeof conversation>;

/** Version of the format above; a change of the format adds a migration in `src/assistant/`. */
export const conversationVersion = 1;

export const newConversation = (language: Language): Conversation => ({
  language,
  credentials: {},
  quotes: {},
  goal: null,
  phase: 'idle',
  paused: false,
  open: null,
  misreads: 0,
  ambiguous: [],
  trail: [],
  lastAnswer: null,
});
