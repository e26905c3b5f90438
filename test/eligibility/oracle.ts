/**
 * A second evaluator, for tests only: sections 3 and 4 of the policy brief word by word, with truth found by listing completions.
 * It shares no code, no data and no method with the product, and asks only to be easily read against the brief.
 *
 * A pathway's completions are the product of the values that each fact and decision it reads may still take. One may leave out
 * the rest, as what a predicate doesn't read can't change it (`auditReads` checks the declarations). One may treat the dates as
 * independent of each other too: no pathway reads two of them, and whichever day within its bounds one date takes, the lower ones
 * at their earliest and the higher ones at their latest stand in order with it.
 *
 * A date fact is listed by a few days only (`representatives`). A predicate sees a date just through "N full years by the as-of
 * date", for the pathway's one N. Counting on N years from a later day never gives an earlier one, so there is one last day that
 * is old enough, and all days on the same side of it behave alike. With x the as-of date N years back, clamped to 28 February, that
 * last day is x, or x + 1 where x is 28 February of a leap year and the as-of date 28 February of a common one: the 29th falls
 * back to the 28th. So both sides are met among x - 1 … x + 2 and the interval's ends: where an interval has days on both
 * sides it holds that last day and the next, and both are among the four.
 */

import { LONG_AGO, plusDays, plusYears, readDate } from './oracle-days.ts';
import { DECISIONS, FACTS, HELD_DATES, HONOURS, PATHWAYS, SKILLS, YES_OR_NO, includes } from './oracle-pathways.ts';
import type { Completion, FactName, HeldDate, Pathway, Value, Variable } from './oracle-pathways.ts';

// --- refusals ---------------------------------------------------------------------------------------------------------------

export type Credentials = Readonly<Record<string, unknown>>;

const isFact = (key: string): key is FactName => Object.hasOwn(FACTS, key);

function isKnownValue(fact: FactName, value: unknown): boolean {
  if (value === 'dontKnow') return true;
  const form: 'date' | 'honours' | readonly unknown[] = FACTS[fact];
  if (form === 'date') return readDate(value) !== undefined;
  if (form === 'honours')
    return Array.isArray(value) && new Set(value).size === value.length && value.every((each) => includes(HONOURS, each));
  return includes(form, value);
}

/**
 * Every fact or key that these credentials may be refused for, the one to be named first in front; empty when they are accepted.
 * The brief doesn't say which of several faults is named, so a comparison with another evaluator should accept any of these.
 */
export function refusals(credentials: Credentials, asOf: string): readonly string[] {
  const keys = Object.keys(credentials);
  const unknown = keys.filter((key) => !isFact(key) || !isKnownValue(key, credentials[key]));
  const future = keys.filter((key) => isFact(key) && FACTS[key] === 'date' && (readDate(credentials[key])?.first ?? '') > asOf);
  const dates = HELD_DATES.map(({ fact, level }) => ({ fact, level, date: readDate(credentials[fact]) }));
  const disordered = dates.filter(({ date }, index) =>
    dates.slice(0, index).some((lower) => date !== undefined && lower.date !== undefined && lower.date.first > date.last),
  );
  const stated = SKILLS.findIndex((level) => level === credentials['skillLevel']);
  const above = dates.filter(({ date, level }) => date !== undefined && stated >= 0 && SKILLS.indexOf(level) > stated);
  return [...unknown, ...future, ...disordered.map(({ fact }) => fact), ...above.map(({ fact }) => fact)];
}

// --- completions ------------------------------------------------------------------------------------------------------------

interface Axis {
  readonly variable: Variable;
  readonly values: readonly Value[];
  readonly askable: boolean;
}

/** The days that a date may be, first and last: its own interval cut at the as-of date, and between the given dates around it. */
function boundsOfDate(credentials: Credentials, fact: HeldDate, asOf: string): { first: string; last: string } {
  const place = HELD_DATES.findIndex((each) => each.fact === fact);
  const given = HELD_DATES.map((each) => readDate(credentials[each.fact]));
  const firsts = given.slice(0, place + 1).map((date) => date?.first ?? LONG_AGO);
  const lasts = given.slice(place).map((date) => date?.last ?? asOf);
  return { first: firsts.toSorted().at(-1) ?? LONG_AGO, last: [...lasts, asOf].toSorted()[0] ?? asOf };
}

/** Days that stand for all from first to last (see the head of this file). */
function representatives(first: string, last: string, years: number, asOf: string): readonly string[] {
  const around = plusYears(asOf, -years);
  const days = [first, ...[-1, 0, 1, 2].map((days) => plusDays(around, days)), last];
  return [...new Set(days.filter((day) => first <= day && day <= last))];
}

/** The skill levels that no given date rules out. */
function possibleSkills(credentials: Credentials): readonly string[] {
  const lowest = HELD_DATES.filter(({ fact }) => readDate(credentials[fact]) !== undefined).map(({ level }) =>
    SKILLS.indexOf(level),
  );
  return SKILLS.slice(Math.max(0, ...lowest));
}

