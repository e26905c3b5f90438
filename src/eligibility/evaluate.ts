/**
 * Credentials → verdicts. Exact over all completions of what is known (policy brief, section 4), pure, and the same for the same
 * credentials, day and policy.
 */
import type { ConditionData, Pathway, PolicyBook } from '../policy/book.ts';
import type { ConditionExpression, Status } from '../policy/schema.ts';
import { addYears, formatDay, parseDay, parsePartialDate, type Day, type PartialDate } from './calendar.ts';
import {
  compilePolicy,
  type CompiledCondition,
  type CompiledExpression,
  type CompiledPathway,
  type CompiledPolicy,
} from './compile.ts';
import { checkCredentials, CredentialsError, dontKnow, type CheckedCredentials, type Credentials } from './credentials.ts';
import { canFail, canHold, View, type Node } from './diagram.ts';
import { KnownFacts, type Known } from './known.ts';

export type Outcome = 'met' | 'unmet' | 'open';

/** A part of a condition with its own outcome. */
export interface ConditionPart {
  readonly outcome: Outcome;
  /** `all`, `any`, `not`, `count`, or what a plain condition tests. */
  readonly kind: 'all' | 'any' | 'not' | 'count' | 'fact' | 'decision';
  readonly fact?: string;
  readonly decision?: string;
  readonly parts: readonly ConditionPart[];
}

export interface ConditionOutcome {
  readonly condition: ConditionData;
  readonly outcome: Outcome;
  /** The fact that the outcome turns on: the first one that fails or is open, else the condition's first. */
  readonly fact: string | null;
  /** The authority's decision that stands in place of the fact, where it does. */
  readonly decision: string | null;
  /** Full years that are asked for, where the condition is about time and the figure is settled. */
  readonly years: number | null;
  readonly cites: readonly string[];
  readonly tree: ConditionPart;
}

export interface Verdict {
  readonly pathway: Pathway;
  readonly status: Status;
  readonly conditions: readonly ConditionOutcome[];
  /** Facts that may be asked and can still change the verdict, in the order of the policy's facts. */
  readonly missing: readonly string[];
  /** Decisions that can still change the verdict. */
  readonly decisions: readonly string[];
  /** For `ineligible`: the first later day (YYYY-MM-DD) on which time alone has made it `eligible` or `conditional`. */
  readonly from: string | null;
  /**
   * For `ineligible` without `from`: the first later day on which time alone no longer stands against it, and the facts that it
   * hangs on then. Null where waiting changes nothing.
   */
  readonly opens: { readonly day: string; readonly missing: readonly string[] } | null;
  readonly cites: readonly string[];
}

export interface Report {
  readonly policy: { readonly version: string; readonly digest: string };
  /** The day the verdicts are for, YYYY-MM-DD. */
  readonly asOf: string;
  readonly credentials: Credentials;
  readonly verdicts: readonly Verdict[];
}

/** What is open about a pathway, without its reasons. */
export interface Standing {
  readonly status: Status;
  readonly missing: readonly number[];
  readonly decisions: readonly number[];
}

