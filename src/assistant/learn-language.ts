/** What understanding learns from the intents and the policy data. */
import type { IntentExample, ReplyExample } from '../language/local/examples.ts';
import { learnIntents } from '../language/local/intent-classifier.ts';
import { learnReplies } from '../language/local/reply-classifier.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Model } from '../text/classifier.ts';
import { ConceptFinder } from '../text/concepts.ts';

export interface LanguageExamples {
  readonly book: PolicyBook;
  readonly examples: readonly IntentExample[];
  readonly outside: readonly string[];
  /** Ways of asking the policy's questions. */
  readonly asked: readonly string[];
  readonly replies: readonly ReplyExample[];
}

export interface LearntLanguage {
  readonly intents: Model;
  /** By fact. */
  readonly replies: ReadonlyMap<string, Model>;
}

/** Intents whose messages may be replies. */
const replyLike: ReadonlySet<string> = new Set(['inform', 'correct', 'confirm', 'dont-know']);

/** Takes a second or two. */
export function learnLanguage({ book, examples, outside, asked, replies }: LanguageExamples): LearntLanguage {
  const concepts = new ConceptFinder(book.concepts);
  const others = [...examples.filter(({ intent }) => !replyLike.has(intent)).map(({ text }) => text), ...outside, ...asked];
  const messages = [
    ...examples,
    ...asked.map((text) => ({ intent: 'ask', text })),
    ...outside.map((text) => ({ intent: 'outside', text })),
  ];
  return { intents: learnIntents(messages, concepts), replies: learnReplies(book, replies, others, concepts) };
}
