/**
 * An answer in a model's words: written from the provisions that were retrieved, checked sentence by sentence, and only then said.
 * The answer of the policy data's authors is always there first, and takes its place where the model is late, fails or errs.
 */
import type { Language } from '../command/command.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Answer } from './answer.ts';
import { SentenceChecker, type SentenceFault, type WrittenSentence } from './sentence-check.ts';

/** Whose turn it is, and until when anybody waits for it. */
export interface ModelTurn {
  /** Counts one person's use; no name. */
  readonly person: string;
  /** Aborted when the time of the turn is up, or nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** What the writer is given, and nothing else. */
export interface WritingTask {
  readonly question: string;
  readonly language: Language;
  readonly provisions: readonly { readonly id: string; readonly statement: string; readonly source: string }[];
  /** The authors' answer. */
  readonly local: string;
}

/** A model that writes. Its sentences come one by one, unchecked; it throws where it can't go on. */
export interface SentenceSource {
  write(task: WritingTask, turn: ModelTurn): AsyncIterable<WrittenSentence>;
}

export interface AnswerWriterParts {
  readonly book: PolicyBook;
  readonly source: SentenceSource;
  readonly onRejected?: (fault: SentenceFault) => void;
  /** The authors' answer stands in for one that failed. */
  readonly onFallback?: (reason: FallbackReason) => void;
}

/** `failed`: the model could not be had, in time or at all; `refuted`: what it wrote did not pass. */
export type FallbackReason = 'failed' | 'refuted';

/** Told the sentences so far, each checked. What the turn says in the end may still be the local answer instead. */
export type WritingProgress = (sentences: readonly string[]) => void;

const mostSentences = 8;

export class AnswerWriter {
  readonly #parts: AnswerWriterParts;
  readonly #checker: SentenceChecker;

  constructor(parts: AnswerWriterParts) {
    this.#parts = parts;
    this.#checker = new SentenceChecker(parts.book);
  }

  /**
   * The local answer in other words, or the local answer itself with `wording: 'stand-in'`. What is not `answered` stays as it is: a
   * model opens no question that the policy does not answer. Never rejects.
   */
  async write(question: string, local: Answer, turn: ModelTurn, onProgress?: WritingProgress): Promise<Answer> {
    if (local.outcome !== 'answered') return local;
    const passed: WrittenSentence[] = [];
    let rejected = 0;
    const given = groundsOf(local);
    const context = { given, language: local.language, local: local.text };
    try {
      for await (const sentence of this.#parts.source.write(this.#task(question, local), turn)) {
        // Who says the same again has no more to say.
        if (passed.some(({ text }) => text.trim() === sentence.text.trim())) break;
        const fault = this.#checker.fault(sentence, { ...context, previous: passed.at(-1)?.text });
        if (fault === undefined) {
          passed.push(sentence);
          onProgress?.(passed.map(({ text }) => text.trim()));
        } else {
          rejected += 1;
          this.#parts.onRejected?.(fault);
        }
        // What opens the answer says the most: without it the rest may mean something else.
        if (passed.length === 0 || passed.length === mostSentences) break;
      }
    } catch {
      return this.#standIn(local, 'failed');
    }
    if (passed.length === 0 || rejected >= passed.length) return this.#standIn(local, 'refuted');
    return {
      ...local,
      text: passed.map(({ text }) => text.trim()).join(local.language === 'zh' ? '' : ' '),
      restsOn: [...new Set(passed.flatMap(({ cites }) => cites))],
      wording: 'model',
    };
  }

  #standIn(local: Answer, reason: FallbackReason): Answer {
    this.#parts.onFallback?.(reason);
    return { ...local, wording: 'stand-in' };
  }

  #task(question: string, local: Answer): WritingTask {
    const { book } = this.#parts;
    const { language, text } = local;
    const provisions = groundsOf(local).flatMap((id) => {
      const provision = book.provisions.get(id);
      const source = provision && book.sources.get(provision.source);
      return provision ? [{ id, statement: provision.statement[language], source: source?.name[language] ?? '' }] : [];
    });
    return { question, language, provisions, local: text };
  }
}

/** The provisions that were retrieved, those that the authors' answer rests on first. */
const groundsOf = ({ restsOn, cites }: Answer): string[] => [...new Set([...restsOn, ...cites])];
