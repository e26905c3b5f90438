/** Faults of logic in the policy data, each proved on the decision diagrams: what can never hold, and what makes no difference. */
import type { PolicyBook } from '../policy/book.ts';
import type { CompiledCondition, CompiledExpression } from './compile.ts';
import { compilePolicy } from './compile.ts';
import { never } from './diagram.ts';

export interface LogicFault {
  readonly pathway: string;
  readonly condition?: string;
  readonly message: string;
  readonly remedy: string;
}

export function lintLogic(book: PolicyBook): LogicFault[] {
  const { diagram, pathways } = compilePolicy(book);
  const faults: LogicFault[] = [];
  for (const { pathway, root, conditions } of pathways) {
    const report = (condition: string | undefined, message: string, remedy: string): void =>
      void faults.push({ pathway: pathway.id, ...(condition === undefined ? {} : { condition }), message, remedy });
    if (root === never) {
      report(
        undefined,
        `'${pathway.id}' can never come out eligible or conditional`,
        'Loosen the conditions that contradict each other',
      );
      continue;
    }
    conditions.forEach((condition, at) => {
      const others = diagram.all(conditions.filter((_, index) => index !== at).map((each) => each.root));
      if (others === root)
        report(
          condition.data.id,
          `'${condition.data.id}' of '${pathway.id}' makes no difference beside the other conditions`,
          'Remove it, or say what it should add',
        );
    });
    for (const condition of conditions) lintBranches(condition);
  }
  return faults;

  function lintBranches(condition: CompiledCondition): void {
    const { data, branches } = condition;
    const owner = pathways.find((each) => each.conditions.includes(condition));
    const report = (message: string, remedy: string): void =>
      void faults.push({ pathway: owner?.pathway.id ?? '', condition: data.id, message, remedy });
    data.exceptions.forEach((exception, at) => {
      const own = branches[at];
      if (!own) return;
      const earlier = branches.slice(0, at);
      if (diagram.all([own.when, ...earlier.map((each) => diagram.not(each.when))]) === never)
        report(`the exception '${exception.label.en}' of '${data.id}' can never apply`, 'Remove it, or raise its priority');
      earlier.forEach((other, index) => {
        if (data.exceptions[index]?.priority === exception.priority && diagram.all([own.when, other.when]) !== never)
          report(
            `the exceptions '${data.exceptions[index]?.label.en ?? ''}' and '${exception.label.en}' of '${data.id}' may both apply with priority ${exception.priority}`,
            'Give them different priorities',
          );
      });
    });
    for (const branch of branches) lintRows(branch.holds, report);
  }

  function lintRows(expression: CompiledExpression, report: (message: string, remedy: string) => void): void {
    expression.parts.forEach((part) => lintRows(part, report));
    expression.rows.forEach((row, at) => {
      const earlier = expression.rows.slice(0, at).map((each) => diagram.not(each.when));
      if (diagram.all([row.when, ...earlier]) === never)
        report(
          `row ${at + 1} of a parameter (${row.years ?? row.decision}) can never apply: earlier rows cover it`,
          'Remove it, or put it first',
        );
    });
  }
}
