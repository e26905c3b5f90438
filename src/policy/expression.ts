/** What a condition expression names, and whether it names it rightly. */
import type { PolicyBook } from './book.ts';
import type { ConditionExpression } from './schema.ts';

export interface ExpressionNames {
  readonly facts: ReadonlySet<string>;
  readonly decisions: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

/** The parts of a compound expression; none of a plain one. */
export function parts(expression: ConditionExpression): readonly ConditionExpression[] {
  if ('all' in expression) return expression.all;
  if ('any' in expression) return expression.any;
  if ('not' in expression) return [expression.not];
  if ('of' in expression) return expression.of;
  return [];
}

export function expressionNames(expression: ConditionExpression): ExpressionNames {
  const facts = new Set<string>();
  const decisions = new Set<string>();
  const parameters = new Set<string>();
  const visit = (each: ConditionExpression): void => {
    parts(each).forEach(visit);
    if ('fact' in each) facts.add(each.fact);
    if ('decision' in each) decisions.add(each.decision);
    if ('fullYears' in each && typeof each.fullYears === 'object') parameters.add(each.fullYears.parameter);
  };
  visit(expression);
  return { facts, decisions, parameters };
}

export interface Fault {
  readonly message: string;
  readonly remedy: string;
}

/** Names that do not exist and forms that do not fit the fact's type. */
export function expressionFaults(expression: ConditionExpression, book: PolicyBook): Fault[] {
  const faults: Fault[] = [];
  const visit = (each: ConditionExpression): void => {
    parts(each).forEach(visit);
    if ('of' in each && each.count > each.of.length)
      faults.push({
        message: `at least ${each.count} of ${each.of.length} conditions can never hold`,
        remedy: 'Lower count or add conditions',
      });
    if ('decision' in each && !book.decisions.has(each.decision))
      faults.push({ message: `no decision '${each.decision}'`, remedy: 'Name an id of decisions.yaml' });
    if (!('fact' in each)) return;
    const fact = book.facts.get(each.fact);
    if (!fact) {
      faults.push({ message: `no fact '${each.fact}'`, remedy: 'Name an id of facts.yaml' });
      return;
    }
    const values = fact.choices.map((choice) => choice.value);
    const need = (types: readonly string[], named: readonly string[]): void => {
      if (!types.includes(fact.type))
        faults.push({
          message: `'${fact.id}' is a ${fact.type}, which this form does not fit`,
          remedy: `Use it with a ${types.join(' or ')} only`,
        });
      for (const value of named) {
        if (!values.includes(value))
          faults.push({ message: `'${value}' is no value of '${fact.id}'`, remedy: `Use one of ${values.join(', ')}` });
      }
    };
    if ('is' in each)
      need(typeof each.is === 'boolean' ? ['boolean'] : ['choice', 'level'], typeof each.is === 'boolean' ? [] : [each.is]);
    else if ('in' in each) need(['choice', 'level'], each.in);
    else if ('atLeast' in each) need(['level'], [each.atLeast]);
    else if ('below' in each) need(['level'], [each.below]);
    else if ('includes' in each) need(['set'], each.includes);
    else {
      need(['date'], []);
      if (typeof each.fullYears === 'object' && !book.parameters.has(each.fullYears.parameter))
        faults.push({ message: `no parameter '${each.fullYears.parameter}'`, remedy: 'Name an id of parameters.yaml' });
    }
  };
  visit(expression);
  return faults;
}
