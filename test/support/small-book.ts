/** A policy of one pathway with one condition, for tests of forms that the shipped policy does not use. */
import type { ConditionData, Fact, Pathway, PolicyBook } from '../../src/policy/book.ts';
import { factsFile, type ConditionExpression } from '../../src/policy/schema.ts';
import { testBook } from './policy.ts';

const text = (words: string): { en: string; zh: string } => ({ en: words, zh: words });
const fact = (id: string, type: Fact['type'], values: readonly string[]): unknown => ({
  id,
  type,
  subject: 'worker',
  label: text(id),
  question: text(id),
  help: text(id),
  choices: values.map((value) => ({ value, label: text(value) })),
});

export interface SmallCondition {
  readonly holds: ConditionExpression;
  readonly exceptions?: readonly {
    readonly priority: number;
    readonly when: ConditionExpression;
    readonly holds: ConditionExpression;
  }[];
}

/** The facts: `first`, `second`, `third` (yes or no), `rank` (low, middle, high), `medals` (a set); the decision: `office`. */
export function smallBook({ holds, exceptions = [] }: SmallCondition): PolicyBook {
  const subject = { ...Object(fact('subject', 'choice', ['worker', 'employer'])), default: 'worker' };
  const facts = factsFile.parse([
    subject,
    ...['first', 'second', 'third'].map((id) => fact(id, 'boolean', ['true', 'false'])),
    fact('rank', 'level', ['low', 'middle', 'high']),
    fact('medals', 'set', ['gold', 'silver', 'bronze']),
  ]);
  const condition: ConditionData = {
    id: 'only',
    label: text('only'),
    holds,
    cites: ['aim'],
    exceptions: exceptions.map((each) => ({ ...each, cites: ['aim'], label: text(`priority ${each.priority}`) })),
  };
  const pathway: Pathway = {
    id: 'small',
    order: 1,
    subject: 'worker',
    label: text('small'),
    grants: text('small'),
    conditions: [condition],
    cites: ['aim'],
    documents: [],
    nextSteps: [],
    cues: [],
  };
  return {
    ...testBook(),
    facts: new Map(facts.map((each) => [each.id, each])),
    decisions: new Map([['office', { id: 'office', label: text('office'), authority: text('office'), matter: text('office') }]]),
    pathways: new Map([['small', pathway]]),
    parameters: new Map(),
  };
}
