/** Question → answer that rests on provisions, or none. */
import type { Language } from '../command/command.ts';

export interface RelatedQuestion {
  /** Id of a question-and-answer entry. */
  readonly id: string;
  readonly label: string;
}

/** Why an answer was chosen, for operators. */
export interface AnswerExplanation {
  readonly candidates: readonly { readonly id: string; readonly cites: readonly string[]; readonly score: number }[];
  readonly threshold: number;
  readonly reason: string;
}

export interface Answer {
  readonly outcome: 'answered' | 'clarify' | 'declined';
  readonly language: Language;
  /** `answered`: the answer in a few sentences, without its sources; `clarify`: the question back; `declined`: what can't be said. */
  readonly text: string;
  /** Provisions that the text rests on; they are shown as its sources. Empty unless answered. */
  readonly restsOn: readonly string[];
  /** Provisions that bear on the question, those that the answer rests on first, or those of the offered readings; empty when declined. */
  readonly cites: readonly string[];
  /** Up to three questions; with `clarify` the readings to choose from. */
  readonly related: readonly RelatedQuestion[];
  /** A pathway that can be checked for the asker. */
  readonly check?: string;
  /** `declined` only. `social` is greetings and small talk, answered kindly. */
  readonly declined?: 'outside' | 'unsure' | 'social';
  /** `model`: a model found the words, each sentence checked; `stand-in`: it should have, and the authors' answer takes its place. */
  readonly wording?: 'model' | 'stand-in';
  readonly explanation: AnswerExplanation;
}

export interface Answerer {
  /** Answers a question in the reader's words. */
  answer(question: string, language: Language): Answer;
  /** Answers the entry that a reader chose. Throws on an id that is none. */
  answerEntry(id: string, language: Language): Answer;
}
