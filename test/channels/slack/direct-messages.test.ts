/** Direct messages: the interview by words and by buttons, over both transports. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modes, Stage } from './support/stage.ts';
import { elementsOf, words } from './support/person.ts';
import { list, text } from './support/wire.ts';

describe.each(modes)('over %s', (mode) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ mode });
  });
  afterAll(async () => {
    await stage.close({ quiet: true });
  });

  test('an interview from the first word to the report: words, buttons, a select', async () => {
    const { alice, front } = stage;
    const { ts, ack } = await alice.writes('I want to become an assistant engineer');
    expect(ack.status).toBe(200);
    expect(ack.took).toBeLessThan(1000);
    await stage.settle();
    const question = await alice.last();
    // In the thread of what was said, as agents answer.
    expect(question.thread).toBe(ts);
    expect(words(question)).toContain('title');
    await alice.presses(question, 'none');
    await stage.settle();
    const since = await alice.last();
    expect(since.thread).toBe(ts);
    await alice.writes('22 November 2019', { thread: text(ts) });
    await stage.settle();
    const review = await alice.last();
    expect(words(review)).toContain('2019-11-22');
    await alice.presses(review, 'confirm');
    await stage.settle();
    const report = await alice.last();
    expect(words(report)).toContain('✅');
    expect(elementsOf(report).map(({ element }) => element['action_id'])).toContain('file');
    // What was chosen stands in the question, and nothing of it can be pressed any more.
    await front.until(() => front.called('chat.update').length >= 2, 'the pressed messages to be updated');
    const settled = (await alice.sees()).find(({ ts: at }) => at === question.ts);
    expect(words(settled ?? review)).toContain('✓ No title');
    expect(elementsOf(settled ?? review).filter(({ block }) => block.startsWith('choices/'))).toEqual([]);
  });

  test('a long list of choices is a select', async () => {
    const { bob } = stage;
    await bob.writes('check what I may apply for');
    await stage.settle();
    const question = await bob.last();
    const select = elementsOf(question).find(({ element }) => element['type'] === 'static_select');
    expect(list(select?.element['options']).length).toBeGreaterThan(5);
    await bob.picks(question, 'technician');
    await stage.settle();
    expect(words(await bob.last())).toContain('Technician');
  });
});
