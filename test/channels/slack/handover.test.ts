/** "Talk to a person": what would be sent is shown, and sent once it is allowed. */
import { expect, test } from 'vitest';
import { stages, type Stage } from './support/stage.ts';
import { words } from './support/person.ts';

const { open } = stages();

const consented = (stage: Stage): Promise<unknown> =>
  stage.front.until(() => JSON.stringify(stage.front.posted).includes('handover/yes'), 'the question for consent');

test('without a channel for it says whom to ask, and sends nothing', async () => {
  const { alice, front, app } = await open();
  await alice.writes('I want to talk to a person');
  await app.settle();
  expect(front.called('chat.postMessage').length).toBe(1);
});

test('shows what would be sent, and happens only after consent, once, with the question and the transcript', async () => {
  const stage = await open({ helped: true });
  const channel = stage.channel('hr-desk');
  const { alice } = stage;
  // Each of these begins a thread of its own.
  await alice.writes('Do I need a diploma to apply for a professional title?');
  await stage.settle();
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  expect(await alice.sees(channel)).toEqual([]);
  const consent = await alice.last();
  const preview = words(consent);
  expect(preview).toContain('▸ Do I need a diploma');
  expect(preview).toContain('▸ I want to talk to a person');
  expect(preview.match(/^◂ /gmu)?.length).toBe(1);
  // What is said after it was shown is not sent.
  await alice.writes('my secret is plum cake');
  await Promise.all([alice.presses(consent, 'handover/yes'), alice.presses(consent, 'handover/yes')]);
  await stage.settle();
  const posted = await alice.sees(channel);
  expect(posted.length).toBe(1);
  const said = posted.map(words).join('\n');
  expect(preview).toContain(said);
  expect(said).not.toContain('plum cake');
  expect(JSON.stringify(posted[0]?.blocks)).toContain(alice.id);
  const told = (await alice.sees()).filter((each) => words(each).includes('Somebody will write to you'));
  expect(told.length).toBe(1);
  await stage.front.until(() => JSON.stringify(stage.front.called('chat.update')).includes('I am sending'), 'the buttons to go');
});

test('pages a long transcript, cut between sentences, in the preview as in what is sent', async () => {
  const stage = await open({ helped: true });
  const channel = stage.channel('hr-desk');
  const { alice } = stage;
  const long = Array.from({ length: 400 }, (_, at) => `This is sentence ${at} of mine.`).join(' ');
  const direct = await alice.direct();
  for (let nth = 0; nth < 3; nth += 1) await alice.message(long, direct, 'im');
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  const consent = await alice.last();
  await alice.presses(consent, 'handover/yes');
  await stage.settle();
  const posted = await alice.sees(channel);
  expect(posted.length).toBeGreaterThan(1);
  expect(
    posted
      .map(words)
      .join(' ')
      .match(/This is sentence \d+ of mine\./gu)?.length,
  ).toBe(1200);
  const seen = (await alice.sees()).map(words).join(' ');
  expect(seen.match(/This is sentence \d+ of mine\./gu)?.length).toBe(1200);
});

test('that fails is said, and can be tried again', async () => {
  const stage = await open({ helped: true });
  const channel = stage.channel('hr-desk');
  const { alice, front } = stage;
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  front.fail('chat.postMessage', { refused: 'not_in_channel' });
  await alice.presses(await alice.last(), 'handover/yes');
  await stage.settle();
  const failed = await alice.last();
  expect(words(failed)).toContain('could not be sent');
  expect(stage.lines.join()).toContain('not_in_channel');
  await alice.presses(failed, 'handover/yes');
  await stage.settle();
  expect(words(await alice.last())).toContain('Somebody will write to you');
  expect((await alice.sees(channel)).length).toBe(1);
});

test('that takes long holds up nothing that is said meanwhile', async () => {
  const stage = await open({ helped: true });
  const channel = stage.channel('hr-desk');
  const { alice, front } = stage;
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  const consent = await alice.last();
  front.fail('chat.postMessage', { status: 500, delay: 1000 });
  await alice.presses(consent, 'handover/yes');
  await front.until(() => front.healed('chat.postMessage'), 'the attempt to pass it on');
  const before = front.posted.length;
  await alice.writes('Do I need a diploma to apply for a professional title?');
  await stage.settle();
  const [answer, passedOn] = front.posted.slice(before);
  expect(answer?.args['channel']).toBe(await alice.direct());
  expect(passedOn?.args['channel']).toBe(channel);
});

test('of which nobody can say whether it arrived is not said to have been sent', async () => {
  const stage = await open({ helped: true });
  const { alice, front } = stage;
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  const consent = await alice.last();
  const unanswered = { after: true, cut: true };
  front.fail('chat.postMessage', unanswered, unanswered);
  // The talk is read for each attempt; of the channel nothing may be read.
  const read = { delay: 0 };
  const forbidden = { refused: 'missing_scope' };
  front.fail('conversations.history', read, read, forbidden, read, forbidden);
  await alice.presses(consent, 'handover/yes');
  await stage.settle();
  expect(words(await alice.last())).toContain('does not tell me whether they arrived');
  expect((await alice.sees(stage.channel('hr-desk'))).length).toBe(2);
  expect(stage.app.counts).toMatchObject({ repeated: 1, givenUp: 1 });
});

test('is exported and forgotten with the rest, and what was forgotten is not sent', async () => {
  const stage = await open({ helped: true });
  const channel = stage.channel('hr-desk');
  const { alice } = stage;
  await alice.writes('Do I need a diploma to apply for a professional title?');
  await stage.settle();
  await alice.rates(await alice.last(), true);
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  const consent = await alice.last();
  await alice.writes('export my data');
  await stage.settle();
  const data = words(await alice.last());
  expect(data).toMatch(/"handovers": \[/);
  expect(data).toMatch(/"feedback": \[/);
  await alice.writes('forget everything about me');
  await stage.settle();
  await alice.presses(consent, 'handover/yes');
  await stage.settle();
  expect(await alice.sees(channel)).toEqual([]);
  for await (const [key] of stage.store.adapter('slack-handovers').iterator()) expect(key).not.toContain(alice.id);
});

test('not at all without consent', async () => {
  const stage = await open({ helped: true });
  const channel = stage.channel('hr-desk');
  const { alice, front } = stage;
  await alice.writes('I want to talk to a person');
  await stage.settle();
  await consented(stage);
  await alice.presses(await alice.last(), 'handover/no');
  await front.until(() => front.called('chat.update').length > 0, 'the consent to be settled');
  expect(await alice.sees(channel)).toEqual([]);
});
