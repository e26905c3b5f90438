/**
 * Credentials for property tests: every key absent, `dontKnow` or any of its values, with dates of every precision crowded around
 * the days on which verdicts turn. Most are acceptable; some contradict themselves, so that refusals are tested too.
 * `caseArbitrary` and its parts are fast-check's (they shrink); `randomCase` is a plain seeded generator for very many cases.
 */
import * as fc from 'fast-check';
import { plusDays, plusYears } from './oracle-days.ts';
import { FACTS, HELD_DATES, HONOURS, SKILLS, YES_OR_NO } from './oracle-pathways.ts';

export type PlainCredentials = Readonly<Record<string, unknown>>;
export interface RandomCase {
  readonly asOf: string;
  readonly credentials: PlainCredentials;
}

const FIRST_YEAR = 2021;
const LAST_YEAR = 2032;
/** The N of every "N full years" in the policy, and 0 for dates that lie around the as-of date itself. */
const YEARS_BACK = [0, 1, 2, 3, 4, 10] as const;
const LEAP_DAYS = ['2004-02-29', '2008-02-29', '2012-02-29', '2016-02-29', '2020-02-29', '2024-02-29', '2028-02-29'] as const;
/** Month and day of as-of dates on which full years are easily got wrong. 29 February is moved to a leap year. */
const AWKWARD_DAYS = ['02-28', '02-29', '03-01', '12-31', '01-01'] as const;

function awkwardAsOf(year: number, monthAndDay: string): string {
  return `${monthAndDay === '02-29' ? year - (year % 4) : year}-${monthAndDay}`;
}

function atPrecision(day: string, precision: 'day' | 'month' | 'year', approximate: boolean): string {
  const length = { day: 10, month: 7, year: 4 }[precision];
  return day.slice(0, length) + (approximate ? '~' : '');
}

const isDate = (value: unknown): value is string => typeof value === 'string' && value !== 'dontKnow';

/** The same credentials with the three dates put in order and those above the stated skill level left out. */
function tidied(credentials: PlainCredentials): PlainCredentials {
  const stated = SKILLS.findIndex((level) => level === credentials['skillLevel']);
  const given = HELD_DATES.filter(({ fact }) => isDate(credentials[fact]));
  const inOrder = given.map(({ fact }) => String(credentials[fact])).toSorted();
  const result: Record<string, unknown> = { ...credentials };
  for (const [index, { fact, level }] of given.entries()) {
    if (stated >= 0 && SKILLS.indexOf(level) > stated) delete result[fact];
    else result[fact] = inOrder[index];
  }
  return result;
}

// --- fast-check -------------------------------------------------------------------------------------------------------------

/** A day on which credentials are judged. */
export const asOfArbitrary: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.integer({ min: FIRST_YEAR, max: LAST_YEAR }), fc.constantFrom(...AWKWARD_DAYS))
    .map(([year, day]) => awkwardAsOf(year, day)),
  fc.integer({ min: 0, max: 366 * (LAST_YEAR - FIRST_YEAR) }).map((days) => plusDays(`${FIRST_YEAR}-01-01`, days)),
);

/** A date fact's value: of any precision, near the days that are a whole number of years before the as-of date. */
export function dateArbitrary(asOf: string): fc.Arbitrary<string> {
  const day = fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 15 * 365 }).map((days) => plusDays(asOf, -days)), weight: 12 },
    {
      arbitrary: fc
        .tuple(fc.constantFrom(...YEARS_BACK), fc.integer({ min: -1, max: 1 }))
        .map(([years, days]) => plusDays(plusYears(asOf, -years), years === 0 ? -Math.abs(days) : days)),
      weight: 24,
    },
    { arbitrary: fc.constantFrom(...LEAP_DAYS).filter((leapDay) => leapDay <= asOf), weight: 8 },
    { arbitrary: fc.integer({ min: 1, max: 400 }).map((days) => plusDays(asOf, days)), weight: 1 },
  );
  const precision = fc.constantFrom('day', 'day', 'month', 'year');
  const approximate = fc.oneof({ arbitrary: fc.constant(false), weight: 3 }, { arbitrary: fc.constant(true), weight: 1 });
  return fc.tuple(day, precision, approximate).map(([day, precision, approximate]) => atPrecision(day, precision, approximate));
}

function valueArbitrary(form: 'date' | 'honours' | readonly unknown[], asOf: string): fc.Arbitrary<unknown> {
  if (form === 'date') return dateArbitrary(asOf);
  if (form === 'honours') return fc.subarray([...HONOURS]);
  return fc.constantFrom(...form);
}

/** Credentials of which each value taken alone is known; about one in ten is refused nevertheless, for its dates. */
export function credentialsArbitrary(asOf: string): fc.Arbitrary<PlainCredentials> {
  const entries = Object.entries(FACTS).map(([fact, form]) => {
    const value = { arbitrary: valueArbitrary(form, asOf), weight: fact === 'subject' ? 1 : 6 };
    return [fact, fc.oneof(value, { arbitrary: fc.constant('dontKnow'), weight: 1 })] as const;
  });
  const tidy = fc.oneof({ arbitrary: fc.constant(true), weight: 5 }, { arbitrary: fc.constant(false), weight: 1 });
  return fc
    .tuple(fc.record(Object.fromEntries(entries), { requiredKeys: [] }), tidy)
    .map(([credentials, tidy]): PlainCredentials => (tidy ? tidied(credentials) : Object.fromEntries(Object.entries(credentials))));
}

