/** Canonical JSON: keys sorted, so that equal values are equal bytes. */
import { createHash } from 'node:crypto';
import type { Report } from './evaluate.ts';

export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

/** SHA-256 (hex) over what a report says, whatever the language it is said in: policy, day, credentials and verdicts. */
export function reportDigest({ policy, asOf, credentials, verdicts }: Report): string {
  const said = verdicts.map(({ pathway, status, missing, decisions, from, conditions }) => ({
    pathway: pathway.id,
    status,
    missing,
    decisions,
    from,
    conditions: conditions.map(({ condition, outcome }) => ({ condition: condition.id, outcome })),
  }));
  return createHash('sha256')
    .update(canonicalJson({ policy, asOf, credentials, verdicts: said }))
    .digest('hex');
}
