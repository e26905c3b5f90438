/** Credentials on a day, as the cells that every variable may still have (policy brief, section 4: completions). */
import { addYears, beginning, parsePartialDate, type Day } from './calendar.ts';
import type { CompiledPolicy, FactVariable } from './compile.ts';
import { dontKnow, heldFacts, levelOf, type CheckedCredentials, type HeldFact } from './credentials.ts';
import type { Domain } from './diagram.ts';

export interface Known {
  readonly domain: Domain;
  /** Facts that may be asked: absent ones, and partial dates that may yet be given more exactly. */
  readonly askable: ReadonlySet<number>;
}

/** Derives domains for one policy; keeps what does not depend on the credentials. */
export class KnownFacts {
  readonly #policy: CompiledPolicy;
  readonly #held: readonly HeldFact[];
  readonly #everything: readonly (readonly number[])[];

  constructor(policy: CompiledPolicy) {
    this.#policy = policy;
    this.#held = heldFacts(policy.book);
    this.#everything = policy.variables.map((each) => range(0, each.kind === 'fact' ? each.variable.size - 1 : 1));
  }

  at(credentials: CheckedCredentials, asOf: Day): Known {
    const domain = [...this.#everything];
    const askable = new Set<number>();
    for (const variable of this.#policy.facts.values()) {
      const { fact, index } = variable;
      const value = credentials.values[fact.id];
      if (fact.default !== undefined && (value === undefined || value === dontKnow))
        domain[index] = [variable.cellOf(fact.default)];
      else if (value === undefined) askable.add(index);
      else if (value !== dontKnow && fact.type !== 'date') domain[index] = [variable.cellOf(value)];
    }
    for (const variable of this.#policy.facts.values()) {
      if (variable.fact.type === 'date') this.#date(variable, credentials, asOf, domain, askable);
    }
    return { domain, askable };
  }

  #date(
    variable: FactVariable,
    { values, held }: CheckedCredentials,
    asOf: Day,
    domain: (readonly number[])[],
    askable: Set<number>,
  ): void {
    const { fact, index } = variable;
    const value = values[fact.id];
    const own = typeof value === 'string' && value !== dontKnow ? parsePartialDate(value) : undefined;
    if (own && !own.approximate && own.first !== own.last) askable.add(index);
    let first = own?.first ?? beginning;
    let last = Math.min(own?.last ?? asOf, asOf);
    const { heldFrom } = fact;
    if (heldFrom) {
      // A higher level is never reached before a lower one: given dates bound each other, whichever were given.
      const place = this.#held.findIndex((each) => each.id === fact.id);
      for (const date of held) {
        const other = this.#held.findIndex((each) => each.id === date.fact);
        if (other < place) first = Math.max(first, date.first);
        if (other > place) last = Math.min(last, date.last);
      }
      if (own) {
        const level = this.#policy.facts.get(heldFrom.fact);
        const least = levelOf(this.#policy.book, heldFrom.fact, heldFrom.level);
        if (level) domain[level.index] = (domain[level.index] ?? []).filter((cell) => cell >= least);
      }
    }
    const reached = (day: Day): number => variable.thresholds.filter((years) => addYears(day, years) <= asOf).length;
    domain[index] = range(reached(last), reached(first));
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