const ALL_HONOUR_SETS: readonly (readonly string[])[] = Array.from({ length: 2 ** HONOURS.length }, (_, chosen) =>
  HONOURS.filter((_, index) => Math.floor(chosen / 2 ** index) % 2 === 1),
);

function possibleValues(credentials: Credentials, fact: FactName): readonly Value[] {
  const value = credentials[fact];
  if (typeof value === 'boolean') return [value];
  if (typeof value === 'string' && value !== 'dontKnow') return [value];
  if (fact === 'honours') return Array.isArray(value) ? [value.map(String)] : ALL_HONOUR_SETS;
  if (fact === 'subject') return ['worker'];
  if (fact === 'region') return ['national'];
  if (fact === 'skillLevel') return possibleSkills(credentials);
  const form: 'date' | readonly Value[] = FACTS[fact];
  if (form === 'date') throw new Error(`The dates are listed apart, ${fact} too.`);
  return form;
}

function isAskable(credentials: Credentials, fact: FactName): boolean {
  if (fact === 'subject' || fact === 'region') return false;
  if (!Object.hasOwn(credentials, fact)) return true;
  return FACTS[fact] === 'date' && readDate(credentials[fact])?.askable === true;
}

const isHeldDate = (fact: FactName): fact is HeldDate => HELD_DATES.some((each) => each.fact === fact);

function axesOf(pathway: Pathway, credentials: Credentials, asOf: string): readonly Axis[] {
  const facts = pathway.facts.map((fact): Axis => {
    const askable = isAskable(credentials, fact);
    if (!isHeldDate(fact)) return { variable: fact, values: possibleValues(credentials, fact), askable };
    const { first, last } = boundsOfDate(credentials, fact, asOf);
    return { variable: fact, values: representatives(first, last, pathway.years, asOf), askable };
  });
  return [...facts, ...pathway.decisions.map((variable): Axis => ({ variable, values: YES_OR_NO, askable: false }))];
}

/** Any values: each one that a pathway reads is overwritten from its axis before the pathway looks at it. */
function blankCompletion(asOf: string): Completion {
  return {
    asOf,
    subject: 'worker',
    skillLevel: 'none',
    titleLevel: 'none',
    seniorWorkerSince: LONG_AGO,
    technicianSince: LONG_AGO,
    seniorTechnicianSince: LONG_AGO,
    titleSince: LONG_AGO,
    field: 'other',
    honours: [],
    outstandingContribution: false,
    uniqueSkill: false,
    frontline: false,
    examField: 'other',
    postMatches: false,
    standardYearsMet: false,
    promotionYearsMet: false,
    relatedMajor: false,
    outstandingSkill: false,
    employerKind: 'none',
    appointed: false,
    region: 'national',
    aboveDesignatedSize: false,
    talentIntensive: false,
    technicallyStrong: false,
    wellManaged: false,
    regionalCorrespondence: false,
    localYears: false,
    provincialRule: false,
    evaluationCommittee: false,
    examConditions: false,
    evaluatingBody: false,
    employer: false,
    humanResourcesAuthority: false,
  };
}

let readsAreAudited = false;
/** From now on (until switched off) a predicate that reads what its pathway doesn't declare throws. Slow. */
export function auditReads(audited: boolean): void {
  readsAreAudited = audited;
}

function audited(pathway: Pathway, completion: Completion): Completion {
  const declared = new Set<unknown>(['asOf', ...pathway.facts, ...pathway.decisions]);
  return new Proxy(completion, {
    get(target, key): unknown {
      if (!declared.has(key)) throw new Error(`${pathway.id} reads ${String(key)}, which it doesn't declare.`);
      return Reflect.get(target, key);
    },
  });
}

/** The pathway's outcome in every completion, the last axis turning fastest. */
function outcomes(pathway: Pathway, axes: readonly Axis[], asOf: string): readonly boolean[] {
  const completion = blankCompletion(asOf);
  const seen = readsAreAudited ? audited(pathway, completion) : completion;
  const table: boolean[] = [];
  const visit = (depth: number): void => {
    const axis = axes[depth];
    if (axis === undefined) {
      table.push(pathway.holds(seen));
      return;
    }
    for (const value of axis.values) {
      completion[axis.variable] = value;
      visit(depth + 1);
    }
  };
  visit(0);
  return table;
}

/** Whether two completions that differ only along this axis come out differently. */
function isRelevant(table: readonly boolean[], axes: readonly Axis[], axis: Axis): boolean {
  const size = axis.values.length;
  const stride = axes.slice(axes.indexOf(axis) + 1).reduce((product, { values }) => product * values.length, 1);
  return table.some((outcome, index) => outcome !== table[index - (Math.floor(index / stride) % size) * stride]);
}

// --- verdicts ---------------------------------------------------------------------------------------------------------------

export interface Verdict {
  readonly pathway: string;
  readonly status: 'eligible' | 'ineligible' | 'undetermined' | 'conditional';
  readonly missing: readonly string[];
  readonly decisions: readonly string[];
  readonly from: string | null;
}
export interface Refusal {
  readonly error: { readonly fact: string };
}
type Present = Omit<Verdict, 'from'>;

