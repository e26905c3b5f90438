/** What must hold of every verdict, whatever the policy data say. */
/* oxlint-disable vitest/no-conditional-expect, vitest/valid-expect, vitest/expect-expect, oxc/no-map-spread -- A property speaks of what its random case shows, and each failure names the pathway. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CredentialsError } from '../../src/eligibility/credentials.ts';
import { Evaluator, type ConditionPart, type Report, type Verdict } from '../../src/eligibility/evaluate.ts';
import { nextQuestion } from '../../src/eligibility/next-question.ts';
import { reportDigest } from '../../src/eligibility/report-digest.ts';
import type { Pathway, PolicyBook } from '../../src/policy/book.ts';
import { reportJson } from '../../src/presentation/report-view.ts';
import { Words } from '../../src/presentation/words.ts';
import { testBook } from '../support/policy.ts';
import { plusDays } from './oracle-days.ts';
import { caseArbitrary, credentialsArbitrary, randomCase, seededRandom, type PlainCredentials } from './random-credentials.ts';

const book = testBook();
const evaluator = new Evaluator(book);

/** Undefined where the credentials are refused. */
function report(credentials: PlainCredentials, asOf: string, using = evaluator): Report | undefined {
  try {
    return using.evaluate(credentials, asOf);
  } catch (error) {
    if (error instanceof CredentialsError) return undefined;
    throw error;
  }
}

/** A case that is accepted, with its report. */
const accepted = caseArbitrary
  .map(({ asOf, credentials }) => ({ asOf, credentials, before: report(credentials, asOf) }))
  .filter((each): each is typeof each & { before: Report } => each.before !== undefined);

const verdictOn = (each: Report | undefined, pathway: string): Verdict | undefined =>
  each?.verdicts.find((verdict) => verdict.pathway.id === pathway);

/** Open facts filled in from other credentials. A default that was in force is not open: it is a value already. */
function filledIn(credentials: PlainCredentials, other: PlainCredentials): PlainCredentials {
  const open = Object.entries(other).filter(
    ([fact]) =>
      (credentials[fact] === undefined || credentials[fact] === 'dontKnow') && book.facts.get(fact)?.default === undefined,
  );
  return { ...credentials, ...Object.fromEntries(open) };
}

