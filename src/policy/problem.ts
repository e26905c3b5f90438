/** A fault in `policy-data/` or `intents/`, said to the person who can mend it. */
export interface Problem {
  /** Path below the data folder. */
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
}

export const formatProblem = ({ file, line, message, remedy }: Problem): string => `${file}:${line}: ${message}. ${remedy}`;

/** The data can't be used; `problems` lists every fault found, not only the first. */
export class PolicyError extends Error {
  readonly code = 'policy-invalid';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      `The policy data has ${problems.length} fault${problems.length === 1 ? '' : 's'}:\n${problems.map(formatProblem).join('\n')}`,
    );
    this.name = 'PolicyError';
    this.problems = problems;
  }
}
