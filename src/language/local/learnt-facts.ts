/** Yes-or-no facts that the sentences of a message state in their own way, as the learnt wordings have it. */
import { denies, hasEvery, isOver, topicWords } from './cues.ts';
import type { PolicyBook } from '../../policy/book.ts';
import type { Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';
import type { Place } from './names.ts';
import { plainlyStated, type StatementClassifier } from './statement-classifier.ts';

/** Longer sentences say too much to be one statement. */
const longest = 200;
/** Fewer words, or Han characters, say too little. */
const fewestWords = 5;
const fewestHan = 6;
/** Who speaks of an employer, in the sentence or around it. */
const ofEmployer =
  /(?<![a-z])(?:we|we're|our|us|company|firm|plant|enterprise|factory|employer)(?![a-z])|我们|咱|公司|企业|厂|单位|我司|本司/;
const sentenceEnd = /[.!?。;\n…]/;

/** How probable a statement must be whose words fit several facts: "the years are enough", of which level is not said. */
const settled = 0.7;
/** … and one that has no word of what the fact is about. */
const unnamed = 0.8;

/**
 * The facts that names and words have stated, and those of which they say nothing, and the wording as a whole does.
 * @param stated in the order in which they were found
 * @param loose statements of which only what is sought says whether they are of this fact or of another
 * @param names of levels and of members of sets: "technical" in an honour's name is no word of technical strength
 */
export function withLearntFacts(
  message: Message,
  stated: readonly StatedFact[],
  loose: readonly StatedFact[],
  names: readonly Place[],
  classifier: StatementClassifier,
): StatedFact[] {
  const learnt = new Map<string, { readonly fact: StatedFact; readonly probability: number }>();
  const known = new Set(stated.map(({ fact }) => fact));
  const named = new Set(stated.filter(({ fact }) => message.typeOf(fact) !== 'choice').map(({ clause }) => clause));
  for (const clause of names.flatMap(({ start }) => message.clauseAt(start) ?? [])) named.add(clause);
  const told = new Set(stated.filter(({ fact }) => message.typeOf(fact) === 'boolean').map(({ clause }) => clause));
  const employers =
    ofEmployer.test(message.text) || stated.some(({ fact }) => message.book.facts.get(fact)?.subject === 'employer');
  for (const { clauses, text, start, end } of windowsOf(message)) {
    // What names say of one fact is likely to be worded like another.
    if (clauses.some((each) => told.has(each))) continue;
    const best = classifier.classify(text);
    const clause = clauses.at(-1);
    const topic = topicsOf(message.book).find(({ fact }) => fact === best?.fact);
    if (!best || !clause || !topic || known.has(best.fact) || (topic.ofEmployer && !employers)) continue;
    const isLoose = loose.some((each) => each.fact === best.fact && clauses.includes(each.clause));
    // Without a word of what a fact is about the likeness may be one of tone.
    const isNamed = topic.isAbout(without(names, text, start));
    // What names have read of it is what it says.
    if (!isNamed && clauses.some((each) => named.has(each))) continue;
    if (best.probability < (!isNamed ? unnamed : isLoose ? settled : plainlyStated)) continue;
    // The learnt wordings see words, and no denial that stands far off.
    if (best.value === true && denies(text)) continue;
    if (best.value === true && topic.lasting && clauses.some((each) => isOver(message, each))) continue;
    const before = learnt.get(best.fact);
    if (before && before.probability > best.probability) continue;
    learnt.set(best.fact, { fact: { fact: best.fact, value: best.value, start, end, clause }, probability: best.probability });
  }
  return [...stated, ...[...learnt.values()].map(({ fact }) => fact)];
}

/** The text without the names that stand in it. */
function without(names: readonly Place[], text: string, from: number): string {
  const inside = names.filter(({ start, end }) => start >= from && end <= from + text.length);
  return inside.reduce(
    (rest, { start, end }) => rest.slice(0, start - from) + ' '.repeat(end - start) + rest.slice(end - from),
    text,
  );
}

interface Topic {
  readonly fact: string;
  readonly ofEmployer: boolean;
  readonly lasting: boolean;
  readonly isAbout: (text: string) => boolean;
}

const topics = new WeakMap<PolicyBook, readonly Topic[]>();

/** The yes-or-no facts, each with whether a text has a word of what it is about. */
function topicsOf(book: PolicyBook): readonly Topic[] {
  const found = topics.get(book);
  if (found) return found;
  const made = [...book.facts.values()]
    .filter(({ type }) => type === 'boolean')
    .map((fact): Topic => {
      const words = topicWords(fact);
      return {
        fact: fact.id,
        ofEmployer: fact.subject === 'employer',
        lasting: fact.lasting,
        isAbout: (text) => hasEvery(text, [words]),
      };
    });
  topics.set(book, made);
  return made;
}

const isSentence = (text: string): boolean =>
  text.split(' ').length >= fewestWords || (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= fewestHan;

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
    const said = text.slice(first.start, last.end).trim();
    return isSentence(said) ? [{ clauses: each, text: said, start: first.start, end: last.end }] : [];
  });
}
