/** Several requests in one message: what its parts want by themselves, beside what the message wants as a whole. */
import type { Command } from '../../command/command.ts';

/** What one part of a message wants. */
export interface Request {
  readonly command: Command;
  /** Two requests with the same key want the same. */
  readonly key: string;
  /** Of a question: the pathways whose check answers it too. */
  readonly pathways?: readonly string[];
}

type Types = ReadonlySet<Command['type']>;

/** Done as the message as a whole says it; of the parts only questions stand beside it. */
const singular: Types = new Set([
  'what-if',
  'correct',
  'forget',
  'restart',
  'cancel',
  'back',
  'resume',
  'feedback-good',
  'feedback-bad',
]);
/** What nothing is added to: the message as a whole is no business of the policy. */
const closed: Types = new Set(['outside', 'why', 'confirm']);
const telling: Types = new Set(['inform', 'dont-know', 'correct', 'greeting', 'thanks', 'help']);
const courteous: Types = new Set(['greeting', 'thanks']);

/**
 * @param whole commands of the message as a whole; its facts are read from all of it
 * @param requests of its parts, in the order of the message
 * @param facts all that the message states, for a check of the goal
 */
export function withRequests(
  whole: readonly Command[],
  requests: readonly Request[],
  facts: (goal: string | null | undefined) => Command[],
): Command[] {
  const types: Types = new Set(whole.map(({ type }) => type));
  const is = (kind: Types): boolean => whole.some(({ type }) => kind.has(type));
  if (is(closed)) return [...whole];
  // The part that wants a check says of what.
  const check = requests.find(({ command }) => command.type === 'check' && typeof command.goal === 'string')?.command;
  const goals = new Set((check ? [check] : whole).flatMap((each) => ('goal' in each ? (each.goal ?? []) : [])));
  const distinct = [
    ...new Map(
      requests.filter(({ pathways }) => !pathways?.some((id) => goals.has(id))).map(({ key, command }) => [key, command]),
    ).values(),
  ];
  const asks = distinct.filter(({ type }) => type === 'ask');
  if (is(singular)) return types.has('ask') ? [...whole] : [...whole, ...asks];
  // "Thanks! And where do I …?": that it can't be answered is said too.
  if (whole.every(({ type }) => courteous.has(type))) return [...whole, ...distinct];
  const isEmployers = whole.some((each) => each.type === 'inform' && each.fact === 'subject' && each.value === 'employer');
  const added = distinct.filter(
    ({ type }) => type !== 'ask' && !types.has(type) && !(type === 'check' && (types.has('when') || isEmployers)),
  );
  // Beside a question only what is plainly one's own is noted; for a check everything is.
  const checked = added.find(({ type }) => type === 'check');
  // Questions that the parts ask one by one stand in place of the one that the message seems to ask as a whole, and so does a
  // single one beside the part that wants a check.
  const replaces = asks.length > (types.has('ask') && !checked ? 1 : 0);
  const told = checked?.type === 'check' ? facts(checked.goal) : whole.filter(({ type }) => telling.has(type));
  const wanted = whole.filter(({ type }) => !telling.has(type) && !(replaces && type === 'ask'));
  return [...told, ...(replaces ? asks : []), ...wanted.map((each) => (each.type === 'check' && check ? check : each)), ...added];
}
