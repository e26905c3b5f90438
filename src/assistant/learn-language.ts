/** What understanding learns from the intents and the policy data. */
import {
  readExamples,
  type AimExample,
  type IntentExample,
  type ReplyExample,
  type StatementExample,
} from '../language/local/examples.ts';
import { FactReader } from '../language/local/fact-reader.ts';
import { fullReplies, statingNothing, wantingNoCheck } from '../language/local/counter-examples.ts';
import { buildLexicon, type Lexicon } from '../language/local/lexicon.ts';
import { learnStatements, type StatementModels } from '../language/local/statement-classifier.ts';
import { normalise } from '../text/normal-form.ts';
import { learnAims } from '../language/local/aim-classifier.ts';
import { learnIntents } from '../language/local/intent-classifier.ts';
import type { OutsideMessage } from '../answers/ranking.ts';
import type { PolicyBook } from '../policy/book.ts';
import { loadPolicy } from '../policy/load.ts';
import type { Model } from '../text/classifier.ts';
import { ConceptFinder } from '../text/concepts.ts';
import { readingOnce } from '../text/features.ts';

/** Where the policy data and the intents are. */
export interface DataFolders {
  readonly policyData: string;
  readonly intents: string;
}

export interface LanguageExamples {
  readonly book: PolicyBook;
  readonly examples: readonly IntentExample[];
  readonly outside: readonly OutsideMessage[];
  /** Requests for a check, by what they are after. */
  readonly aims: readonly AimExample[];
  readonly statements: readonly StatementExample[];
  /** Ways of asking the policy's questions. */
  readonly asked: readonly string[];
  readonly replies: readonly ReplyExample[];
}

export interface LearntLanguage {
  readonly aims: Model;
  readonly statements: StatementModels;
  readonly intents: Model;
}

/**
 * @throws PolicyError that lists every fault of the policy data
 * @throws ExamplesError naming the file of the intents
 */
export function readLanguageExamples({ policyData, intents }: DataFolders): LanguageExamples {
  const book = loadPolicy(policyData);
  const asked = [...book.faq.values()].flatMap((entry) => [...entry.asked.en, ...entry.asked.zh]);
  return { book, asked, ...readExamples(intents, book) };
}

/** Intents whose messages may be replies. */
const replyLike: ReadonlySet<string> = new Set(['inform', 'correct', 'confirm', 'dont-know']);

/** Messages that are no replies. */
export const noReplies = ({ examples, outside, asked }: Pick<LanguageExamples, 'examples' | 'outside' | 'asked'>): string[] => [
  ...examples.filter(({ intent }) => !replyLike.has(intent)).map(({ text }) => text),
  ...outside.map(({ text }) => text),
  ...asked,
];

/** Takes a second or two. */
export function learnLanguage({ book, examples, outside, asked, replies, aims, statements }: LanguageExamples): LearntLanguage {
  const features = readingOnce(new ConceptFinder(book.concepts));
  const others = noReplies({ examples, outside, asked });
  const messages = [
    ...examples,
    ...asked.map((text) => ({ intent: 'ask', text })),
    ...outside.map(({ text }) => ({ intent: 'outside', text })),
  ];
  const lexicon = buildLexicon(book);
  const stated = learnStatements(
    book,
    [...statements, ...fullReplies(book, replies)],
    statingNothing(book, replies, others),
    features,
  );
  // Names of facts are enough to learn aims by; the learnt wordings would take as long again.
  const reader = readerOf(book, lexicon);
  return {
    statements: stated,
    intents: learnIntents(messages, features),
    aims: learnAims(
      [
        ...aims,
        ...wantingNoCheck(
          lexicon,
          examples,
          outside.map(({ text }) => text),
          asked,
        ),
      ],
      features,
      reader,
    ),
  };
}

/** @returns reads an example as of a day; none is about a day */
function readerOf(book: PolicyBook, lexicon: Lexicon): Parameters<typeof learnAims>[2] {
  const reader = new FactReader(book, lexicon, { classify: () => undefined });
  return (text) => {
    const message = normalise(text);
    return { message, reading: reader.read(message, '2026-01-01') };
  };
}
