/** What is known about a worker or employer, checked against the policy's facts (policy brief, section 3). */
import type { FactValue } from '../policy/schema.ts';
import type { Fact, PolicyBook } from '../policy/book.ts';
import { parsePartialDate, type Day, type PartialDate } from './calendar.ts';

/** Facts by id. An absent fact has not been asked; `dontKnow` says that the person can't tell. */
export type Credentials = Readonly<Record<string, FactValue>>;

export type RefusalCode =
  | 'unknown-fact'
  | 'unknown-value'
  | 'future-date'
  | 'dates-out-of-order'
  | 'date-above-level'
  | 'invalid-date';

/** The credentials can't be true, or can't be read; nothing is evaluated. */
export class CredentialsError extends Error {
  readonly code: RefusalCode;
  readonly fact: string;

  constructor(code: RefusalCode, fact: string, message: string) {
    super(message);
    this.name = 'CredentialsError';
    this.code = code;
    this.fact = fact;
  }
}

export const dontKnow = 'dontKnow';

/** The values that a fact may be given, for messages. */
const described = (fact: Fact): string => {
  if (fact.type === 'date') return 'a date such as 2023, 2023-05 or 2023-05-17, with ~ behind it where no more is known';
  if (fact.type === 'boolean') return 'true or false';
  const values = fact.choices.map((choice) => choice.value).join(', ');
  return fact.type === 'set' ? `a list, possibly empty, of ${values}` : `one of ${values}`;
};

/** A single value of a fact as credentials may hold it, or undefined where the fact has no such value. */
export function readValue(fact: Fact, value: unknown): FactValue | undefined {
  if (value === dontKnow) return dontKnow;
  switch (fact.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return typeof value === 'string' && parsePartialDate(value) ? value : undefined;
    case 'level':
    case 'choice':
      return typeof value === 'string' && fact.choices.some((choice) => choice.value === value) ? value : undefined;
    case 'set': {
      if (!Array.isArray(value)) return undefined;
      const values = fact.choices.map((choice) => choice.value);
      const members: readonly unknown[] = value;
      const known = members.filter((member) => typeof member === 'string').filter((member) => values.includes(member));
      return known.length === members.length && new Set(known).size === known.length
        ? values.filter((each) => known.includes(each))
        : undefined;
    }
  }
}

/** A date fact that is given, as the days that it may mean, cut at the as-of day. */
export interface GivenDate extends PartialDate {
  readonly fact: string;
}

export interface CheckedCredentials {
  readonly values: Credentials;
  /** Given dates (never `dontKnow`) of the facts that count from a level, lowest level first. */
  readonly held: readonly GivenDate[];
}

/**
 * Checks credentials for a day. Throws a CredentialsError that names the fact: an unknown key or value, a date that begins after
 * the day, dates that can't stand in order (named: the higher level's), a date for a level above the stated one.
 */
export function checkCredentials(credentials: Readonly<Record<string, unknown>>, asOf: Day, book: PolicyBook): CheckedCredentials {
  const values: Record<string, FactValue> = {};
  const dates: string[] = [];
  for (const [id, given] of Object.entries(credentials)) {
    const fact = book.facts.get(id);
    if (!fact)
      throw new CredentialsError(
        'unknown-fact',
        id,
        `There is no fact '${id}'. Known facts: ${[...book.facts.keys()].join(', ')}.`,
      );
    const value = readValue(fact, given);
    if (value === undefined) {
      const shown = JSON.stringify(given) ?? String(given);
      throw new CredentialsError('unknown-value', id, `'${id}' can't be ${shown}. Give ${described(fact)}, or "dontKnow".`);
    }
    values[id] = value;
    if (fact.type === 'date') dates.push(id);
  }
  // Unknown facts and values are named before dates that are wrong, whichever order they were given in.
  for (const id of dates) {
    const date = given(values[id]);
    if (date && date.first > asOf)
      throw new CredentialsError('future-date', id, `'${id}' begins after the day of the check. Give a date that is past.`);
  }
  return { values, held: checkOrder(values, book) };
}

function checkOrder(values: Credentials, book: PolicyBook): GivenDate[] {
  const held: GivenDate[] = [];
  for (const fact of heldFacts(book)) {
    const date = given(values[fact.id]);
    if (!date) continue;
    const conflict = held.find((lower) => lower.first > date.last);
    if (conflict)
      throw new CredentialsError(
        'dates-out-of-order',
        fact.id,
        `'${fact.id}' lies before '${conflict.fact}', but a higher level is never reached before a lower one. Correct one of the two.`,
      );
    const level = values[fact.heldFrom.fact];
    if (
      typeof level === 'string' &&
      level !== dontKnow &&
      levelOf(book, fact.heldFrom.fact, level) < levelOf(book, fact.heldFrom.fact, fact.heldFrom.level)
    )
      throw new CredentialsError(
        'date-above-level',
        fact.id,
        `'${fact.id}' is for a level above the stated ${fact.heldFrom.fact} '${level}'. Correct one of the two.`,
      );
    held.push({ fact: fact.id, ...date });
  }
  return held;
}

export type HeldFact = Fact & { readonly heldFrom: NonNullable<Fact['heldFrom']> };

const heldFactsOf = new WeakMap<PolicyBook, readonly HeldFact[]>();

/** The date facts that count from a level, lowest level first. */
export function heldFacts(book: PolicyBook): readonly HeldFact[] {
  const known = heldFactsOf.get(book);
  if (known) return known;
  const found = [...book.facts.values()]
    .filter((fact): fact is HeldFact => fact.type === 'date' && fact.heldFrom !== undefined)
    .toSorted(
      (one, other) =>
        levelOf(book, one.heldFrom.fact, one.heldFrom.level) - levelOf(book, other.heldFrom.fact, other.heldFrom.level),
    );
  heldFactsOf.set(book, found);
  return found;
}

/** The fact that says since when a level has been held, where there is one. */
export function sinceFact({ facts }: PolicyBook, { fact, value }: { fact: string; value: FactValue }): string | undefined {
  if (fact === 'titleLevel') return value === 'none' ? undefined : 'titleSince';
  return [...facts.values()].find(({ heldFrom }) => heldFrom?.fact === fact && heldFrom.level === value)?.id;
}

/** Place of a level on its ladder, 0 the lowest. */
export const levelOf = (book: PolicyBook, fact: string, level: string): number =>
  book.facts.get(fact)?.choices.findIndex((choice) => choice.value === level) ?? -1;

function given(value: FactValue | undefined): PartialDate | undefined {
  return typeof value === 'string' && value !== dontKnow ? parsePartialDate(value) : undefined;
}
