/**
 * The policy's conditions as decision diagrams, built once. Every fact is cut into cells: values that no condition tells apart are
 * one cell, a date is the number of full-year thresholds that it has reached on the as-of day.
 */
import type { ConditionData, Fact, Pathway, PolicyBook } from '../policy/book.ts';
import { parts } from '../policy/expression.ts';
import type { ConditionExpression } from '../policy/schema.ts';
import { levelOf } from './credentials.ts';
import { always, Diagram, never, type Node } from './diagram.ts';

export interface CompiledExpression {
  readonly expression: ConditionExpression;
  readonly root: Node;
  readonly parts: readonly CompiledExpression[];
  /** A figure by field and region: its rows in order, each with the function that the row gives, and what stands where none fits. */
  readonly rows: readonly Row[];
}

export interface Row {
  readonly when: Node;
  readonly root: Node;
  /** Absent on the last row, which leaves the figure to a decision. */
  readonly years?: number;
  readonly decision?: string;
  readonly cites: readonly string[];
}

export interface CompiledCondition {
  readonly data: ConditionData;
  readonly root: Node;
  /** Exceptions in order of priority, then the condition itself. */
  readonly branches: readonly { readonly when: Node; readonly holds: CompiledExpression; readonly cites: readonly string[] }[];
  /** One test, without exceptions, parts or figures. */
  readonly plain: boolean;
}

export interface CompiledPathway {
  readonly pathway: Pathway;
  readonly root: Node;
  readonly conditions: readonly CompiledCondition[];
  /** Variables that the pathway depends on at all. */
  readonly support: ReadonlySet<number>;
  /** Numbers of full years that the dates it depends on may be asked for. */
  readonly years: readonly number[];
}

export interface FactVariable {
  readonly index: number;
  readonly fact: Fact;
  readonly size: number;
  /** `date` only: numbers of full years that some condition asks for, ascending. */
  readonly thresholds: readonly number[];
  /** Cell of a known value; never called for dates. */
  cellOf(value: boolean | string | readonly string[]): number;
  /** How usual each cell is among those who ask, as weights. `date`: not used. */
  readonly weights: readonly number[];
}

export interface CompiledPolicy {
  readonly book: PolicyBook;
  readonly diagram: Diagram;
  readonly facts: ReadonlyMap<string, FactVariable>;
  /** Fact or decision of each variable. */
  readonly variables: readonly (
    | { readonly kind: 'fact'; readonly variable: FactVariable }
    | { readonly kind: 'decision'; readonly id: string }
  )[];
  readonly pathways: readonly CompiledPathway[];
}

export function compilePolicy(book: PolicyBook): CompiledPolicy {
  const expressions = allExpressions(book);
  const facts = new Map<string, FactVariable>();
  for (const fact of book.facts.values()) facts.set(fact.id, factVariable(fact, facts.size, expressions));
  const variables: CompiledPolicy['variables'][number][] = [...facts.values()].map((variable) => ({ kind: 'fact', variable }));
  const decisions = new Map<string, number>();
  for (const id of book.decisions.keys()) {
    decisions.set(id, variables.length);
    variables.push({ kind: 'decision', id });
  }
  const diagram = new Diagram(variables.map((each) => (each.kind === 'fact' ? each.variable.size : 2)));
  const compiler = new Compiler(book, diagram, facts, decisions);
  const pathways = [...book.pathways.values()].map((pathway): CompiledPathway => {
    const conditions = pathway.conditions.map((condition) => compiler.condition(condition));
    const root = diagram.all(conditions.map((condition) => condition.root));
    const support = new Set(diagram.support(root));
    const years = [...facts.values()].filter(({ index }) => support.has(index)).flatMap(({ thresholds }) => thresholds);
    return { pathway, root, conditions, support, years: [...new Set(years)] };
  });
  return { book, diagram, facts, variables, pathways };
}

class Compiler {
  readonly #book: PolicyBook;
  readonly #diagram: Diagram;
  readonly #facts: ReadonlyMap<string, FactVariable>;
  readonly #decisions: ReadonlyMap<string, number>;

