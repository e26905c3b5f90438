/**
 * Which fact to ask next: the one whose answer is expected to leave the fewest facts still to ask, over the policy's distribution
 * of workers. It depends on what the policy means, never on the order in which its rules are written.
 */
import type { CompiledPathway, FactVariable } from './compile.ts';
import { View } from './diagram.ts';
import type { Evaluator } from './evaluate.ts';
import type { Known } from './known.ts';

/** The facts that may be asked and can still change a verdict of the pathways, in the order of the policy's facts. */
export function missingFacts(evaluator: Evaluator, pathways: readonly CompiledPathway[], known: Known): readonly FactVariable[] {
  const view = new View(evaluator.policy.diagram, known.domain);
  const missing = new Set(pathways.flatMap((pathway) => evaluator.standing(pathway.root, known, view).missing));
  return [...evaluator.policy.facts.values()].filter((variable) => missing.has(variable.index));
}

/**
 * The fact to ask next for the goal, or for every pathway of the subject; undefined when nothing that may be asked is relevant.
 * @param asOf day, YYYY-MM-DD
 * @throws CredentialsError when the credentials can't be true
 */
export function nextQuestion(
  evaluator: Evaluator,
  credentials: Readonly<Record<string, unknown>>,
  asOf: string,
  goal?: string,
): string | undefined {
  const { checked, day } = evaluator.check(credentials, asOf);
  const known = evaluator.known(checked, day);
  const pathways = evaluator.pathwaysOf(checked.values, goal);
  const candidates = missingFacts(evaluator, pathways, known);
  let best: { fact: string; left: number } | undefined;
  for (const variable of candidates) {
    const left = candidates.length === 1 ? 0 : expectedLeft(evaluator, pathways, known, variable);
    // Facts come in a fixed order, so equal expectations are settled by it.
    if (best === undefined || left < best.left - 1e-9) best = { fact: variable.fact.id, left };
  }
  return best?.fact;
}

function expectedLeft(evaluator: Evaluator, pathways: readonly CompiledPathway[], known: Known, variable: FactVariable): number {
  const cells = known.domain[variable.index] ?? [];
  const weights = cells.map((cell) => weightOf(variable, cell));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return Number.POSITIVE_INFINITY;
  return cells.reduce((sum, cell, at) => {
    const domain = known.domain.map((each, index) => (index === variable.index ? [cell] : each));
    return sum + ((weights[at] ?? 0) / total) * missingFacts(evaluator, pathways, { domain, askable: known.askable }).length;
  }, 0);
}

/** A date's cells follow an exponential distribution of years held, with the mean that the policy data gives. */
function weightOf(variable: FactVariable, cell: number): number {
  if (variable.fact.type !== 'date') return variable.weights[cell] ?? 0;
  const mean = variable.fact.meanYears ?? 1;
  const beyond = (years: number | undefined): number => (years === undefined ? 0 : Math.exp(-years / mean));
  return (cell === 0 ? 1 : beyond(variable.thresholds[cell - 1])) - beyond(variable.thresholds[cell]);
}
