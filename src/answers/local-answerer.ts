/**
 * Finds the question-and-answer entry that a message asks, without a model. Two signals: a linear classifier over the entries' ways
 * of asking, and the similarity to the nearest of them. Confidence is summed by provision: entries that rest on the same provision
 * agree with each other. Messages of other subjects are trained as a class of their own.
 */
import type { Language } from '../command/command.ts';
import type { FaqEntry, PolicyBook } from '../policy/book.ts';
import type { Classifier } from '../text/classifier.ts';
import { trained } from '../text/trained.ts';
import type { Answer, Answerer, RelatedQuestion } from './answer.ts';
import { Neighbours } from './neighbours.ts';

export interface OutsideExample {
  readonly kind: string;
  readonly text: string;
}

const outside = 'outside:';
/** Share of the classifier in the joint score; the rest is similarity. */
const classifierShare = 0.65;
/** Least joint score of the best provision for an answer. */
const answerFrom = 0.2;
/** Least joint score for a question back. */
const clarifyFrom = 0.1;
/** Words of the message that some example has, as a share; below it nothing is answered. */
const leastCoverage = 0.3;
/** A further provision is named where its score is at least this share of the best. */
const alsoFrom = 0.2;
/** Longer messages are judged by their beginning. */
const longest = 600;

const texts = {
  outside: {
    en: 'That is not something this policy settles, so I can give no answer to it.',
    zh: '这个问题不在技能人才与职称贯通政策的范围内，我无法回答。',
  },
  unsure: {
    en: 'I have found no provision that answers this, and I would rather not guess.',
    zh: '我没有找到能回答这个问题的条文，不便猜测。',
  },
  social: {
    en: 'I am the assistant for skilled workers and professional titles. Ask me about the policy, or let me check what you may apply for.',
    zh: '我是技能人才和职称政策的助手。您可以问政策，也可以让我核对您能申报什么。',
  },
  clarify: { en: 'I am not sure which of these you mean:', zh: '我不确定您问的是哪一个：' },
} as const;

/** @param cache folder for the trained classifier, see `trained` */
export function createLocalAnswerer(book: PolicyBook, outsideExamples: readonly OutsideExample[], cache?: string): Answerer {
  return new LocalAnswerer(book, outsideExamples, cache);
}

interface Candidate {
  readonly label: string;
  readonly score: number;
}

class LocalAnswerer implements Answerer {
  readonly #book: PolicyBook;
  readonly #classifier: Classifier;
  readonly #neighbours: Neighbours;

  constructor(book: PolicyBook, outsideExamples: readonly OutsideExample[], cache: string | undefined) {
    this.#book = book;
    const examples = [
      ...[...book.faq.values()].flatMap((entry) =>
        [entry.question.en, entry.question.zh, ...entry.asked.en, ...entry.asked.zh].map((text) => ({ text, label: entry.id })),
      ),
      ...outsideExamples.map(({ kind, text }) => ({ text, label: `${outside}${kind}` })),
    ];
    this.#classifier = trained(examples, { maxFeatures: 20_000 }, cache);
    this.#neighbours = new Neighbours(examples);
  }

