/** Of the levels that a message names as held, those that are held now. */
import { isLacking, type Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';

/** A fact that is named without a value, and where. */
export interface NamedFact {
  readonly fact: string;
  readonly start: number;
  readonly end: number;
  readonly clause: Clause;
}

/** Levels held, in the order of the text; one that is taken back in the message is gone. */
export function settledLevels(message: Message, stated: readonly StatedFact[]): StatedFact[] {
  const levels = stated.filter(({ fact }) => message.typeOf(fact) === 'level');
  return levels.filter((level, at) => {
    const later = levels.slice(at + 1).find((each) => each.fact === level.fact);
    return !later || !(later.clause.correction || isCorrectedBetween(message, level, later));
  });
}

const isCorrectedBetween = ({ clauses }: Message, one: StatedFact, other: StatedFact): boolean =>
  clauses.some(
    (clause) => clause.correction && clause.start >= one.clause.start && clause.end <= other.clause.end && clause !== one.clause,
  );

/** The level of each ladder that is held now: the highest that is named; "none" only where nothing else is. */
export function highestLevels({ book, clauses, dates }: Message, levels: readonly StatedFact[]): StatedFact[] {
  const rank = ({ fact, value }: StatedFact): number =>
    book.facts.get(fact)?.choices.findIndex((choice) => choice.value === value) ?? -1;
  const byLadder = Map.groupBy(levels, ({ fact }) => fact);
  // "Apprentice, junior, …, technician: which of these?" lists a ladder.
  for (const [fact, own] of byLadder)
    if (dates.length === 0 && isList(own) && clauses.some(({ question }) => question)) byLadder.delete(fact);
  return [...byLadder.values()].flatMap((own) => {
    // "An engineer by job, no title": the title is denied of what was called one.
    const denied = own.at(-1);
    const last = own.at(-2);
    if (denied?.value === 'none' && last && ofPost.test(last.clause.text.concat(denied.clause.text))) return [denied];
    return own.toSorted((one, other) => rank(other) - rank(one)).slice(0, 1);
  });
}

/** So many different levels are no one's. */
const listed = 4;
const isList = (own: readonly StatedFact[]): boolean => new Set(own.map(({ value }) => value)).size >= listed;

const ofPost = /岗|职务|工作|但|可|不过|(?<![a-z])(?:job|post|position|role|work|by trade|called|but)(?![a-z])/;

/** What is kept or deleted is the note of it: "don't forget my title". */
const ofKeeping = /(?<![a-z])(?:forget|delete|remove|erase|keep)(?![a-z])|忘|删|保留/;

/** "No title yet", 技能证一个都没有: the name of a ladder, denied, where no level of it is stated. */
export function deniedLadders(message: Message, named: readonly NamedFact[], stated: readonly StatedFact[]): StatedFact[] {
  const denied = named.filter(
    ({ fact, start, end, clause }) =>
      message.typeOf(fact) === 'level' &&
      !ofKeeping.test(clause.text) &&
      !(clause.other || clause.hypothetical || clause.dontKnow || start >= clause.wishFrom) &&
      (!clause.question || message.answered(clause) === 'no') &&
      !stated.some((each) => each.fact === fact) &&
      isLacking(message.text, clause, start, end),
  );
  const last = new Map(denied.map((each) => [each.fact, each]));
  return [...last.values()].map(({ fact, start, end, clause }) => ({ fact, value: 'none', start, end, clause }));
}
