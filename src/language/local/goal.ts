/** Which pathway a message is after. */
import { CredentialsError } from '../../eligibility/credentials.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { FactReading } from './fact-reader.ts';

const promoting = /(?<![a-z])(?:promot\w*|next level|move up|upgrade)(?![a-z])|晋级|晋升|升(?!学)|往上/;

/**
 * The pathway that is named, or that leads to the level that is sought; undefined where the message names none.
 * Of several pathways to one level the one that what is stated leaves open is taken.
 * @param text in normal form
 */
export function goalOf(text: string, reading: FactReading, evaluator: Evaluator, asOf: string): string | undefined {
  const { pathways } = evaluator.book;
  const sought = reading.sought.filter(({ fact }) => fact !== undefined);
  const named = reading.sought
    .flatMap(({ pathway }) => (pathway === undefined ? [] : [pathway]))
    .filter((id) => pathways.get(id)?.seeks === undefined);
  const credentials = Object.fromEntries(reading.stated.map(({ fact, value }) => [fact, value]));
  const specific = named.find((id) => id !== 'title-review');
  if (specific !== undefined) return specific;
  for (const { fact, value } of sought.toReversed()) {
    const candidates = [...pathways.values()]
      .filter(({ seeks }) => seeks?.fact === fact && seeks?.value === value)
      .map(({ id }) => id);
    const open = candidates.filter((id) => possible(evaluator, credentials, asOf, id));
    const promotion = promoting.test(text) ? (open.findLast(() => true) ?? candidates.at(-1)) : undefined;
    const goal = promotion ?? open[0] ?? candidates[0];
    if (goal !== undefined) return goal;
  }
  return named[0];
}

function possible(evaluator: Evaluator, credentials: Readonly<Record<string, unknown>>, asOf: string, goal: string): boolean {
  try {
    return evaluator.evaluate(credentials, asOf, goal).verdicts.some(({ status }) => status !== 'ineligible');
  } catch (error) {
    if (error instanceof CredentialsError) return false;
    throw error;
  }
}