  constructor(
    book: PolicyBook,
    diagram: Diagram,
    facts: ReadonlyMap<string, FactVariable>,
    decisions: ReadonlyMap<string, number>,
  ) {
    this.#book = book;
    this.#diagram = diagram;
    this.#facts = facts;
    this.#decisions = decisions;
  }

  condition(data: ConditionData): CompiledCondition {
    const branches = [
      ...data.exceptions.map((each) => ({
        when: this.expression(each.when).root,
        holds: this.expression(each.holds),
        cites: each.cites,
      })),
      { when: always, holds: this.expression(data.holds), cites: data.cites },
    ];
    const root = branches.reduceRight<Node>(
      (otherwise, branch) => this.#diagram.choose(branch.when, branch.holds.root, otherwise),
      never,
    );
    const plain = branches.every(({ holds }) => holds.parts.length === 0 && holds.rows.length === 0) && branches.length === 1;
    return { data, root, branches, plain };
  }

  expression(expression: ConditionExpression): CompiledExpression {
    const compiled = parts(expression).map((part) => this.expression(part));
    const roots = compiled.map((part) => part.root);
    const rows =
      'fullYears' in expression && typeof expression.fullYears === 'object'
        ? this.#rows(expression.fact, expression.fullYears.parameter)
        : [];
    return { expression, parts: compiled, rows, root: this.#root(expression, roots, rows) };
  }

  #root(expression: ConditionExpression, roots: readonly Node[], rows: readonly Row[]): Node {
    const diagram = this.#diagram;
    if ('all' in expression) return diagram.all(roots);
    if ('any' in expression) return diagram.any(roots);
    if ('not' in expression) return diagram.not(roots[0] ?? never);
    if ('of' in expression) return diagram.atLeast(expression.count, roots);
    if ('decision' in expression) return this.#decision(expression.decision);
    if ('fullYears' in expression)
      return typeof expression.fullYears === 'number'
        ? this.#held(expression.fact, expression.fullYears)
        : rows.reduceRight<Node>((otherwise, row) => diagram.choose(row.when, row.root, otherwise), never);
    const variable = this.#variable(expression.fact);
    if ('is' in expression) {
      const wanted = variable.cellOf(expression.is);
      return diagram.test(variable.index, (cell) => cell === wanted);
    }
    if ('in' in expression) {
      const wanted = new Set(expression.in.map((value) => variable.cellOf(value)));
      return diagram.test(variable.index, (cell) => wanted.has(cell));
    }
    if ('includes' in expression) {
      const accepting = new Set(
        subsets(variable.fact)
          .filter((set) => includes(expression, set))
          .map((set) => variable.cellOf(set)),
      );
      return diagram.test(variable.index, (cell) => accepting.has(cell));
    }
    if ('atLeast' in expression) {
      const least = variable.cellOf(expression.atLeast);
      return diagram.test(variable.index, (cell) => cell >= least);
    }
    const bound = variable.cellOf(expression.below);
    return diagram.test(variable.index, (cell) => cell < bound);
  }

  /** N full years at the level that the date counts from; below that level the date has no effect. */
  #held(fact: string, years: number): Node {
    const variable = this.#variable(fact);
    const needed = variable.thresholds.indexOf(years) + 1;
    const elapsed = this.#diagram.test(variable.index, (cell) => cell >= needed);
    const from = variable.fact.heldFrom;
    if (!from) return elapsed;
    const least = levelOf(this.#book, from.fact, from.level);
    return this.#diagram.all([this.#diagram.test(this.#variable(from.fact).index, (cell) => cell >= least), elapsed]);
  }

