/** Answers from the question-and-answer entries of the policy data alone: no network, no model, the same answer every time. */
import type { Language } from '../command/command.ts';
import type { FaqEntry, PolicyBook } from '../policy/book.ts';
import type { ConceptFinder } from '../text/concepts.ts';
import { normalise } from '../text/normal-form.ts';
import { PhraseMatcher } from '../text/phrases.ts';
import type { Answer, AnswerExplanation, Answerer, RelatedQuestion } from './answer.ts';
import { Ranker, type LearntAnswers, type Ranking } from './ranking.ts';
import { clarifyText, declinedText, isCourtesy, type DeclineReason } from './wording.ts';

/** An id that is no question-and-answer entry's. */
export class UnknownEntryError extends Error {
  readonly code = 'unknown-entry';

  constructor(id: string) {
    super(`There is no question-and-answer entry '${id}'. Offer only ids that an answer gave.`);
    this.name = 'UnknownEntryError';
  }
}

/** Questions are short: what a longer message asks stands at its beginning. In UTF-16 units. */
const readLength = 600;
const mostCites = 3;
const mostRelated = 3;
const mostReadings = 3;
const mostCandidates = 5;
const something = /[\p{L}\p{N}]/u;

/** Fixed on the questions and outside messages of `test/evaluation/`, which others wrote than those who wrote the entries. */
const thresholds = {
  /** Declined from this part on that "outside" has of its own score and the best provision's together. */
  outside: 0.28,
  /** The same, for what is left of a question without the places that it names: "what about …" alone is like nothing. */
  outsideBesidePlaces: 0.9,
  /** Below these the question is not understood well enough to say anything. */
  score: 0.03,
  coverage: 0.02,
  /** Asked back when the best provision scores less than this … */
  clear: 0.35,
  /** … and the next one at least this part of it. */
  close: 0.6,
} as const;

const socialKinds = new Set(['chitchat', 'abuse']);

export function createLocalAnswerer(book: PolicyBook, learnt: LearntAnswers, concepts: ConceptFinder): Answerer {
  return new LocalAnswerer(book, new Ranker(book, learnt, concepts));
}

class LocalAnswerer implements Answerer {
  readonly #book: PolicyBook;
  readonly #ranker: Ranker;
  readonly #places = new PhraseMatcher<true>();

  constructor(book: PolicyBook, ranker: Ranker) {
    this.#book = book;
    this.#ranker = ranker;
    for (const { synonyms } of book.regions.values())
      for (const name of [...synonyms.en, ...synonyms.zh]) this.#places.add(name, true);
  }

  answer(question: string, language: Language): Answer {
    const message = normalise(question.slice(0, readLength)).text;
    if (isCourtesy(message)) return decline('social', language, unranked('A greeting or a courtesy.'));
    if (!something.test(message)) return decline('unsure', language, unranked('No letters and no figures.'));
    const ranking = this.#ranker.rank(message);
    const [best, second] = ranking.provisions;
    const entry = best?.entries[0]?.entry;
    const refusal = refusalOf(ranking) ?? this.#refusalBesidePlaces(message);
    if (!best || !entry || refusal)
      return decline(refusal?.reason ?? 'unsure', language, explain(ranking, refusal?.why ?? 'There are no entries.'));
    if (best.score < thresholds.clear && second && second.score >= thresholds.close * best.score)
      return this.#clarify(ranking, best.score, language);
    const others = ranking.provisions.slice(1).flatMap(({ entries }) => entries.slice(0, 1));
    const next = [...best.entries.slice(1, 2), ...others].map((each) => each.entry);
    return this.#answered(entry, next, language, explain(ranking, 'The best entry of the most probable provision.'));
  }

  answerEntry(id: string, language: Language): Answer {
    const entry = this.#book.faq.get(id);
    if (!entry) throw new UnknownEntryError(id);
    const explanation = {
      candidates: [{ id, cites: entry.cites, score: 1 }],
      threshold: thresholds.clear,
      reason: 'The reader chose this entry.',
    };
    return this.#answered(entry, [], language, explanation);
  }