/** The verdict from all completions. */
function enumerate(pathway: Pathway, axes: readonly Axis[], asOf: string): Present {
  const table = outcomes(pathway, axes, asOf);
  const settled = { pathway: pathway.id, missing: [], decisions: [] };
  if (!table.includes(false)) return { ...settled, status: 'eligible' };
  if (!table.includes(true)) return { ...settled, status: 'ineligible' };
  const relevant = axes.filter((axis) => isRelevant(table, axes, axis));
  const missing = relevant.filter(({ askable }) => askable).map(({ variable }) => variable);
  const decisions = relevant.map(({ variable }) => variable).filter((variable) => includes(DECISIONS, variable));
  return { pathway: pathway.id, status: missing.length > 0 ? 'undetermined' : 'conditional', missing, decisions };
}

const remembered = new Map<string, Present>();

/**
 * As `enumerate`, each enumeration done once: under test many credentials leave a pathway the same completions. Two days are the
 * same to it where both are old enough or neither is.
 */
function verdictOn(pathway: Pathway, axes: readonly Axis[], asOf: string): Present {
  if (readsAreAudited) return enumerate(pathway, axes, asOf);
  const sorts = axes.map(({ variable, values, askable }) => {
    const isDate = HELD_DATES.some(({ fact }) => fact === variable);
    const sort = values.map((value) => (isDate ? plusYears(String(value), pathway.years) <= asOf : String(value)));
    return `${askable}:${sort.join(';')}`;
  });
  const key = `${pathway.id} ${sorts.join(' ')}`;
  const known = remembered.get(key) ?? enumerate(pathway, axes, asOf);
  remembered.set(key, known);
  return known;
}

const presentVerdict = (pathway: Pathway, credentials: Credentials, asOf: string): Present =>
  verdictOn(pathway, axesOf(pathway, credentials, asOf), asOf);

const isMended = ({ status }: Present): boolean => status === 'eligible' || status === 'conditional';

/**
 * Whether dates matter at all: whether the pathway holds in some completion in which its date may be ever so old or today. On
 * any later day the completions differ from now only in dates that are old enough or not, both of which this lists.
 */
function timeMayMend(pathway: Pathway, credentials: Credentials, asOf: string): boolean {
  if (pathway.years === 0) return false;
  const axes = axesOf(pathway, credentials, asOf).map(({ variable, values, askable }): Axis => {
    const isDate = HELD_DATES.some(({ fact }) => fact === variable);
    return { variable, values: isDate ? [LONG_AGO, asOf] : values, askable };
  });
  return verdictOn(pathway, axes, asOf).status !== 'ineligible';
}

/**
 * The first later day on which an ineligible pathway comes out eligible or conditional. A verdict changes only on a day on which
 * an end of a date's interval becomes N years old, or on which the as-of date stops cutting an interval; as the interval
 * of one date is bounded by those of the others, the days of all three are looked at, in order, with their neighbours.
 */
function fromDate(pathway: Pathway, credentials: Credentials, asOf: string): string | null {
  if (!timeMayMend(pathway, credentials, asOf)) return null;
  const ends = HELD_DATES.flatMap(({ fact }) => {
    const date = readDate(credentials[fact]);
    return date === undefined ? [] : [date.first, date.last];
  });
  const turns = ends.flatMap((end) => [end, plusYears(end, pathway.years)]);
  const days = new Set(turns.flatMap((turn) => [plusDays(turn, -1), turn, plusDays(turn, 1)]));
  const later = [...days].filter((day) => day > asOf).toSorted();
  return later.find((day) => isMended(presentVerdict(pathway, credentials, day))) ?? null;
}

/** `from` by its definition, day by day for `years` years; null where no such day comes. Slow. */
export function fromDayByDay(pathwayId: string, credentials: Credentials, asOf: string, years = 12): string | null {
  const pathway = PATHWAYS.find(({ id }) => id === pathwayId);
  if (pathway === undefined) throw new Error(`There is no pathway ${pathwayId}.`);
  if (presentVerdict(pathway, credentials, asOf).status !== 'ineligible') return null;
  const end = plusYears(asOf, years);
  for (let day = plusDays(asOf, 1); day <= end; day = plusDays(day, 1)) {
    if (isMended(presentVerdict(pathway, credentials, day))) return day;
  }
  return null;
}

/**
 * The verdicts on all pathways of the credentials' subject in the brief's order, or the fact for which they are refused.
 * @param asOf the day on which they are judged, 'YYYY-MM-DD'.
 */
export function judge(credentials: Credentials, asOf: string): readonly Verdict[] | Refusal {
  const [fact] = refusals(credentials, asOf);
  if (fact !== undefined) return { error: { fact } };
  const subject = credentials['subject'] === 'employer' ? 'employer' : 'worker';
  return PATHWAYS.filter((pathway) => pathway.subject === subject).map((pathway) => {
    const { status, missing, decisions } = presentVerdict(pathway, credentials, asOf);
    return {
      pathway: pathway.id,
      status,
      missing,
      decisions,
      from: status === 'ineligible' ? fromDate(pathway, credentials, asOf) : null,
    };
  });
}
