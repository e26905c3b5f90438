import { createHash } from 'node:crypto';
import { canonicalJson } from '../policy/canonical.ts';
import type { Report } from './evaluate.ts';

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