  /** A place makes nothing a question about the policy: "what is the weather in Chengdu" is not. */
  #refusalBesidePlaces(message: string): Refusal | undefined {
    const places = this.#places.find(message);
    if (places.length === 0) return undefined;
    const rest = places.reduceRight((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, message);
    return something.test(rest) ? outsideRefusal(this.#ranker.rank(rest), thresholds.outsideBesidePlaces) : undefined;
  }

  #answered(entry: FaqEntry, next: readonly FaqEntry[], language: Language, explanation: AnswerExplanation): Answer {
    const related = [...entry.related.flatMap((id) => this.#book.faq.get(id) ?? []), ...next];
    return {
      outcome: 'answered',
      language,
      text: entry.answer[language].trim(),
      restsOn: entry.cites,
      cites: [...new Set([...entry.cites, ...next.flatMap(({ cites }) => cites.slice(0, 1))])].slice(0, mostCites),
      related: questions(
        related.filter(({ id }) => id !== entry.id),
        language,
      ).slice(0, mostRelated),
      ...(entry.check === undefined ? {} : { check: entry.check }),
      explanation,
    };
  }

  #clarify(ranking: Ranking, best: number, language: Language): Answer {
    const close = ranking.provisions.slice(0, mostReadings).filter(({ score }) => score >= thresholds.close * best);
    return {
      outcome: 'clarify',
      language,
      text: clarifyText(language),
      restsOn: [],
      cites: close.map(({ provision }) => provision),
      related: questions(
        close.flatMap(({ entries }) => entries.slice(0, 1).map(({ entry }) => entry)),
        language,
      ),
      explanation: explain(ranking, 'Several provisions are about as probable, and none is clearly ahead.'),
    };
  }
}

function questions(entries: readonly FaqEntry[], language: Language): RelatedQuestion[] {
  const byId = new Map(entries.map((entry) => [entry.id, { id: entry.id, label: entry.question[language] }]));
  return [...byId.values()];
}

interface Refusal {
  readonly reason: DeclineReason;
  readonly why: string;
}

/** @param least part that "outside" has of its own score and the best provision's together */
function outsideRefusal({ provisions, outside, outsideKind }: Ranking, least: number): Refusal | undefined {
  if (outside < least * (outside + (provisions[0]?.score ?? 0))) return undefined;
  // What makes no sense is not "about something else".
  const reason = socialKinds.has(outsideKind) ? 'social' : outsideKind === 'nonsense' ? 'unsure' : 'outside';
  return { reason, why: `More like messages of the kind '${outsideKind}', with a score of ${outside.toFixed(3)}.` };
}

function refusalOf(ranking: Ranking): Refusal | undefined {
  const outside = outsideRefusal(ranking, thresholds.outside);
  if (outside) return outside;
  if ((ranking.provisions[0]?.score ?? 0) < thresholds.score) return { reason: 'unsure', why: 'No provision is probable enough.' };
  if (ranking.coverage < thresholds.coverage) return { reason: 'unsure', why: 'Too few of its words stand in the best provision.' };
  return undefined;
}

const decline = (reason: DeclineReason, language: Language, explanation: AnswerExplanation): Answer => ({
  outcome: 'declined',
  language,
  text: declinedText(reason, language),
  restsOn: [],
  cites: [],
  related: [],
  declined: reason,
  explanation,
});

const unranked = (reason: string): AnswerExplanation => ({ candidates: [], threshold: thresholds.score, reason });

function explain({ provisions }: Ranking, reason: string): AnswerExplanation {
  const candidates = provisions
    .flatMap(({ entries }) => entries.map(({ entry, score }) => ({ id: entry.id, cites: entry.cites, score })))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, mostCandidates);
  return { candidates, threshold: thresholds.score, reason };
}
