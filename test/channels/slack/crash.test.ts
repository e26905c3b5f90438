/** The process is killed between any two steps of what somebody did, and another one takes over: nothing is lost, nothing twice. */
import { expect, test } from 'vitest';
import { Feedback } from '../../../src/channels/slack/feedback.ts';
import { killedBetween } from './support/killed.ts';
import { team, words, type Shown } from './support/person.ts';

const said = (shown: readonly Shown[], what: string): number => shown.filter((each) => words(each).includes(what)).length;
const question = 'Do I need a diploma to apply for a professional title?';

test('a message is answered once', async () => {
  const steps = await killedBetween({
    prepare: async ({ alice }) => {
      const event = await alice.message(question, await alice.direct(), 'im');
      return (stage) => stage.alice.tell(event);
    },
    after: async ({ alice, app }, where) => {
      expect((await alice.sees()).length, where).toBe(1);
      expect(app.counts.repeated, where).toBe(0);
    },
  });
  // Accepted, claimed, committed, sent and noted so, released.
  expect(steps).toBeGreaterThanOrEqual(5);
}, 120_000);

test('who asks for a person is asked for consent once', async () => {
  const steps = await killedBetween({
    prepare: async ({ alice }) => {
      const event = await alice.message('I want to talk to a person', await alice.direct(), 'im');
      return (stage) => stage.alice.tell(event);
    },
    after: async ({ alice }, where) => {
      const shown = await alice.sees();
      expect(said(shown, 'Shall I send this to'), where).toBe(1);
      expect(shown.length, where).toBe(2);
    },
  });
  expect(steps).toBeGreaterThanOrEqual(7);
}, 120_000);

test('what was allowed is passed on once, and said to be', async () => {
  const steps = await killedBetween({
    before: async (stage) => {
      await stage.alice.writes('I want to talk to a person');
      await stage.settle();
    },
    prepare: async ({ alice }) => {
      const consent = await alice.last();
      return (stage) => stage.alice.presses(consent, 'handover/yes');
    },
    after: async (stage, where) => {
      expect((await stage.alice.sees(stage.channel('hr-desk'))).length, where).toBe(1);
      expect(said(await stage.alice.sees(), 'Somebody will write to you'), where).toBe(1);
    },
  });
  expect(steps).toBeGreaterThanOrEqual(5);
}, 120_000);

test('an opinion said in words is kept', async () => {
  await killedBetween({
    before: async (stage) => {
      await stage.alice.writes(question);
      await stage.settle();
    },
    prepare: async ({ alice }) => {
      const event = await alice.message('that did not help', await alice.direct(), 'im');
      return (stage) => stage.alice.tell(event);
    },
    after: async ({ alice, store }, where) => {
      const kept = await new Feedback(store, () => new Date(), 1e9).kept(team, alice.id);
      expect(
        kept.map(({ good }) => good),
        where,
      ).toEqual([false]);
    },
  });
}, 120_000);

test('what only one person sees is shown once, or once more and counted', async () => {
  await killedBetween({
    before: async (stage) => {
      await stage.bob.says(`@bridge ${question}`, stage.channel('support'));
      await stage.settle();
    },
    prepare: async (stage) => {
      const { alice } = stage;
      const event = await alice.message(
        `<@U0BRIDGE1> I am a senior technician since 2015, may I apply?`,
        stage.channel('support'),
        'channel',
      );
      return (other) => other.alice.tell(event);
    },
    after: async ({ front, app, alice }, where) => {
      const shown = front.whispers.filter(({ user }) => user === alice.id).length;
      expect(shown, where).toBeGreaterThanOrEqual(1);
      expect(shown, where).toBeLessThanOrEqual(1 + app.counts.repeated);
    },
  });
}, 120_000);
