/** What understanding learns from the intents and the policy data. */
import type { AimExample, IntentExample, ReplyExample, StatementExample } from '../language/local/examples.ts';
import { FactReader } from '../language/local/fact-reader.ts';
import { buildLexicon } from '../language/local/lexicon.ts';
import { createStatementClassifier, learnStatements, type StatementClassifier } from '../language/local/statement-classifier.ts';
import { spread } from '../language/local/spread.ts';
import { normalise } from '../text/normal-form.ts';
import { learnAims } from '../language/local/aim-classifier.ts';
import { learnIntents } from '../language/local/intent-classifier.ts';
import { learnReplies } from '../language/local/reply-classifier.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Model } from '../text/classifier.ts';
import { ConceptFinder } from '../text/concepts.ts';

export interface LanguageExamples {
  readonly book: PolicyBook;
  readonly examples: readonly IntentExample[];
  readonly outside: readonly string[];
  /** Requests for a check, by what they are after. */
  readonly aims: readonly AimExample[];
  readonly statements: readonly StatementExample[];
  /** Ways of asking the policy's questions. */
  readonly asked: readonly string[];
  readonly replies: readonly ReplyExample[];
}

export interface LearntLanguage {
  readonly aims: Model;
  readonly statements: Model;
  readonly intents: Model;
  /** By fact. */
  readonly replies: ReadonlyMap<string, Model>;
}

/** Intents whose messages are worded like a request for a check: of them more is needed. */
const factual: ReadonlySet<string> = new Set(['ask', 'inform', 'when', 'what-if', 'correct']);
/** So many messages of other kinds teach what states nothing. */
const mostOthers = 1200;
const mostReplies = 1200;
/** Intents whose messages may be replies. */
const replyLike: ReadonlySet<string> = new Set(['inform', 'correct', 'confirm', 'dont-know']);

/** Takes a second or two. */
export function learnLanguage({ book, examples, outside, asked, replies, aims, statements }: LanguageExamples): LearntLanguage {
  const concepts = new ConceptFinder(book.concepts);
  const others = [...examples.filter(({ intent }) => !replyLike.has(intent)).map(({ text }) => text), ...outside, ...asked];
  const messages = [
    ...examples,
    ...asked.map((text) => ({ intent: 'ask', text })),
    ...outside.map((text) => ({ intent: 'outside', text })),
  ];
  const stated = learnStatements(
    [...statements, ...fullReplies(book, replies)],
    [...spread(others, mostOthers), ...otherReplies(book, replies)],
    concepts,
  );
  const reader = readerOf(book, createStatementClassifier(stated, concepts));
  return {
    statements: stated,
    intents: learnIntents(messages, concepts),
    replies: learnReplies(book, replies, others, concepts),
    aims: learnAims([...aims, ...withoutAim(examples, outside, asked)], concepts, reader),
  };
}

/** Replies to the yes-or-no questions that say of themselves what they are about. */
const fullReplies = ({ facts }: PolicyBook, replies: readonly ReplyExample[]): StatementExample[] =>
  replies.filter(({ fact, value, text }) => facts.get(fact)?.type === 'boolean' && value !== 'dontKnow' && isSentence(text));

/** Replies to other questions: a level by itself states none of these facts. */
const otherReplies = ({ facts }: PolicyBook, replies: readonly ReplyExample[]): string[] =>
  spread(
    replies.filter(({ fact, text }) => fact !== 'any' && facts.get(fact)?.type !== 'boolean' && isSentence(text)),
    mostReplies,
  ).map(({ text }) => text);

/** At least so many words, or Han characters. */
const fewestWords = 4;
const fewestHan = 5;
const isSentence = (text: string): boolean =>
  text.split(/\s+/).length >= fewestWords || (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= fewestHan;

/** Messages that want no check, some of each kind. */
function withoutAim(examples: readonly IntentExample[], outside: readonly string[], asked: readonly string[]): AimExample[] {
  const byIntent = Map.groupBy(examples, ({ intent }) => intent);
  byIntent.delete('check');
  const texts = [...byIntent].flatMap(([intent, all]) => spread(all, factual.has(intent) ? 200 : 40).map(({ text }) => text));
  return [...texts, ...spread(outside, 150), ...spread(asked, 500)].map((text) => ({ text }));
}

/** @returns reads an example as of a day; none is about a day */
function readerOf(book: PolicyBook, statements: StatementClassifier): Parameters<typeof learnAims>[2] {
  const reader = new FactReader(book, buildLexicon(book), statements);
  return (text) => {
    const message = normalise(text);
    return { message, reading: reader.read(message, '2026-01-01') };
  };
}