/** A day with credentials to be judged on it. */
export const caseArbitrary: fc.Arbitrary<RandomCase> = asOfArbitrary.chain((asOf) =>
  credentialsArbitrary(asOf).map((credentials) => ({ asOf, credentials })),
);

/** A key with a value that no credentials may hold; laid over acceptable credentials it makes them refused for that key. */
export const faultArbitrary: fc.Arbitrary<readonly [key: string, value: unknown]> = fc.oneof(
  fc.tuple(
    fc.constantFrom('salary', 'skill_level', 'Subject', 'toString', 'skilllevel'),
    fc.constantFrom<unknown>('senior', true, 'dontKnow'),
  ),
  fc.tuple(
    fc.constantFrom(...Object.keys(FACTS)),
    fc.constantFrom<unknown>(null, 0, 3, '', 'yes', 'Worker', 'true', {}, ['dontKnow']),
  ),
  fc.tuple(
    fc.constantFrom('seniorWorkerSince', 'technicianSince', 'seniorTechnicianSince', 'titleSince'),
    fc.constantFrom<unknown>(
      '2023-02-30',
      '2023-13',
      '2023-00',
      '2023-1',
      '2023-01-00',
      '2023/05',
      '23',
      '2021-02-29',
      '2023~~',
      '~',
      2023,
      '2023-05-',
    ),
  ),
  fc.tuple(
    fc.constant('honours'),
    fc.constantFrom<unknown>(
      ['nobelPrize'],
      ['nationalStudioLead', 'dontKnow'],
      ['nationalStudioLead', 'nationalStudioLead'],
      'nationalStudioLead',
      [null],
      {},
    ),
  ),
);

// --- plain and fast ---------------------------------------------------------------------------------------------------------

/** Numbers from 0 up to, but without, 1; the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = Math.trunc(seed) % 2 ** 32;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);

function pick<T>(random: Random, list: readonly T[]): T {
  for (const [index, each] of list.entries()) {
    if (random() * (list.length - index) < 1) return each;
  }
  throw new Error('There is nothing to pick from.');
}

function randomDay(random: Random, asOf: string): string {
  const kind = random();
  if (kind < 0.3) return plusDays(asOf, -below(random, 15 * 365));
  if (kind < 0.8) {
    const years = pick(random, YEARS_BACK);
    const days = below(random, 3) - 1;
    return plusDays(plusYears(asOf, -years), years === 0 ? -Math.abs(days) : days);
  }
  if (kind < 0.98) {
    const leapDay = pick(random, LEAP_DAYS);
    return leapDay <= asOf ? leapDay : asOf;
  }
  return plusDays(asOf, 1 + below(random, 400));
}

function randomValue(random: Random, form: 'date' | 'honours' | readonly unknown[], asOf: string): unknown {
  if (form === 'date') {
    return atPrecision(randomDay(random, asOf), pick(random, ['day', 'day', 'month', 'year'] as const), random() < 0.25);
  }
  if (form === 'honours') return HONOURS.filter(() => random() < 0.2);
  return pick(random, form);
}

/** A day on which credentials are judged; often one around the end of February or of the year. */
export function randomAsOf(random: Random): string {
  const year = FIRST_YEAR + below(random, LAST_YEAR - FIRST_YEAR + 1);
  return random() < 0.5 ? awkwardAsOf(year, pick(random, AWKWARD_DAYS)) : plusDays(`${year}-01-01`, below(random, 365));
}

/**
 * Credentials to be judged on a day: mostly workers', sparse to full, engineering oftener than other fields; about one in ten is
 * refused for dates that contradict something.
 */
export function randomCredentials(random: Random, asOf: string): PlainCredentials {
  const absent = pick(random, [0, 0, 0.05, 0.2, 0.4, 0.8]);
  const unsure = pick(random, [0, 0, 0.1, 0.4]);
  const credentials: Record<string, unknown> = {};
  for (const [fact, form] of Object.entries(FACTS)) {
    if (random() < absent) continue;
    if (random() < unsure) credentials[fact] = 'dontKnow';
    else if (fact === 'subject') credentials[fact] = random() < 0.9 ? 'worker' : 'employer';
    else if (fact === 'field' && random() < 0.4) credentials[fact] = 'engineering';
    else if (fact === 'skillLevel' && random() < 0.5) credentials[fact] = pick(random, SKILLS.slice(SKILLS.indexOf('senior')));
    else if (form === YES_OR_NO && random() < 0.5) credentials[fact] = true;
    else if (fact === 'employerKind' && random() < 0.4) credentials[fact] = 'enterprise';
    else if (fact === 'titleLevel' && random() < 0.2) credentials[fact] = 'none';
    else credentials[fact] = randomValue(random, form, asOf);
  }
  return random() < 0.85 ? tidied(credentials) : credentials;
}

/** A day with credentials to be judged on it. */
export function randomCase(random: Random): RandomCase {
  const asOf = randomAsOf(random);
  return { asOf, credentials: randomCredentials(random, asOf) };
}
