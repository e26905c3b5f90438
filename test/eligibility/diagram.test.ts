/** Decision diagrams against truth tables, and conditions of every form through `compilePolicy`. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../src/eligibility/compile.ts';
import { canFail, canHold, Diagram, View, type Domain, type Node } from '../../src/eligibility/diagram.ts';
import { Evaluator } from '../../src/eligibility/evaluate.ts';
import type { ConditionExpression } from '../../src/policy/schema.ts';
import { smallBook } from '../support/small-book.ts';

const sizes = [2, 3, 2, 4] as const;

type Formula =
  | { readonly kind: 'test'; readonly variable: number; readonly accepted: readonly number[] }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] }
  | { readonly kind: 'atLeast'; readonly count: number; readonly of: readonly Formula[] }
  | { readonly kind: 'choose'; readonly when: Formula; readonly yes: Formula; readonly no: Formula };

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .integer({ min: 0, max: sizes.length - 1 })
      .chain((variable) =>
        fc
          .subarray(Array.from({ length: sizes[variable] ?? 0 }, (_, cell) => cell))
          .map((accepted): Formula => ({ kind: 'test', variable, accepted })),
      ),
    tie('formula').map((of): Formula => ({ kind: 'not', of })),
    fc
      .tuple(fc.constantFrom('all' as const, 'any' as const), fc.array(tie('formula'), { maxLength: 4 }))
      .map(([kind, of]): Formula => ({ kind, of })),
    fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.array(tie('formula'), { maxLength: 4 }))
      .map(([count, of]): Formula => ({ kind: 'atLeast', count, of })),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([when, yes, no]): Formula => ({ kind: 'choose', when, yes, no })),
  ),
}));

function build(diagram: Diagram, each: Formula): Node {
  switch (each.kind) {
    case 'test':
      return diagram.test(each.variable, (cell) => each.accepted.includes(cell));
    case 'not':
      return diagram.not(build(diagram, each.of));
    case 'all':
      return diagram.all(each.of.map((part) => build(diagram, part)));
    case 'any':
      return diagram.any(each.of.map((part) => build(diagram, part)));
    case 'atLeast':
      return diagram.atLeast(
        each.count,
        each.of.map((part) => build(diagram, part)),
      );
    case 'choose':
      return diagram.choose(build(diagram, each.when), build(diagram, each.yes), build(diagram, each.no));
  }
}

function holds(each: Formula, cells: readonly number[]): boolean {
  switch (each.kind) {
    case 'test':
      return each.accepted.includes(cells[each.variable] ?? -1);
    case 'not':
      return !holds(each.of, cells);
    case 'all':
      return each.of.every((part) => holds(part, cells));
    case 'any':
      return each.of.some((part) => holds(part, cells));
    case 'atLeast':
      return each.of.filter((part) => holds(part, cells)).length >= each.count;
    case 'choose':
      return holds(each.when, cells) ? holds(each.yes, cells) : holds(each.no, cells);
  }
}

const completions = (domain: Domain): number[][] =>
  domain.reduce<number[][]>((found, cells) => found.flatMap((each) => cells.map((cell) => [...each, cell])), [[]]);

const everything: Domain = sizes.map((size) => Array.from({ length: size }, (_, cell) => cell));
const domains: fc.Arbitrary<Domain> = fc.tuple(...everything.map((cells) => fc.subarray([...cells], { minLength: 1 })));

describe('a view of a diagram', () => {
  it('knows how a function may come out', () => {
    fc.assert(
      fc.property(formula, domains, (each, domain) => {
        const diagram = new Diagram(sizes);
        const outcomes = new Set(completions(domain).map((cells) => holds(each, cells)));
        const expected = (outcomes.has(true) ? canHold : 0) | (outcomes.has(false) ? canFail : 0);
        const node = build(diagram, each);
        expect(new View(diagram, domain).outcomes(node)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows for which variables two completions that differ only there come out differently', () => {
    fc.assert(
      fc.property(formula, domains, (each, domain) => {
        const diagram = new Diagram(sizes);
        const node = build(diagram, each);
        const expected = sizes.flatMap((_, variable) =>
          completions(domain).some((cells) =>
            (domain[variable] ?? []).some((cell) => holds(each, cells) !== holds(each, cells.with(variable, cell))),
          )
            ? [variable]
            : [],
        );
        expect([...new View(diagram, domain).relevant(node)].toSorted((one, other) => one - other)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('has one node for equal functions', () => {
    fc.assert(
      fc.property(formula, formula, (one, other) => {
        const diagram = new Diagram(sizes);
        const equal = completions(everything).every((cells) => holds(one, cells) === holds(other, cells));
        expect(build(diagram, one) === build(diagram, other)).toBe(equal);
      }),
    );
  });
});

const status = (condition: ConditionExpression, credentials: Readonly<Record<string, unknown>>): string | undefined =>
  new Evaluator(smallBook({ holds: condition })).evaluate(credentials, '2026-11-22').verdicts[0]?.status;

const rootOf = (condition: ConditionExpression): Node | undefined =>
  compilePolicy(smallBook({ holds: condition })).pathways[0]?.root;

describe('a condition', () => {
  const facts = ['first', 'second', 'third'] as const;
  const twoOfThree: ConditionExpression = { count: 2, of: facts.map((fact) => ({ fact, is: true })) };

  it('may ask for at least k of several', () => {
    expect(status(twoOfThree, { first: true, third: true })).toBe('eligible');
    expect(status(twoOfThree, { first: false, third: false })).toBe('ineligible');
    expect(status(twoOfThree, { first: true, third: false })).toBe('undetermined');
    expect(status(twoOfThree, { first: true, second: 'dontKnow', third: false })).toBe('conditional');
  });

  it('may be turned round', () => {
    expect(status({ not: twoOfThree }, { first: true, third: true })).toBe('ineligible');
    expect(status({ not: { fact: 'rank', atLeast: 'middle' } }, { rank: 'low' })).toBe('eligible');
  });

  it('may ask for several members of a set', () => {
    const two: ConditionExpression = { fact: 'medals', includes: ['gold', 'silver', 'bronze'], count: 2 };
    expect(status(two, { medals: ['gold'] })).toBe('ineligible');
    expect(status(two, { medals: ['bronze', 'gold'] })).toBe('eligible');
  });

  it('gives way to its exceptions, the one of highest priority first', () => {
    const book = smallBook({
      holds: { fact: 'first', is: true },
      exceptions: [
        { priority: 2, when: { fact: 'rank', is: 'high' }, holds: { decision: 'office' } },
        { priority: 1, when: { fact: 'rank', atLeast: 'middle' }, holds: { fact: 'second', is: true } },
      ],
    });
    const evaluator = new Evaluator(book);
    const on = (credentials: Readonly<Record<string, unknown>>): string | undefined =>
      evaluator.evaluate(credentials, '2026-11-22').verdicts[0]?.status;
    expect(on({ rank: 'high', first: true, second: true })).toBe('conditional');
    expect(on({ rank: 'middle', first: false, second: true })).toBe('eligible');
    expect(on({ rank: 'middle', first: true, second: false })).toBe('ineligible');
    expect(on({ rank: 'low', first: true, second: false })).toBe('eligible');
    expect(on({ first: true, second: false })).toBe('undetermined');
    expect(evaluator.evaluate({ rank: 'high', first: true, second: true }, '2026-11-22').verdicts[0]?.decisions).toEqual([
      'office',
    ]);
  });

  it('is compiled into one function, however it is written', () => {
    expect(rootOf({ any: [{ fact: 'first', is: true }, { not: { fact: 'first', is: true } }] })).toBe(1);
    expect(
      rootOf({
        all: [
          { fact: 'rank', below: 'middle' },
          { fact: 'rank', atLeast: 'middle' },
        ],
      }),
    ).toBe(0);
  });
});