/** Evaluates one policy. Compiled once; every call is a pure function of its arguments. */
export class Evaluator {
  readonly policy: CompiledPolicy;
  readonly #known: KnownFacts;
  readonly #plain = {
    met: new Map<CompiledCondition, ConditionOutcome>(),
    unmet: new Map<CompiledCondition, ConditionOutcome>(),
    open: new Map<CompiledCondition, ConditionOutcome>(),
  };

  constructor(book: PolicyBook) {
    this.policy = compilePolicy(book);
    this.#known = new KnownFacts(this.policy);
  }

  get book(): PolicyBook {
    return this.policy.book;
  }

  /**
   * All verdicts for the credentials' subject, or that of one pathway.
   * @param asOf day, YYYY-MM-DD
   * @throws CredentialsError naming the fact, when the credentials can't be read or can't be true
   */
  evaluate(credentials: Readonly<Record<string, unknown>>, asOf: string, goal?: string): Report {
    const { checked, day } = this.check(credentials, asOf);
    const inquiry = new Inquiry(this.policy, this.#known, checked, day);
    const verdicts = this.pathwaysOf(checked.values, goal).map((pathway) => this.#verdict(pathway, inquiry));
    const { policy, digest } = this.book;
    return { policy: { version: policy.version, digest }, asOf, credentials: checked.values, verdicts };
  }

  /** Checks credentials and day without evaluating. Throws a CredentialsError. */
  check(credentials: Readonly<Record<string, unknown>>, asOf: string): { checked: CheckedCredentials; day: Day } {
    const day = parseDay(asOf);
    if (day === undefined)
      throw new CredentialsError('invalid-date', 'asOf', `'${asOf}' is no day. Give one as YYYY-MM-DD, such as 2026-11-22.`);
    return { checked: checkCredentials(credentials, day, this.book), day };
  }

  known(checked: CheckedCredentials, day: Day): Known {
    return this.#known.at(checked, day);
  }

  /** The pathways that are evaluated for the credentials' subject, in the order of reports. */
  pathwaysOf(credentials: Credentials, goal?: string): readonly CompiledPathway[] {
    const given = credentials['subject'];
    const subject = given === undefined || given === dontKnow ? this.book.facts.get('subject')?.default : given;
    return this.policy.pathways.filter(({ pathway }) => pathway.subject === subject && (goal === undefined || pathway.id === goal));
  }

  standing(root: Node, known: Known, view: View): Standing {
    const outcomes = view.outcomes(root);
    if (outcomes === canHold) return { status: 'eligible', missing: [], decisions: [] };
    if (outcomes === canFail) return { status: 'ineligible', missing: [], decisions: [] };
    const relevant = [...view.relevant(root)].toSorted((one, other) => one - other);
    const missing = relevant.filter((variable) => known.askable.has(variable));
    const decisions = relevant.filter((variable) => this.policy.variables[variable]?.kind === 'decision');
    return { status: missing.length > 0 ? 'undetermined' : 'conditional', missing, decisions };
  }

  #verdict(compiled: CompiledPathway, inquiry: Inquiry): Verdict {
    const { known, view } = inquiry.now;
    const { status, missing, decisions } = this.standing(compiled.root, known, view);
    return {
      pathway: compiled.pathway,
      status,
      conditions: compiled.conditions.map((condition) => this.#condition(condition, view)),
      missing: missing.map((variable) => this.#name(variable)),
      decisions: decisions.map((variable) => this.#name(variable)),
      ...(status === 'ineligible' ? this.#mendedByTime(compiled, inquiry) : notMended),
      cites: compiled.pathway.cites,
    };
  }

  /** What is said about a plain condition depends on its outcome alone, so it is made once. */
  #condition(condition: CompiledCondition, view: View): ConditionOutcome {
    if (!condition.plain) return conditionOutcome(condition, view);
    const outcome = outcomeOf(view, condition.root);
    const kept = this.#plain[outcome].get(condition) ?? conditionOutcome(condition, view);
    this.#plain[outcome].set(condition, kept);
    return kept;
  }

  #name(variable: number): string {
    const found = this.policy.variables[variable];
    return found === undefined ? '' : found.kind === 'fact' ? found.variable.fact.id : found.id;
  }

  /** Between two thresholds of given dates nothing changes, so only the days on which one is reached are looked at. */
  #mendedByTime({ root, years }: CompiledPathway, inquiry: Inquiry): Pick<Verdict, 'from' | 'opens'> {
    if (years.length === 0 || inquiry.given.length === 0 || inquiry.anyDay.outcomes(root) === canFail) return notMended;
    const days = new Set<Day>();
    for (const { first, last } of inquiry.given) {
      for (const each of years) days.add(addYears(first, each)).add(addYears(last, each));
    }
    let opens: Verdict['opens'] = null;
    for (const later of [...days].filter((each) => each > inquiry.day).toSorted((one, other) => one - other)) {
      const { known, view } = inquiry.on(later);
      const { status, missing } = this.standing(root, known, view);
      if (status === 'eligible' || status === 'conditional') return { from: formatDay(later), opens: null };
      if (status === 'undetermined') opens ??= { day: formatDay(later), missing: missing.map((variable) => this.#name(variable)) };
    }
    return { from: null, opens };
  }
}

const notMended = { from: null, opens: null } as const;

interface Moment {
  readonly known: Known;
  readonly view: View;
}

/** One worker's credentials on the day of the check and on later days; what the pathways of a report share is derived once. */
class Inquiry {
  readonly day: Day;
  readonly now: Moment;
  readonly #policy: CompiledPolicy;
  readonly #facts: KnownFacts;
  readonly #checked: CheckedCredentials;
  readonly #later = new Map<Day, Moment>();
  #anyDay: View | undefined;
  #given: readonly PartialDate[] | undefined;

  constructor(policy: CompiledPolicy, facts: KnownFacts, checked: CheckedCredentials, day: Day) {
    this.#policy = policy;
    this.#facts = facts;
    this.#checked = checked;
    this.day = day;
    this.now = this.#moment(day);
  }

  /** The same credentials, with partial dates cut anew, on a later day. */
  on(day: Day): Moment {
    const known = this.#later.get(day) ?? this.#moment(day);
    this.#later.set(day, known);
    return known;
  }

  /** As though every date could be as long ago as one likes: what fails here, no day mends. */
  get anyDay(): View {
    if (this.#anyDay) return this.#anyDay;
    const domain = [...this.now.known.domain];
    for (const { fact, index, size } of this.#policy.facts.values()) {
      if (fact.type === 'date') domain[index] = Array.from({ length: size }, (_, cell) => cell);
    }
    this.#anyDay = new View(this.#policy.diagram, domain);
    return this.#anyDay;
  }

  /** The dates that are given. */
  get given(): readonly PartialDate[] {
    this.#given ??= Object.entries(this.#checked.values).flatMap(([id, value]) => {
      const isDate = typeof value === 'string' && this.#policy.facts.get(id)?.fact.type === 'date';
      return (isDate ? parsePartialDate(value) : undefined) ?? [];
    });
    return this.#given;
  }

  #moment(day: Day): Moment {
    const known = this.#facts.at(this.#checked, day);
    return { known, view: new View(this.#policy.diagram, known.domain) };
  }
}

const outcomeOf = (view: View, node: Node): Outcome => {
  const outcomes = view.outcomes(node);
  return outcomes === canHold ? 'met' : outcomes === canFail ? 'unmet' : 'open';
};

function conditionOutcome({ data, root, branches }: CompiledCondition, view: View): ConditionOutcome {
  const outcome = outcomeOf(view, root);
  const last = branches.at(-1);
  // The first branch that may apply decides what is shown: an exception certain to apply, or the rule itself.
  const branch = branches.length === 1 ? last : (branches.find((each) => view.outcomes(each.when) !== canFail) ?? last);
  const shown = branch && view.outcomes(branch.when) === canHold ? branch : last;
  if (!shown) throw new Error(`condition '${data.id}' has no branches`);
  const row = shown.holds.rows.find((each) => view.outcomes(each.when) !== canFail);
  const settled = row && view.outcomes(row.when) === canHold ? row : undefined;
  const turning = decisive(shown.holds, outcome, view);
  const left = settled?.decision ?? ('decision' in turning ? turning.decision : null);
  return {
    condition: data,
    outcome,
    fact: settled?.decision === undefined && 'fact' in turning ? turning.fact : null,
    decision: left,
    years:
      settled?.years ??
      ('fullYears' in shown.holds.expression && typeof shown.holds.expression.fullYears === 'number'
        ? shown.holds.expression.fullYears
        : null),
    cites: settled?.cites ?? shown.cites,
    tree: partOf(shown.holds, view),
  };
}

function partOf({ expression, root, parts }: CompiledExpression, view: View): ConditionPart {
  const outcome = outcomeOf(view, root);
  const below = parts.length === 0 ? [] : parts.map((part) => partOf(part, view));
  if ('all' in expression) return { outcome, kind: 'all', parts: below };
  if ('any' in expression) return { outcome, kind: 'any', parts: below };
  if ('not' in expression) return { outcome, kind: 'not', parts: below };
  if ('of' in expression) return { outcome, kind: 'count', parts: below };
  if ('decision' in expression) return { outcome, kind: 'decision', decision: expression.decision, parts: [] };
  return { outcome, kind: 'fact', fact: expression.fact, parts: [] };
}

/** The first plain part whose outcome is the condition's own, else the first plain part. */
function decisive(compiled: CompiledExpression, outcome: Outcome, view: View): ConditionExpression {
  const find = ({ expression, root, parts }: CompiledExpression): ConditionExpression | undefined => {
    if (parts.length === 0) return outcomeOf(view, root) === outcome ? expression : undefined;
    for (const part of parts) {
      const found = find(part);
      if (found) return found;
    }
    return undefined;
  };
  let first = compiled;
  for (let part = first.parts[0]; part; part = first.parts[0]) first = part;
  return find(compiled) ?? first.expression;
}