describe('a verdict', () => {
  it('that is settled stays so when more is known', () => {
    const cases = accepted.chain((each) => credentialsArbitrary(each.asOf).map((other) => ({ ...each, other })));
    fc.assert(
      fc.property(cases, ({ asOf, credentials, other, before }) => {
        const after = report(filledIn(credentials, other), asOf);
        fc.pre(after !== undefined);
        for (const verdict of before.verdicts) {
          if (verdict.status === 'eligible' || verdict.status === 'ineligible')
            expect(verdictOn(after, verdict.pathway.id)?.status, verdict.pathway.id).toBe(verdict.status);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('follows from its conditions, and they from their parts', () => {
    const follows = (part: ConditionPart): void => {
      part.parts.forEach(follows);
      const outcomes = part.parts.map(({ outcome }) => outcome);
      if (part.kind === 'all' && outcomes.includes('unmet')) expect(part.outcome).toBe('unmet');
      if (part.kind === 'any' && outcomes.includes('met')) expect(part.outcome).toBe('met');
      if (part.kind === 'all' && outcomes.every((each) => each === 'met')) expect(part.outcome).toBe('met');
      if (part.kind === 'any' && outcomes.every((each) => each === 'unmet')) expect(part.outcome).toBe('unmet');
    };
    fc.assert(
      fc.property(accepted, ({ before }) => {
        for (const { status, conditions, pathway } of before.verdicts) {
          const outcomes = conditions.map(({ outcome }) => outcome);
          if (outcomes.includes('unmet')) expect(status, pathway.id).toBe('ineligible');
          expect(status === 'eligible', pathway.id).toBe(outcomes.every((each) => each === 'met'));
          conditions.forEach(({ tree }) => follows(tree));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('that is undetermined becomes another once all that it misses is given', () => {
    const cases = accepted.chain((each) => credentialsArbitrary(each.asOf).map((other) => ({ ...each, other })));
    fc.assert(
      fc.property(cases, ({ asOf, credentials, other, before }) => {
        for (const { status, missing, pathway } of before.verdicts) {
          if (status !== 'undetermined') continue;
          const given = missing.map((fact) => [fact, other[fact] ?? 'dontKnow'] as const);
          const after = verdictOn(report({ ...credentials, ...Object.fromEntries(given) }, asOf), pathway.id);
          // What was missing can be missing again only as a date that is still partial.
          for (const fact of after?.missing ?? []) {
            const value = book.facts.get(fact)?.type === 'date' ? other[fact] : undefined;
            expect(!missing.includes(fact) || typeof value === 'string', `${pathway.id}: ${fact}`).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('misses something exactly when it is undetermined, and has a from date only when ineligible', () => {
    fc.assert(
      fc.property(accepted, ({ asOf, before }) => {
        for (const { status, missing, decisions, from } of before.verdicts) {
          expect(missing.length > 0).toBe(status === 'undetermined');
          if (status === 'eligible' || status === 'ineligible') expect(decisions).toEqual([]);
          if (from !== null) expect(status === 'ineligible' && from > asOf).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('turns on its from date and on no day before', () => {
    const random = seededRandom(31);
    let checked = 0;
    for (let index = 0; index < 4000 && checked < 25; index++) {
      const { asOf, credentials } = randomCase(random);
      const before = report(credentials, asOf);
      const ineligible = before?.verdicts.filter(({ status }) => status === 'ineligible') ?? [];
      if (!ineligible.some(({ from }) => from !== null)) continue;
      checked++;
      const open = new Map(ineligible.map(({ pathway, from }) => [pathway.id, from]));
      const end = plusDays(
        [...open.values()]
          .flatMap((from) => from ?? [])
          .toSorted()
          .at(-1) ?? asOf,
        400,
      );
      for (let day = plusDays(asOf, 1); day <= end; day = plusDays(day, 1)) {
        for (const { pathway, status } of report(credentials, day)?.verdicts ?? []) {
          const from = open.get(pathway.id);
          if (from === undefined || (status !== 'eligible' && status !== 'conditional')) continue;
          expect(from, `${pathway.id} ${JSON.stringify({ asOf, credentials })}`).toBe(day);
          open.delete(pathway.id);
        }
      }
      // Whatever is left never turned in that time.
      for (const [pathway, from] of open) expect(from, pathway).toBeNull();
    }
    expect(checked).toBe(25);
  }, 60_000);

  it('opens, where time alone does not settle it, on the first day that it hangs on something else, and says on what', () => {
    const random = seededRandom(37);
    let checked = 0;
    for (let index = 0; index < 4000 && checked < 25; index++) {
      const { asOf, credentials } = randomCase(random);
      const opening = report(credentials, asOf)?.verdicts.filter(({ opens }) => opens !== null) ?? [];
      for (const { pathway, status, from, opens } of opening) {
        if (opens === null) continue;
        checked++;
        expect([status, from]).toEqual(['ineligible', null]);
        expect(opens.day > asOf).toBe(true);
        const [before, then] = [plusDays(opens.day, -1), opens.day].map((day) => verdictOn(report(credentials, day), pathway.id));
        expect(before?.status, JSON.stringify({ asOf, credentials })).toBe('ineligible');
        expect(then).toMatchObject({ status: 'undetermined', missing: opens.missing });
      }
    }
    expect(checked).toBeGreaterThanOrEqual(25);
  }, 60_000);
});

/** The same policy with its pathways and their conditions written in another order. */
function shuffled(original: PolicyBook, random: () => number): PolicyBook {
  const shuffle = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => [random(), item] as const)
      .toSorted(([one], [other]) => one - other)
      .map(([, item]) => item);
  const pathways = shuffle([...original.pathways.values()]).map((pathway): Pathway => ({
    ...pathway,
    conditions: shuffle(pathway.conditions),
  }));
  return { ...original, pathways: new Map(pathways.map((pathway) => [pathway.id, pathway])) };
}

const verdictsById = (each: Report): unknown =>
  each.verdicts
    .map(({ pathway, status, missing, decisions, from }) => ({ id: pathway.id, status, missing, decisions, from }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));

describe('order', () => {
  it('of keys and honours changes nothing, to the byte', () => {
    fc.assert(
      fc.property(accepted, ({ asOf, credentials, before }) => {
        const turned = Object.fromEntries(
          Object.entries(credentials)
            .toReversed()
            .map(([fact, value]) => [fact, Array.isArray(value) ? value.toReversed() : value]),
        );
        const after = report(turned, asOf);
        fc.pre(after !== undefined);
        for (const language of ['en', 'zh'] as const) {
          const words = new Words(book, language);
          expect(JSON.stringify(reportJson(after, words))).toBe(JSON.stringify(reportJson(before, words)));
        }
        expect(reportDigest(after)).toBe(reportDigest(before));
      }),
      { numRuns: 500 },
    );
  });

  it('of pathways and conditions in the data changes no verdict and no question', () => {
    const random = seededRandom(5);
    const others = Array.from({ length: 4 }, () => new Evaluator(shuffled(book, random)));
    fc.assert(
      fc.property(accepted, fc.constantFrom(...others), ({ asOf, credentials, before }, other) => {
        const after = report(credentials, asOf, other);
        expect(after && verdictsById(after)).toEqual(verdictsById(before));
        expect(nextQuestion(other, credentials, asOf)).toBe(nextQuestion(evaluator, credentials, asOf));
      }),
      { numRuns: 300 },
    );
  });

  it('of calls changes nothing: the same input gives the same bytes from a new evaluator', () => {
    const words = new Words(book, 'en');
    const fresh = new Evaluator(book);
    fc.assert(
      fc.property(accepted, ({ asOf, credentials, before }) => {
        const again = report(credentials, asOf, fresh);
        expect(again && JSON.stringify(reportJson(again, words))).toBe(JSON.stringify(reportJson(before, words)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the next question', () => {
  it('is one of the missing facts, and there is none exactly when none is missing', () => {
    const goals = fc.constantFrom(undefined, ...book.pathways.keys());
    fc.assert(
      fc.property(accepted, goals, ({ asOf, credentials }, goal) => {
        const missing = new Set(evaluator.evaluate(credentials, asOf, goal).verdicts.flatMap((verdict) => verdict.missing));
        const question = nextQuestion(evaluator, credentials, asOf, goal);
        if (question === undefined) expect([...missing]).toEqual([]);
        else expect([...missing]).toContain(question);
      }),
      { numRuns: 400 },
    );
  });

  it('comes to an end within 20 questions, whatever is answered', () => {
    const cases = accepted.chain((each) => credentialsArbitrary(each.asOf).map((answers) => ({ ...each, answers })));
    fc.assert(
      fc.property(cases, ({ asOf, answers }) => {
        let known: PlainCredentials = answers['subject'] === 'employer' ? { subject: 'employer' } : {};
        let asked = 0;
        for (let fact = nextQuestion(evaluator, known, asOf); fact !== undefined; fact = nextQuestion(evaluator, known, asOf)) {
          asked++;
          expect(asked, JSON.stringify(known)).toBeLessThanOrEqual(20);
          // A date is answered once more exactly, then no more exactly; an answer that can't be true is a "don't know".
          const value = known[fact] === undefined ? (answers[fact] ?? 'dontKnow') : `${String(known[fact]).replace('~', '')}~`;
          const next = { ...known, [fact]: value };
          known = report(next, asOf) ? next : { ...known, [fact]: 'dontKnow' };
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
