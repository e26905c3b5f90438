/** Which pathway a message is after. */
import { CredentialsError } from '../../eligibility/credentials.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { Clause } from './clauses.ts';
import { examined } from './cues.ts';
import type { FactReading } from './fact-reading.ts';
import { leadsIn } from './parts.ts';

const promoting = /(?<![a-z])(?:promot\w*|step up|next level|move up|upgrade)(?![a-z])|晋级|晋升|升(?!学)|往上/;

/**
 * The pathway that is named, or that leads to the level that is sought; undefined where the message names none.
 * Of several pathways to one level the one that what is stated leaves open is taken.
 * @param text in normal form
 * @param provision the provision that answers the message as a question, where one does
 */
export function goalOf(
  text: string,
  reading: FactReading,
  evaluator: Evaluator,
  asOf: string,
  provision: () => string | undefined,
): string | undefined {
  const { pathways } = evaluator.book;
  const own = reading.sought.filter(({ other, fact, plain }) => !other && (fact !== undefined || plain === true));
  // Who asks for another person, and seeks nothing himself, is after that person's goal, also as his employer.
  const forAnother = own.length === 0 && reading.sought.length > 0;
  const aims = forAnother ? reading.sought : own;
  const subject = reading.stated.find(({ fact }) => fact === 'subject')?.value;
  const offered = (id: string): boolean => subject === undefined || forAnother || pathways.get(id)?.subject === subject;
  const sought = aims.filter(({ fact }) => fact !== undefined);
  const named = aims
    .flatMap(({ pathway }) => (pathway === undefined ? [] : [pathway]))
    .filter((id) => pathways.get(id)?.seeks === undefined && offered(id));
  const credentials = Object.fromEntries(reading.stated.map(({ fact, value }) => [fact, value]));
  const plain = aims.filter(({ plain, pathway }) => plain && pathway !== 'title-review').flatMap(({ pathway }) => pathway ?? []);
  // Of several names the last is the most particular: 绿色通道的特殊评价.
  const meant = plain.findLast((id) => possible(evaluator, credentials, asOf, id)) ?? plain.at(-1);
  if (meant !== undefined) return meant;
  const particular = byCues(reading, evaluator, offered);
  const specific = named.find((id) => id !== 'title-review') ?? (particular === 'title-review' ? undefined : particular);
  if (specific !== undefined) return specific;
  const byCertainty = [
    ...sought.filter(({ loose }) => loose !== true).toReversed(),
    ...sought.filter(({ loose }) => loose === true),
  ];
  for (const { fact, value } of byCertainty) {
    const candidates = [...pathways.values()]
      .filter(({ id, seeks }) => seeks?.fact === fact && seeks?.value === value && offered(id))
      .map(({ id }) => id);
    const open = candidates
      .filter((id) => possible(evaluator, credentials, asOf, id))
      .toSorted((one, other) => bearing(evaluator, credentials, other) - bearing(evaluator, credentials, one));
    // In the order of reports the step up comes after the direct way to the same level.
    const promotion = promoting.test(text) ? (candidates.findLast((id) => open.includes(id)) ?? candidates.at(-1)) : undefined;
    const goal = promotion ?? open[0] ?? candidates[0];
    if (goal !== undefined) return goal;
  }
  return named[0] ?? particular ?? byFact(reading, evaluator) ?? byProvision(provision(), evaluator, offered);
}

const namesAim = ({ other, text }: Clause): boolean => !other && !leadsIn.test(text) && !examined.test(text);

/** Wants worded in other ways; the row with the most groups is the most particular. */
function byCues({ clauses, wants }: FactReading, evaluator: Evaluator, offered: (id: string) => boolean): string | undefined {
  const found = [...evaluator.book.pathways.values()].flatMap(({ id, cues }) =>
    cues
      .filter(({ groups }) => clauses.some((clause) => namesAim(clause) && wants(clause, groups)))
      .map(({ groups }) => ({ id, size: groups.length })),
  );
  const open = found.filter(({ id }) => offered(id)).toSorted((one, other) => other.size - one.size);
  // Every title is earned by a review: that one is meant where nothing more particular is.
  return (open.find(({ id }) => id !== 'title-review') ?? open[0])?.id;
}

/** A fact that only one pathway asks for points to it. */
function byFact({ stated }: FactReading, evaluator: Evaluator): string | undefined {
  const { facts, pathways } = evaluator.policy;
  for (const { fact, value } of stated) {
    // Who has no honours seeks nothing by them.
    if (value === false || (Array.isArray(value) && value.length === 0)) continue;
    const index = facts.get(fact)?.index ?? -1;
    const users = pathways.filter(({ support, pathway }) => support.has(index) && pathway.subject === 'worker');
    const [only] = users;
    if (users.length === 1 && only) return only.pathway.id;
  }
  return undefined;
}

/** A provision that one pathway alone rests on first points to it. */
function byProvision(provision: string | undefined, evaluator: Evaluator, offered: (id: string) => boolean): string | undefined {
  const resting = [...evaluator.book.pathways.values()].filter(({ id, cites }) => cites[0] === provision && offered(id));
  return resting.length === 1 ? resting[0]?.id : undefined;
}

/** How many of the stated facts the pathway's verdict rests on: who speaks of the years for promotion wants to be promoted. */
function bearing({ policy }: Evaluator, credentials: Readonly<Record<string, unknown>>, goal: string): number {
  const support = policy.pathways.find(({ pathway }) => pathway.id === goal)?.support;
  const isTold = (fact: string): boolean =>
    policy.facts.get(fact)?.fact.type === 'boolean' && support?.has(policy.facts.get(fact)?.index ?? -1) === true;
  return Object.keys(credentials).filter(isTold).length;
}

function possible(evaluator: Evaluator, credentials: Readonly<Record<string, unknown>>, asOf: string, goal: string): boolean {
  try {
    return evaluator.evaluate(credentials, asOf, goal).verdicts.some(({ status }) => status !== 'ineligible');
  } catch (error) {
    if (error instanceof CredentialsError) return false;
    throw error;
  }
}
