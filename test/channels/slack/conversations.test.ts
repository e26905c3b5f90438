/** The dialogues of `test/conversations/`, through Slack: what is said there is what the assistant says anywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { load } from 'js-yaml';
import { z } from 'zod';
import { Stage } from './support/stage.ts';
import { questionBefore, Talk, type Turn } from './support/talk.ts';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const file = z.array(
  z.looseObject({
    name: z.string(),
    today: z.string().default('2026-11-22'),
    turns: z.array(z.looseObject({ user: z.string().optional(), choose: many.optional() })),
  }),
);
type Dialogue = z.infer<typeof file>[number];

const folder = new URL('../../conversations/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .toSorted();

describe.each(names)('%s', (name) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ mode: name.includes('zh') ? 'http' : 'socket' });
  });
  afterAll(async () => {
    await stage.close({ quiet: true });
  });
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const dialogues = file.parse(load(readFileSync(new URL(name, folder), 'utf8')));
  test.each(dialogues.map((dialogue, index) => ({ ...dialogue, index })))('$name', (dialogue) =>
    run(stage, dialogue, dialogue.index),
  );
});

async function run(stage: Stage, { turns, today }: Dialogue, index: number): Promise<void> {
  vi.setSystemTime(new Date(`${today}T10:00:00+08:00`));
  // Each dialogue is in a workspace of its own, so that nothing is known of the person.
  const talk = await Talk.open(stage, `T${index}`, today);
  for (const { user, choose } of turns) {
    if (choose === undefined) {
      check(await talk.turn({ text: user ?? '' }));
      continue;
    }
    // A button that was pressed is gone from its message, so that nobody presses it there again.
    if (talk.wasTaken(choose)) continue;
    // Nobody presses what is not shown: what a dialogue begins with is first offered by an answer.
    if (!talk.offers(choose)) check(await talk.turn({ text: await questionBefore(choose) }));
    check(await talk.turn({ choose }));
  }
  const [inSlack, expected] = await talk.end();
  expect(inSlack).toEqual(expected);
}

function check({ where, exports, expected, blocks, said, lines }: Turn): void {
  expect(exports, where).toBe(true);
  expect(blocks, where).toEqual(expected);
  for (const line of lines) expect(said, where).toContain(line);
}
