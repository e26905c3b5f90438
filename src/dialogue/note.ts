/** Noting a stated fact: credentials always stay such that they can be evaluated. */
import type { FactValue } from '../policy/schema.ts';
import { CredentialsError, dontKnow, heldFacts, levelOf, readValue } from '../eligibility/credentials.ts';
import type { Evaluator } from '../eligibility/evaluate.ts';
import type { Noted, Notice } from './reply.ts';

type Values = Readonly<Record<string, FactValue>>;

export interface NoteResult {
  readonly credentials: Values;
  readonly noted?: Noted;
  readonly notices: readonly Notice[];
}

/**
 * Notes one fact. What can't be true beside the rest is not noted but said (`conflict`); a level that is lowered takes the dates of
 * the levels above it with it (`dropped`), since the latest word on the level counts.
 * @param replace true where the value stands in place of the old one; else a named honour is added to those noted
 */
export function noteFact(
  credentials: Values,
  id: string,
  value: FactValue,
  replace: boolean,
  evaluator: Evaluator,
  asOf: string,
): NoteResult {
  const fact = evaluator.book.facts.get(id);
  const read = fact && readValue(fact, value);
  if (!fact || read === undefined) return { credentials, notices: [{ notice: 'unknown-value', fact: id }] };
  const before = credentials[id];
  const joined = fact.type === 'set' && !replace ? union(before, read) : read;
  const merged = readValue(fact, joined) ?? read;
  const dropped = datesAbove(credentials, id, merged, evaluator);
  const next = Object.fromEntries(Object.entries({ ...credentials, [id]: merged }).filter(([key]) => !dropped.includes(key)));
  try {
    evaluator.check(next, asOf);
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    if (error.code === 'future-date') return { credentials, notices: [{ notice: 'future-date', fact: id }] };
    return {
      credentials,
      notices: [{ notice: 'conflict', fact: id, others: conflicting(credentials, id, merged, evaluator, asOf) }],
    };
  }
  if (JSON.stringify(before) === JSON.stringify(merged)) return { credentials, notices: [] };
  return {
    credentials: next,
    noted: { fact: id, value: merged, ...(before === undefined ? {} : { before }) },
    notices: dropped.length > 0 ? [{ notice: 'dropped', facts: dropped }] : [],
  };
}

const union = (before: FactValue | undefined, value: FactValue): FactValue =>
  Array.isArray(before) && Array.isArray(value) && value.length > 0 ? [...new Set([...before, ...value])] : value;

/** Dates noted for levels above the one that is now stated. */
function datesAbove(credentials: Values, id: string, value: FactValue, { book }: Evaluator): string[] {
  if (typeof value !== 'string' || value === dontKnow) return [];
  return heldFacts(book)
    .filter((fact) => fact.heldFrom.fact === id && levelOf(book, id, fact.heldFrom.level) > levelOf(book, id, value))
    .map((fact) => fact.id)
    .filter((fact) => credentials[fact] !== undefined);
}

/** The noted facts of which each, left out, would let the new value stand. */
function conflicting(credentials: Values, id: string, value: FactValue, evaluator: Evaluator, asOf: string): string[] {
  return Object.keys(credentials).filter((other) => {
    if (other === id) return false;
    const { [other]: _, ...without } = credentials;
    try {
      evaluator.check({ ...without, [id]: value }, asOf);
      return true;
    } catch (error) {
      if (error instanceof CredentialsError) return false;
      throw error;
    }
  });
}
