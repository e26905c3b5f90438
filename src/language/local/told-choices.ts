/** Choices that a message tells without their full names: a label by itself, another one after a correction, and that one is not known. */
import type { Fact } from '../../policy/book.ts';
import { dontKnow } from '../../eligibility/credentials.ts';
import { hasEvery, isOver } from './cues.ts';
import type { NamedFact } from './levels.ts';
import type { Labels } from './lexicon.ts';
import type { Message, StatedFact } from './message.ts';

/** A clause that is the label of a fact's choice and nothing else: "…, engineering, …". */
export function labelled(message: Message, stated: readonly StatedFact[], labels: Labels): StatedFact[] {
  const known = new Set(stated.map(({ fact }) => fact));
  return message.clauses.flatMap((clause): StatedFact[] => {
    const { fact, value } = labels.get(clause.text.trim()) ?? {};
    if (fact === undefined || value === undefined || clause.other || clause.question) return [];
    // "Translation, or actually no, publishing": what comes after a correction stands.
    if (known.has(fact) && message.before(clause)?.correction !== true) return [];
    const start = clause.start + clause.text.indexOf(clause.text.trim());
    return [{ fact, value, start, end: start + clause.text.trim().length, clause }];
  });
}

/** "The accounting exam, no, wait, auditing is what they want": what is wanted instead is named by its first word alone. */
export function wantedInstead(message: Message, stated: readonly StatedFact[]): StatedFact[] {
  const { book, clauses } = message;
  return stated.flatMap((told): StatedFact[] => {
    const fact = book.facts.get(told.fact);
    if (fact?.wanted !== true) return [];
    const behind = clauses.filter(({ start }) => start > told.clause.start);
    const from = behind.findIndex(({ correction }) => correction);
    const clause = from < 0 ? undefined : behind.slice(from).find((each) => namedIn(fact, each.text, told.value).length > 0);
    const [value, ...others] = clause ? namedIn(fact, clause.text, told.value) : [];
    return clause && value !== undefined && others.length === 0
      ? [{ fact: told.fact, value, start: clause.start, end: clause.end, clause }]
      : [];
  });
}

/** Other choices of which the text has a leading word. */
const namedIn = ({ choices }: Fact, text: string, value: StatedFact['value']): string[] =>
  choices
    .filter((choice) => choice.value !== value && choice.cues.some(({ groups: [words = []] }) => hasEvery(text, [words])))
    .map((choice) => choice.value);

/** Which level, series or honour it is. */
const which =
  /(?<![a-z])(?:which|what) (?:level|grade|rank|title|series|field|one|of)(?![a-z])|(?<![a-z])(?:whether|if) i (?:have|hold|won)|哪一?[级个种档]|几级|(?:什么|啥)(?:级别|等级|职称|系列)|(?:是|算|属于)(?:什么|啥|哪)|有没有|几级/;
const ofWishes =
  /(?<![a-z])(?:can|could i|may|apply|need|eligible|qualify|get|become)(?![a-z])|能[^力]|可以|可不可以|申报|报考|用处|有用/;

/** "I have a title, but couldn't tell you which level": what is named is there, and not known more closely. */
export function notKnown(message: Message, named: readonly NamedFact[], known: ReadonlySet<string>): StatedFact[] {
  return named.flatMap(({ fact: id, start, clause }): StatedFact[] => {
    const fact = message.book.facts.get(id);
    if (!fact || known.has(id) || !['level', 'choice', 'set'].includes(fact.type)) return [];
    if (clause.other || clause.hypothetical) return [];
    const next = message.after(clause);
    const second = next && message.after(next);
    const told = [clause, next, second].find((each) => each?.dontKnow === true && !each.other);
    if (!told || message.text.slice(clause.end, told.start).match(/[.。!！\n]/)) return [];
    const text = message.text.slice(clause.start, told.end);
    if (!which.test(text) || (!fact.wanted && ofWishes.test(text)) || /\d{4}/.test(text)) return [];
    return [{ fact: id, value: dontKnow, start, end: told.end, clause: told }];
  });
}

/** "Front line: left it in 2015": of what must last, the end alone is told. */
export function ended(message: Message, named: readonly NamedFact[], known: ReadonlySet<string>): StatedFact[] {
  return named.flatMap(({ fact: id, start, clause }): StatedFact[] => {
    const fact = message.book.facts.get(id);
    if (fact?.lasting !== true || known.has(id) || clause.other || clause.hypothetical || clause.question) return [];
    return isOver(message, clause) ? [{ fact: id, value: false, start, end: clause.end, clause }] : [];
  });
}