  #rows(fact: string, id: string): Row[] {
    const parameter = this.#book.parameters.get(id);
    if (!parameter) throw new Error(`no parameter '${id}'`);
    const rows = parameter.rows.map(({ when, years, cites }) => ({
      when: this.expression(when).root,
      root: this.#held(fact, years),
      years,
      cites,
    }));
    const { decision, cites } = parameter.otherwise;
    return [...rows, { when: always, root: this.#decision(decision), decision, cites }];
  }

  #decision(id: string): Node {
    const index = this.#decisions.get(id);
    if (index === undefined) throw new Error(`no decision '${id}'`);
    return this.#diagram.test(index, (cell) => cell === 1);
  }

  #variable(id: string): FactVariable {
    const variable = this.#facts.get(id);
    if (!variable) throw new Error(`no fact '${id}'`);
    return variable;
  }
}

/** Every plain expression that stands anywhere in the conditions and parameters. */
function allExpressions(book: PolicyBook): ConditionExpression[] {
  const found: ConditionExpression[] = [];
  const visit = (expression: ConditionExpression): void => {
    parts(expression).forEach(visit);
    found.push(expression);
    if ('fullYears' in expression && typeof expression.fullYears === 'object')
      for (const row of book.parameters.get(expression.fullYears.parameter)?.rows ?? []) {
        visit(row.when);
        found.push({ fact: expression.fact, fullYears: row.years });
      }
  };
  for (const pathway of book.pathways.values())
    for (const condition of pathway.conditions) {
      visit(condition.holds);
      for (const exception of condition.exceptions) {
        visit(exception.when);
        visit(exception.holds);
      }
    }
  return found;
}

type SetTest = Extract<ConditionExpression, { includes: readonly string[] }>;

const includes = (test: SetTest, set: readonly string[]): boolean =>
  test.includes.filter((member) => set.includes(member)).length >= (test.count ?? 1);

function subsets(fact: Fact): string[][] {
  return fact.choices.reduce<string[][]>((sets, choice) => sets.flatMap((set) => [set, [...set, choice.value]]), [[]]);
}

function factVariable(fact: Fact, index: number, expressions: readonly ConditionExpression[]): FactVariable {
  const weight = (key: string): number => fact.distribution?.[key] ?? 1;
  const values = fact.choices.map((choice) => choice.value);
  switch (fact.type) {
    case 'boolean':
      return {
        index,
        fact,
        size: 2,
        thresholds: [],
        cellOf: (value) => (value === true ? 1 : 0),
        weights: [weight('false'), weight('true')],
      };
    case 'level':
    case 'choice': {
      const cells = new Map(values.map((value, cell) => [value, cell]));
      const cellOf: FactVariable['cellOf'] = (value) => (typeof value === 'string' ? (cells.get(value) ?? -1) : -1);
      return { index, fact, size: values.length, thresholds: [], cellOf, weights: values.map(weight) };
    }
    case 'date': {
      const years = expressions.flatMap((each) =>
        'fullYears' in each && each.fact === fact.id && typeof each.fullYears === 'number' ? [each.fullYears] : [],
      );
      const thresholds = [...new Set(years)].toSorted((one, other) => one - other);
      return { index, fact, size: thresholds.length + 1, thresholds, cellOf: () => -1, weights: [] };
    }
    case 'set': {
      const tests = expressions.filter((each): each is SetTest => 'includes' in each && each.fact === fact.id);
      const signature = (set: readonly string[]): string => tests.map((test) => (includes(test, set) ? 1 : 0)).join('');
      const cells = new Map<string, number>();
      const weights: number[] = [];
      for (const set of subsets(fact)) {
        const key = signature(set);
        const cell = cells.get(key) ?? cells.size;
        cells.set(key, cell);
        // Several honours at once are so rare that single members stand for them.
        const usual = set.length === 0 ? weight('none') : set.length === 1 ? weight(set[0] ?? '') : 0;
        weights[cell] = (weights[cell] ?? 0) + usual;
      }
      const cellOf: FactVariable['cellOf'] = (value) => (Array.isArray(value) ? (cells.get(signature(value)) ?? -1) : -1);
      return { index, fact, size: cells.size, thresholds: [], cellOf, weights };
    }
  }
}
