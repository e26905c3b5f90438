/** Time of a worker's full report with its reasons, over seeded random credentials: `node scripts/bench-evaluator.ts`. */
import { fileURLToPath } from 'node:url';
import { CredentialsError } from '../src/eligibility/credentials.ts';
import { Evaluator } from '../src/eligibility/evaluate.ts';
import { readPolicy } from '../src/policy/load.ts';
import { PolicyError } from '../src/policy/problem.ts';
import { randomCase, seededRandom, type RandomCase } from '../test/eligibility/random-credentials.ts';

const reports = 5000;
const rounds = 7;

const { book, problems } = readPolicy(fileURLToPath(new URL('../policy-data', import.meta.url)));
if (!book) throw new PolicyError(problems);

const begun = performance.now();
const evaluator = new Evaluator(book);
const compiled = performance.now() - begun;

const cases: RandomCase[] = [];
let withFrom = 0;
for (const random = seededRandom(7); cases.length < reports;) {
  const each = randomCase(random);
  if (each.credentials['subject'] === 'employer') continue;
  try {
    const { verdicts } = evaluator.evaluate(each.credentials, each.asOf);
    if (verdicts.some(({ from }) => from !== null)) withFrom++;
    cases.push(each);
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Round {
  readonly wall: number;
  /** Time on the core alone, without waiting for others' work. */
  readonly cpu: number;
}

function round(): Round {
  const start = performance.now();
  const used = process.threadCpuUsage();
  for (const { credentials, asOf } of cases) evaluator.evaluate(credentials, asOf);
  const { user, system } = process.threadCpuUsage(used);
  return { wall: ((performance.now() - start) * 1000) / reports, cpu: (user + system) / reports };
}

const all = Array.from({ length: rounds }, round);
const inOrder = (numbers: readonly number[]): number[] => numbers.toSorted((one, other) => one - other);
const wall = inOrder(all.map((each) => each.wall));
const cpu = inOrder(all.map((each) => each.cpu));
const middle = Math.floor(rounds / 2);
print(`compile policy            ${compiled.toFixed(1)} ms, ${evaluator.policy.diagram.size} nodes`);
print(`report with reasons       ${wall[middle]?.toFixed(1)} µs (median of ${rounds} rounds of ${reports} workers)`);
print(`  on the core             ${cpu[middle]?.toFixed(1)} µs`);
print(`  fastest, slowest round  ${wall[0]?.toFixed(1)} µs, ${wall.at(-1)?.toFixed(1)} µs`);
print(`reports with a from date  ${((100 * withFrom) / reports).toFixed(1)} %`);
