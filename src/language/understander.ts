/** Text → commands. The local reader and the one with a model stand behind this one face. */
import type { ModelTurn } from '../answers/written-answer.ts';
import type { Command, Language, Reading } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';

/** What the assistant last asked, which gives short replies ("yes", "三年", "the second one") their meaning. */
export type OpenQuestion =
  /** `known`: the partial date already given (`2023`), when only its month or day is asked for. */
  | { readonly kind: 'fact'; readonly fact: string; readonly known?: string }
  | { readonly kind: 'clarify'; readonly readings: readonly Reading[] }
  /** "Is this right?" over all that is noted. */
  | { readonly kind: 'review' }
  /** "Shall I check …?" */
  | { readonly kind: 'offer' };

export interface UnderstandingContext {
  /** Language of the conversation so far, used where the text itself does not tell. */
  readonly language?: Language;
  /** The day (YYYY-MM-DD) to which "three years", "last May" relate. */
  readonly asOf: string;
  readonly open?: OpenQuestion;
  /** Without it no model is asked. */
  readonly model?: ModelContext;
}

/** What a model may be asked with. */
export interface ModelContext {
  readonly turn: ModelTurn;
  readonly noted: Readonly<Record<string, FactValue>>;
  /** Those before the message, oldest first. */
  readonly turns: readonly PastTurn[];
}

/** What is told of a turn: the user's words as they may be sent, null where none were typed; how they were read, and what was replied. */
export interface PastTurn {
  readonly said: string | null;
  /** Commands by type and fact. */
  readonly read: readonly string[];
  /** Replies by kind, with the ids of facts and provisions that they were about. */
  readonly replied: readonly string[];
}

export interface Understanding {
  readonly language: Language;
  /** In the order of the message; at least one. Text that means nothing here is one `outside`. */
  readonly commands: readonly Command[];
  /** False where another reader may understand more: the commands are uncertain, or words were left unread. */
  readonly sure: boolean;
}

export interface Understander {
  understand(text: string, context: UnderstandingContext): Understanding | Promise<Understanding>;
}
