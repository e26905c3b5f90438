/** `policy lint`, `policy show` and `policy test`: the tools of whoever keeps the policy data. */
import { Evaluator } from '../eligibility/evaluate.ts';
import { lintLogic } from '../eligibility/lint.ts';
import type { PolicyBook } from '../policy/book.ts';
import { readPolicy } from '../policy/load.ts';
import { formatProblem, type Problem } from '../policy/problem.ts';
import type { Language } from '../command/command.ts';

/** Every fault of the policy data, those of its logic included. */
export function lintPolicy(folder: string): readonly Problem[] {
  const { book, problems } = readPolicy(folder);
  if (!book || problems.length > 0) return problems;
  return lintLogic(book).map(({ pathway, condition, message, remedy }) => ({
    ...placeOf(book, pathway, condition),
    message,
    remedy,
  }));
}

export interface CaseResult {
  readonly name: string;
  readonly faults: readonly string[];
}

/** Runs the worked examples of `policy-data/cases/`. */
export function testPolicy(book: PolicyBook): CaseResult[] {
  const evaluator = new Evaluator(book);
  return book.cases.map(({ name, asOf, credentials, expect }) => {
    const faults: string[] = [];
    const { verdicts } = evaluator.evaluate(credentials, asOf);
    for (const [pathway, expected] of Object.entries(expect)) {
      const verdict = verdicts.find((each) => each.pathway.id === pathway);
      const found = verdict && {
        status: verdict.status,
        missing: verdict.missing,
        decisions: verdict.decisions,
        from: verdict.from,
      };
      for (const [key, value] of Object.entries(expected)) {
        const got = found && Object.entries(found).find(([name_]) => name_ === key)?.[1];
        if (JSON.stringify(got) !== JSON.stringify(value))
          faults.push(`${pathway}: ${key} is ${JSON.stringify(got)}, expected ${JSON.stringify(value)}`);
      }
    }
    return { name, faults };
  });
}

/** A provision or pathway as a reader would want to see it; undefined where the id is none. */
export function showPolicy(book: PolicyBook, id: string, language: Language): string | undefined {
  const provision = book.provisions.get(id);
  if (provision) {
    const source = book.sources.get(provision.source);
    const misreading = provision.misreading ? [`! ${provision.misreading[language]}`] : [];
    const terms = provision.terms.length > 0 ? [provision.terms.join('、')] : [];
    return [
      `${provision.id}: ${provision.label[language]}`,
      provision.statement[language],
      ...terms,
      ...misreading,
      `${source?.name[language] ?? provision.source} (${source?.trust ?? ''})`,
    ].join('\n');
  }
  const pathway = book.pathways.get(id);
  if (!pathway) return undefined;
  return [
    `${pathway.id}: ${pathway.label[language]}`,
    pathway.grants[language],
    ...pathway.conditions.flatMap((condition) => [
      `- ${condition.label[language]} [${condition.cites.join(', ')}]`,
      ...condition.exceptions.map((exception) => `  - ${exception.label[language]} [${exception.cites.join(', ')}]`),
    ]),
    ...(pathway.reading ? [pathway.reading[language]] : []),
    `[${pathway.cites.join(', ')}]`,
  ].join('\n');
}

export const printProblems = (problems: readonly Problem[]): string =>
  problems.map((problem) => `policy-data/${formatProblem(problem)}`).join('\n');

/** Logic is proved on the compiled pathways, which know their ids; the file is found again by the id. */
function placeOf(book: PolicyBook, pathway: string, condition: string | undefined): { file: string; line: number } {
  const found = book.places.get(condition ?? pathway) ?? book.places.get(pathway);
  return found ?? { file: 'pathways', line: 1 };
}
