/** Yes-or-no facts that the sentences of a message state in their own way, as the learnt wordings have it. */
import type { Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';
import { plainlyStated, undeniablyStated, type StatementClassifier } from './statement-classifier.ts';

/** Longer sentences say too much to be one statement. */
const longest = 200;
const sentenceEnd = /[.!?。;\n…]/;

/**
 * The facts that names and words have stated, with those that the wording states as a whole; of two values of one fact in one place
 * the wording has the last word, where it is plain.
 * @param stated in the order in which they were found
 */
export function withLearntFacts(message: Message, stated: readonly StatedFact[], classifier: StatementClassifier): StatedFact[] {
  const learnt = new Map<string, { readonly fact: StatedFact; readonly probability: number }>();
  for (const { clauses, text, start, end } of windowsOf(message)) {
    const [best] = classifier.classify(text);
    const clause = clauses.at(-1);
    if (best?.fact === undefined || best.value === undefined || !clause || best.probability < plainlyStated) continue;
    const before = learnt.get(best.fact);
    if (before && before.probability > best.probability) continue;
    learnt.set(best.fact, { fact: { fact: best.fact, value: best.value, start, end, clause }, probability: best.probability });
  }
  const isOverruled = (each: StatedFact): boolean => {
    const found = learnt.get(each.fact);
    return found !== undefined && found.fact.value !== each.value && found.probability >= undeniablyStated;
  };
  const kept = stated.filter((each) => !isOverruled(each));
  const known = new Set(kept.map(({ fact }) => fact));
  return [...kept, ...[...learnt.values()].map(({ fact }) => fact).filter(({ fact }) => !known.has(fact))];
}

interface Window {
  readonly clauses: readonly Clause[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Each clause that states something, each sentence of several such, and each question with the answer that follows it. */
function windowsOf(message: Message): Window[] {
  const { text, clauses } = message;
  const sentences: Clause[][] = [];
  for (const [at, clause] of clauses.entries()) {
    const before = clauses[at - 1];
    const begins = !before || sentenceEnd.test(text.slice(before.end, clause.start));
    if (begins) sentences.push([]);
    sentences.at(-1)?.push(clause);
  }
  const answered = clauses.flatMap((clause, at) => {
    const next = clauses[at + 1];
    return clause.question && next && !next.question ? [[clause, next]] : [];
  });
  const states = (each: readonly Clause[]): boolean => each.every(({ other, hypothetical }) => !other && !hypothetical);
  const plain = [...clauses.map((clause) => [clause]), ...sentences.filter(({ length }) => length > 1)].filter((each) =>
    each.every(({ question }) => !question),
  );
  return [...plain, ...answered].filter(states).flatMap((each): Window[] => {
    const [first, last] = [each[0], each.at(-1)];
    if (!first || !last || last.end - first.start > longest) return [];
    return [{ clauses: each, text: text.slice(first.start, last.end).trim(), start: first.start, end: last.end }];
  });
}
