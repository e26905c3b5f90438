/** The product's evaluator against the oracle, which lists completions: two methods that share nothing but the policy brief. */
/* oxlint-disable vitest/no-conditional-expect, vitest/valid-expect, vitest/expect-expect, oxc/no-map-spread -- Thousands of cases in one test: each failure names its case. */
import { expect, it } from 'vitest';
import { CredentialsError } from '../../src/eligibility/credentials.ts';
import { Evaluator } from '../../src/eligibility/evaluate.ts';
import { testBook } from '../support/policy.ts';
import { judge, refusals } from './oracle.ts';
import { randomCase, seededRandom, type PlainCredentials } from './random-credentials.ts';

const full = process.env['CAREER_BRIDGE_FULL'] === '1';
const cases = full ? 200_000 : 20_000;
/** Faults that the generator does not make itself: unknown keys and values, laid over every twentieth case. */
const faults: readonly PlainCredentials[] = [
  { salary: 1 },
  { skillLevel: null },
  { field: 'medicine' },
  { honours: ['chinaSkillsAward', 'chinaSkillsAward'] },
  { titleSince: '2023-02-30' },
  { appointed: 'true' },
  { technicianSince: '2035' },
];

const evaluator = new Evaluator(testBook());

interface Outcome {
  readonly refused?: string;
  readonly verdicts?: readonly unknown[];
}

function product(credentials: PlainCredentials, asOf: string): Outcome {
  try {
    const { verdicts } = evaluator.evaluate(credentials, asOf);
    return {
      verdicts: verdicts.map(({ pathway, status, missing, decisions, from }) => ({
        pathway: pathway.id,
        status,
        missing,
        decisions,
        from,
      })),
    };
  } catch (error) {
    if (error instanceof CredentialsError) return { refused: error.fact };
    throw error;
  }
}

/** Order counts in the promise of `missing`; the brief gives decisions no order, so they are compared as sets. */
const comparable = (verdicts: readonly { readonly decisions: readonly string[] }[]): unknown =>
  verdicts.map((verdict) => ({ ...verdict, decisions: verdict.decisions.toSorted() }));

it(
  `agrees with the oracle on ${cases} seeded cases`,
  () => {
    const random = seededRandom(20_261_122);
    const seen = { eligible: 0, ineligible: 0, undetermined: 0, conditional: 0, from: 0, refused: 0 };
    for (let index = 0; index < cases; index++) {
      const { asOf, credentials: made } = randomCase(random);
      const fault = index % 20 === 0 ? faults[(index / 20) % faults.length] : undefined;
      const credentials = { ...made, ...fault };
      const found = product(credentials, asOf);
      const refusable = refusals(credentials, asOf);
      const about = (): string => `case ${index}: ${JSON.stringify({ asOf, credentials })}`;
      if (refusable.length > 0) {
        seen.refused++;
        if (found.refused === undefined || !refusable.includes(found.refused))
          expect.fail(`${about()}: refused for ${found.refused ?? 'nothing'}, not ${refusable.join(' or ')}`);
        continue;
      }
      const expected = judge(credentials, asOf);
      if ('error' in expected) throw new Error(`${about()}: the oracle refuses for no reason`);
      if (found.refused !== undefined) expect.fail(`${about()}: refused for ${found.refused}`);
      for (const { status, from } of expected) {
        seen[status]++;
        if (from !== null) seen.from++;
      }
      // Comparing text first keeps the many equal cases cheap; the first difference is then shown in full.
      if (JSON.stringify(found.verdicts) !== JSON.stringify(expected))
        expect(comparable(verdictsOf(found)), about()).toEqual(comparable(expected));
    }
    // The comparison is worth something only if every kind of outcome occurs.
    for (const [kind, times] of Object.entries(seen)) expect(times, kind).toBeGreaterThan(cases / 1000);
  },
  full ? 1_200_000 : 120_000,
);

function verdictsOf({ verdicts }: Outcome): { readonly decisions: readonly string[] }[] {
  return (verdicts ?? []).filter(
    (each): each is { readonly decisions: readonly string[] } =>
      typeof each === 'object' && each !== null && 'decisions' in each && Array.isArray(each.decisions),
  );
}
