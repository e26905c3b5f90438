/**
 * Reduced multi-valued decision diagrams over the facts and decisions of a policy. Equal functions are the same node, so a
 * question about a pathway ("can it still come out both ways?", "does this fact still matter?") is a walk over few nodes and exact.
 *
 * A node is a number: 0 never holds, 1 always holds, others test one variable. Variables are numbers, lower ones tested first.
 */
export type Node = number;

export const never: Node = 0;
export const always: Node = 1;

/** For each variable the cells that it may still have. */
export type Domain = readonly (readonly number[])[];

/** What a node may come out as: a set of bits. */
export const canFail = 1;
export const canHold = 2;

export class Diagram {
  readonly #sizes: readonly number[];
  readonly #variables: number[];
  readonly #children: (readonly Node[])[] = [[], []];
  readonly #unique = new Map<string, Node>();
  readonly #choices = new Map<string, Node>();

  /** @param sizes number of cells of each variable */
  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
    this.#variables = [sizes.length, sizes.length];
  }

  get size(): number {
    return this.#variables.length;
  }

  /** Holds where the variable has a cell that the test accepts. */
  test(variable: number, accepts: (cell: number) => boolean): Node {
    return this.#node(
      variable,
      Array.from({ length: this.#sizes[variable] ?? 0 }, (_, cell) => (accepts(cell) ? always : never)),
    );
  }

  not(node: Node): Node {
    return this.choose(node, never, always);
  }

  all(nodes: readonly Node[]): Node {
    return nodes.reduceRight((rest, node) => this.choose(node, rest, never), always);
  }

  any(nodes: readonly Node[]): Node {
    return nodes.reduceRight((rest, node) => this.choose(node, always, rest), never);
  }

  atLeast(count: number, nodes: readonly Node[]): Node {
    if (count <= 0) return always;
    const [first, ...rest] = nodes;
    if (first === undefined) return never;
    return this.choose(first, this.atLeast(count - 1, rest), this.atLeast(count, rest));
  }

  /** `then` where `condition` holds, elsewhere `otherwise`. */
  choose(condition: Node, then: Node, otherwise: Node): Node {
    if (condition === always || then === otherwise) return then;
    if (condition === never) return otherwise;
    if (then === always && otherwise === never) return condition;
    const key = `${condition},${then},${otherwise}`;
    const known = this.#choices.get(key);
    if (known !== undefined) return known;
    const variable = Math.min(this.variable(condition), this.variable(then), this.variable(otherwise));
    const children = Array.from({ length: this.#sizes[variable] ?? 0 }, (_, cell) =>
      this.choose(this.#at(condition, variable, cell), this.#at(then, variable, cell), this.#at(otherwise, variable, cell)),
    );
    const node = this.#node(variable, children);
    this.#choices.set(key, node);
    return node;
  }

  variable(node: Node): number {
    return this.#variables[node] ?? 0;
  }

  child(node: Node, cell: number): Node {
    return this.#children[node]?.[cell] ?? never;
  }

  /** The variables that a function depends on, ascending. */
  support(node: Node): number[] {
    const seen = new Set<Node>();
    const variables = new Set<number>();
    const visit = (each: Node): void => {
      if (each <= always || seen.has(each)) return;
      seen.add(each);
      variables.add(this.variable(each));
      this.#children[each]?.forEach(visit);
    };
    visit(node);
    return [...variables].toSorted((one, other) => one - other);
  }

  #at(node: Node, variable: number, cell: number): Node {
    return this.variable(node) === variable ? this.child(node, cell) : node;
  }

  #node(variable: number, children: readonly Node[]): Node {
    const [first] = children;
    if (first !== undefined && children.every((child) => child === first)) return first;
    const key = `${variable}:${children.join()}`;
    const known = this.#unique.get(key);
    if (known !== undefined) return known;
    const node = this.#variables.length;
    this.#variables.push(variable);
    this.#children.push(children);
    this.#unique.set(key, node);
    return node;
  }
}

/** Answers about the functions of one diagram while the variables are confined to a domain. Answers are kept: one view, one domain. */
export class View {
  readonly #diagram: Diagram;
  readonly #domain: Domain;
  readonly #outcomes: Uint8Array;
  readonly #differences = new Map<number, boolean>();

  constructor(diagram: Diagram, domain: Domain) {
    this.#diagram = diagram;
    this.#domain = domain;
    this.#outcomes = new Uint8Array(diagram.size);
  }

  /** Bits of what the function comes out as over all completions. */
  outcomes(node: Node): number {
    if (node === never) return canFail;
    if (node === always) return canHold;
    const known = this.#outcomes[node] ?? 0;
    if (known !== 0) return known;
    let bits = 0;
    for (const cell of this.#cells(this.#diagram.variable(node))) {
      bits |= this.outcomes(this.#diagram.child(node, cell));
      if (bits === (canFail | canHold)) break;
    }
    this.#outcomes[node] = bits;
    return bits;
  }

  /** The variables for which two completions that differ only there come out differently. */
  relevant(node: Node): ReadonlySet<number> {
    const found = new Set<number>();
    const seen = new Set<Node>();
    const visit = (each: Node): void => {
      if (each <= always || seen.has(each)) return;
      seen.add(each);
      const variable = this.#diagram.variable(each);
      const cells = this.#cells(variable);
      const first = this.#diagram.child(each, cells[0] ?? 0);
      for (const cell of cells) {
        const child = this.#diagram.child(each, cell);
        visit(child);
        if (!found.has(variable) && this.#differ(first, child)) found.add(variable);
      }
    };
    visit(node);
    return found;
  }

  /** Whether a completion of the variables below tells the two functions apart. */
  #differ(one: Node, other: Node): boolean {
    if (one === other) return false;
    if (one <= always && other <= always) return true;
    const key = one < other ? one * this.#diagram.size + other : other * this.#diagram.size + one;
    const known = this.#differences.get(key);
    if (known !== undefined) return known;
    const variable = Math.min(this.#diagram.variable(one), this.#diagram.variable(other));
    const result = this.#cells(variable).some((cell) =>
      this.#differ(this.#under(one, variable, cell), this.#under(other, variable, cell)),
    );
    this.#differences.set(key, result);
    return result;
  }

  #under(node: Node, variable: number, cell: number): Node {
    return this.#diagram.variable(node) === variable ? this.#diagram.child(node, cell) : node;
  }

  #cells(variable: number): readonly number[] {
    return this.#domain[variable] ?? [];
  }
}
