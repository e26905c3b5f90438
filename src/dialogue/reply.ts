/** What is said, as meaning; `src/presentation/` finds the words. */
import { z } from 'zod';
import type { Answer } from '../answers/answer.ts';
import type { Command, Language, Reading } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';
import type { Report, Verdict } from '../eligibility/evaluate.ts';

export interface Noted {
  readonly fact: string;
  readonly value: FactValue;
  /** What stood there before, where the new value replaces it. */
  readonly before?: FactValue;
}

/** Short sentences that need no further data. */
export type Saying =
  | 'greeting'
  | 'thanks'
  | 'help'
  | 'outside'
  | 'cancelled'
  | 'restarted'
  | 'nothing-to-resume'
  | 'nothing-to-undo'
  | 'nothing-to-explain'
  | 'nothing-to-confirm'
  | 'nothing-noted'
  | 'when-later'
  | 'dont-know-nothing-open'
  /** Nothing is noted from a word that means none of its readings, or is not known. */
  | 'word-left'
  | 'what-if-of-what'
  | 'language-changed'
  | 'which-language'
  | 'human'
  | 'forgotten'
  | 'one-forgotten'
  | 'feedback-good'
  | 'feedback-bad';

/** Why a stated fact was not noted, or what noting it undid. */
export type Notice =
  | { readonly notice: 'future-date' | 'unknown-value'; readonly fact: string }
  | { readonly notice: 'conflict'; readonly fact: string; readonly others: readonly string[] }
  /** The pathway is for the other kind of asker, and is gone on with. */
  | { readonly notice: 'goal-subject'; readonly goal: string }
  | { readonly notice: 'dropped'; readonly facts: readonly string[] };

export type Reply =
  | { readonly kind: 'text'; readonly saying: Saying }
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** `standing`: the verdict on the pathway that the answer is about, from what the asker has told so far. */
  | { readonly kind: 'answer'; readonly answer: Answer; readonly standing?: Verdict }
  | { readonly kind: 'noted'; readonly noted: readonly Noted[]; readonly offer: boolean }
  | {
      readonly kind: 'question';
      readonly fact: string;
      readonly precision: 'whole' | 'month' | 'day';
      readonly noted: readonly Noted[];
      readonly again: boolean;
      readonly misreads: number;
      readonly known?: string;
    }
  | {
      readonly kind: 'clarify';
      readonly quote: string;
      readonly readings: readonly Reading[];
      readonly noted: readonly Noted[];
      readonly misreads: number;
    }
  | {
      readonly kind: 'review';
      readonly credentials: Readonly<Record<string, FactValue>>;
      readonly goal: string | null;
      readonly misreads: number;
    }
  | { readonly kind: 'which'; readonly credentials: Readonly<Record<string, FactValue>> }
  | {
      readonly kind: 'summary';
      readonly credentials: Readonly<Record<string, FactValue>>;
      readonly quotes: Readonly<Record<string, string>>;
      readonly goal: string | null;
    }
  | {
      readonly kind: 'report';
      readonly report: Report;
      readonly goal: string | null;
      readonly noted: readonly Noted[];
      /** Pathways beside the goal that are open by what is noted. */
      readonly others?: readonly Verdict[];
    }
  | { readonly kind: 'why-question'; readonly fact: string; readonly pathways: readonly string[] }
  | { readonly kind: 'why-verdict'; readonly report: Report }
  | { readonly kind: 'when'; readonly report: Report }
  | { readonly kind: 'what-if'; readonly changed: readonly Noted[]; readonly before: Report; readonly after: Report }
  | { readonly kind: 'export'; readonly data: unknown }
  /** Said in a shared place, to who asked alone: this is for a private talk. `goal` is the pathway that is to be checked there. */
  | { readonly kind: 'private'; readonly goal: string | null };

/**
 * What is left to be done by the world outside when the turn is over. It waits in the store beside the replies, so it has no words
 * of the person in it.
 */
export const lastingEffect = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('forget') }),
  z.strictObject({ effect: z.literal('human') }),
  z.strictObject({ effect: z.literal('feedback'), good: z.boolean(), cites: z.array(z.string()).readonly() }),
]);
export type LastingEffect = Readonly<z.infer<typeof lastingEffect>>;

/** What a turn asks of the world outside the dialogue; `export` and `forget-one` are done within the turn. */
export type Effect = LastingEffect | { readonly effect: 'export' | 'forget-one' };

/** A command with the answer looked up for it, where it asks for one. */
export interface Input {
  readonly command: Command;
  readonly answer?: Answer;
}

export interface StepContext {
  /** Today in the policy's time zone, YYYY-MM-DD. */
  readonly asOf: string;
  /** Language of the message, which the conversation follows. */
  readonly language: Language;
  readonly place: Place;
}

/** `shared`: a channel or thread that others read; `private`: only the user and the assistant. */
export const places = ['private', 'shared'] as const;
export type Place = (typeof places)[number];