  answer(question: string, language: Language): Answer {
    const text = question.slice(0, longest);
    const candidates = this.#candidates(text);
    const entries = candidates.filter(({ label }) => !label.startsWith(outside));
    const away = candidates.filter(({ label }) => label.startsWith(outside)).reduce((sum, { score }) => sum + score, 0);
    const provisions = this.#byProvision(entries);
    const [best, second] = provisions;
    const coverage = this.#neighbours.coverage(text);
    const explain = (reason: string): Answer['explanation'] => ({
      candidates: entries
        .slice(0, 8)
        .map(({ label, score }) => ({ id: label, cites: this.#book.faq.get(label)?.cites ?? [], score })),
      threshold: answerFrom,
      reason: `${reason}; outside ${away.toFixed(3)}, coverage ${coverage.toFixed(2)}`,
    });
    if (!best || coverage < leastCoverage || away > best.score) {
      const social = candidates.find(({ label }) => label.startsWith(outside))?.label === `${outside}chitchat`;
      return this.#declined(social ? 'social' : 'outside', language, explain('outside the policy'));
    }
    const [top] = best.entries;
    const entry = top && this.#book.faq.get(top.label);
    if (!entry || best.score < clarifyFrom) return this.#declined('unsure', language, explain('no provision is likely enough'));
    const close = second !== undefined && second.score > 0.85 * best.score;
    if (best.score < answerFrom && close)
      return this.#clarify(provisions.slice(0, 3), language, explain('several provisions are as likely'));
    // A question that may as well be about another provision names that one too; the answer itself rests on the first ones.
    const next = provisions
      .slice(1)
      .filter(({ score }) => score > alsoFrom * best.score)
      .map(({ provision }) => provision);
    return this.#answered(entry, next, entries, language, explain('the most likely provision'));
  }

  answerEntry(id: string, language: Language): Answer {
    const entry = this.#book.faq.get(id);
    if (!entry) throw new RangeError(`There is no question '${id}'.`);
    return this.#answered(entry, [], [], language, {
      candidates: [{ id, cites: entry.cites, score: 1 }],
      threshold: 0,
      reason: 'chosen by the reader',
    });
  }

  #candidates(text: string): Candidate[] {
    const nearest = this.#neighbours.nearest(text);
    // Similarities sharpened to shares, so that the two signals speak of the same thing.
    const powers = nearest.slice(0, 30).map(({ label, similarity }) => ({ label, power: similarity ** 4 }));
    const total = powers.reduce((sum, { power }) => sum + power, 0);
    const joint = new Map<string, number>();
    for (const { label, probability } of this.#classifier.scores(text)) joint.set(label, classifierShare * probability);
    for (const { label, power } of powers)
      joint.set(label, (joint.get(label) ?? 0) + (total === 0 ? 0 : ((1 - classifierShare) * power) / total));
    return [...joint]
      .map(([label, score]) => ({ label, score }))
      .toSorted((one, other) => other.score - one.score || (one.label < other.label ? -1 : 1));
  }

  #byProvision(entries: readonly Candidate[]): { provision: string; score: number; entries: Candidate[] }[] {
    const found = new Map<string, { provision: string; score: number; entries: Candidate[] }>();
    for (const candidate of entries) {
      const provision = this.#book.faq.get(candidate.label)?.cites[0] ?? '';
      const sum = found.get(provision) ?? { provision, score: 0, entries: [] };
      sum.score += candidate.score;
      sum.entries.push(candidate);
      found.set(provision, sum);
    }
    return [...found.values()].toSorted((one, other) => other.score - one.score);
  }

  #answered(
    entry: FaqEntry,
    next: readonly string[],
    entries: readonly Candidate[],
    language: Language,
    explanation: Answer['explanation'],
  ): Answer {
    const related = [...new Set([...entry.related, ...entries.map(({ label }) => label)])]
      .filter((id) => id !== entry.id)
      .slice(0, 3);
    return {
      outcome: 'answered',
      language,
      text: entry.answer[language],
      restsOn: entry.cites,
      cites: [...new Set([...entry.cites, ...next])].slice(0, Math.max(3, entry.cites.length)),
      related: related.map((id) => this.#question(id, language)),
      ...(entry.check === undefined ? {} : { check: entry.check }),
      explanation,
    };
  }

  #clarify(
    provisions: readonly { provision: string; entries: readonly Candidate[] }[],
    language: Language,
    explanation: Answer['explanation'],
  ): Answer {
    const readings = provisions.flatMap(({ entries }) => entries.slice(0, 1).map(({ label }) => label));
    return {
      outcome: 'clarify',
      language,
      text: texts.clarify[language],
      restsOn: [],
      cites: provisions.map(({ provision }) => provision),
      related: readings.map((id) => this.#question(id, language)),
      explanation,
    };
  }

  #declined(why: 'outside' | 'unsure' | 'social', language: Language, explanation: Answer['explanation']): Answer {
    return {
      outcome: 'declined',
      language,
      text: texts[why][language],
      restsOn: [],
      cites: [],
      related: [],
      declined: why,
      explanation,
    };
  }

  #question(id: string, language: Language): RelatedQuestion {
    return { id, label: this.#book.faq.get(id)?.question[language] ?? id };
  }
}
