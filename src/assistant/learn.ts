/** Policy data and intents → all that the assistant knows, as plain data, which is kept between starts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { learnAnswers, type LearntAnswers } from '../answers/ranking.ts';
import { learnReplies } from '../language/local/reply-classifier.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Model } from '../text/classifier.ts';
import { ConceptFinder } from '../text/concepts.ts';
import { kept } from '../text/kept.ts';
import { learnLanguageAside } from './learn-aside.ts';
import { noReplies, readLanguageExamples, type DataFolders, type LearntLanguage } from './learn-language.ts';

export interface Folders extends DataFolders {
  /** Where what was learnt is kept between starts. */
  readonly cache?: string;
}

export interface Learnt extends LearntLanguage {
  readonly book: PolicyBook;
  readonly answers: LearntAnswers;
  /** By fact. */
  readonly replies: ReadonlyMap<string, Model>;
}

/**
 * Takes some seconds, or some tenths of one where the same data and program were there before.
 * @throws PolicyError that lists every fault of the policy data
 * @throws ExamplesError naming the file of the intents
 */
export function learn({ policyData, intents, cache }: Folders): Learnt {
  const source = cache === undefined ? '' : sourceOf([policyData, intents, program]);
  return kept(cache, 'knowledge', source, () => {
    const language = learnLanguageAside({ policyData, intents });
    const messages = readLanguageExamples({ policyData, intents });
    const { book, outside, replies } = messages;
    const concepts = new ConceptFinder(book.concepts);
    // On this core, while the other one is at it: each has about half of the work.
    const answers = learnAnswers(book, outside, concepts);
    const byFact = learnReplies(book, replies, noReplies(messages), concepts);
    return { book, ...language(), replies: byFact, answers };
  });
}

/** This program: what it makes of the data changes with it. */
const program = new URL('..', import.meta.url).pathname;
/** Of the program only these folders make anything of the data. */
const learning = /^(?:answers|assistant|language|policy|text)\//;

/** Names and contents of all files that what is learnt depends on. */
function sourceOf(folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => (folder === program ? learning.test(name) && name.endsWith('.ts') : name.endsWith('.yaml')))
        .toSorted()
        .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`),
    )
    .join('\n');
}
