/** Credentials on a day, as the cells that every variable may still have (policy brief, section 4: completions). */
import { addYears, beginning, parsePartialDate, type Day, type PartialDate } from './calendar.ts';
import type { CompiledPolicy, FactVariable } from './compile.ts';
import { dontKnow, heldFacts, levelOf, type CheckedCredentials, type GivenDate } from './credentials.ts';
import type { Domain } from './diagram.ts';

export interface Known {
  readonly domain: Domain;
  /** Facts that may be asked: absent ones, and partial dates that may yet be given more exactly. */
  readonly askable: ReadonlySet<number>;
}

/** Derives domains for one policy; keeps what does not depend on the credentials. */
export class KnownFacts {
  readonly #policy: CompiledPolicy;
  readonly #everything: Domain;
  readonly #facts: readonly FactVariable[];
  readonly #dates: readonly DateVariable[];
  readonly #places: ReadonlyMap<string, number>;
  /** Cells from one to another, by both: domains share them. */
  readonly #ranges: (readonly number[])[][] = [];

  constructor(policy: CompiledPolicy) {
    this.#policy = policy;
    this.#everything = policy.variables.map((each) => this.#range(0, each.kind === 'fact' ? each.variable.size - 1 : 1));
    this.#facts = [...policy.facts.values()];
    this.#places = new Map(heldFacts(policy.book).map(({ id }, place) => [id, place]));
    this.#dates = this.#facts.filter(({ fact }) => fact.type === 'date').map((variable) => this.#dateOf(variable));
  }

  at({ values, held }: CheckedCredentials, asOf: Day): Known {
    const domain = [...this.#everything];
    const askable = new Set<number>();
    for (const variable of this.#facts) {
      const { fact, index } = variable;
      const value = values[fact.id];
      if (fact.default !== undefined && (value === undefined || value === dontKnow))
        domain[index] = this.#only(variable.cellOf(fact.default));
      else if (value === undefined) askable.add(index);
      else if (value !== dontKnow && fact.type !== 'date') domain[index] = this.#only(variable.cellOf(value));
    }
    for (const date of this.#dates) {
      const { variable, level, least } = date;
      const { fact, index, thresholds } = variable;
      const value = values[fact.id];
      const own = typeof value === 'string' && value !== dontKnow ? parsePartialDate(value) : undefined;
      if (own && !own.approximate && own.first !== own.last) askable.add(index);
      if (own && level !== undefined) domain[level] = (domain[level] ?? []).filter((cell) => cell >= least);
      const { first, last } = this.#bounds(date, own, held, asOf);
      domain[index] = this.#range(reached(thresholds, last, asOf), reached(thresholds, first, asOf));
    }
    return { domain, askable };
  }

  /** A higher level is never reached before a lower one: given dates bound each other, whichever were given. */
  #bounds(
    { place }: DateVariable,
    own: PartialDate | undefined,
    held: readonly GivenDate[],
    asOf: Day,
  ): { readonly first: Day; readonly last: Day } {
    let first = own?.first ?? beginning;
    let last = Math.min(own?.last ?? asOf, asOf);
    if (place === undefined) return { first, last };
    for (const date of held) {
      const other = this.#places.get(date.fact) ?? place;
      if (other < place) first = Math.max(first, date.first);
      if (other > place) last = Math.min(last, date.last);
    }
    return { first, last };
  }

  #dateOf(variable: FactVariable): DateVariable {
    const { id, heldFrom } = variable.fact;
    if (!heldFrom) return { variable, place: undefined, level: undefined, least: 0 };
    return {
      variable,
      place: this.#places.get(id),
      level: this.#policy.facts.get(heldFrom.fact)?.index,
      least: levelOf(this.#policy.book, heldFrom.fact, heldFrom.level),
    };
  }

  #only(cell: number): readonly number[] {
    return this.#range(cell, cell);
  }

  #range(first: number, last: number): readonly number[] {
    const from = (this.#ranges[first] ??= []);
    return (from[last] ??= Array.from({ length: last - first + 1 }, (_, offset) => first + offset));
  }
}

interface DateVariable {
  readonly variable: FactVariable;
  /** Its place among the dates that count from a level, lowest level first. */
  readonly place: number | undefined;
  /** The level that the date tells of: its variable and lowest cell. */
  readonly level: number | undefined;
  readonly least: number;
}

/** How many thresholds, of ascending numbers of full years, are reached on a day by what is held since another. */
function reached(thresholds: readonly number[], since: Day, asOf: Day): number {
  let count = 0;
  for (const years of thresholds) {
    if (addYears(since, years) <= asOf) count++;
  }
  return count;
}
