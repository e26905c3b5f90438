/** What messages state, as data: `statements.yaml` beside this file. Wishes, other people's levels, hearsay and near misses state nothing. */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { OpenQuestion } from '../../src/language/understander.ts';
import { factValue } from '../../src/policy/schema.ts';
import { testKnowledge } from '../support/knowledge.ts';

const file = z.array(
  z.strictObject({
    text: z.string(),
    /** The fact that was asked for last. */
    open: z.string().optional(),
    /** All facts that are noted, with their values. */
    states: z.record(z.string(), factValue),
    /** Facts that an ambiguous word may mean, which is asked about. */
    asked: z.array(z.string()).default([]),
  }),
);
const statements = file.parse(load(readFileSync(new URL('statements.yaml', import.meta.url), 'utf8')));

test.each(statements)('$open: $text', async ({ text, open, states, asked }) => {
  const question: OpenQuestion | undefined = open === undefined ? undefined : { kind: 'fact', fact: open };
  const { commands } = await testKnowledge().understander.understand(text, {
    asOf: '2026-11-24',
    ...(question === undefined ? {} : { open: question }),
  });
  const noted = commands.flatMap((command) =>
    (command.type === 'inform' || command.type === 'correct' || command.type === 'dont-know') && command.fact !== undefined
      ? [[command.fact, command.value] as const]
      : [],
  );
  expect(Object.fromEntries(noted)).toEqual(states);
  const readings = commands.flatMap((command) =>
    command.type === 'inform' || command.type === 'correct' ? (command.readings ?? []) : [],
  );
  expect([...new Set(readings.map(({ fact }) => fact))].toSorted()).toEqual(asked.toSorted());
});
