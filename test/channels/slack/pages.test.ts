/** What stands beside the conversation: Home, forms, feedback, files, handing over, deleting. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Assistant } from '../../../src/assistant/assistant.ts';
import { Feedback } from '../../../src/channels/slack/feedback.ts';
import { Stage } from './support/stage.ts';
import { botUser } from './support/front.ts';
import { team, words } from './support/person.ts';
import { list, text, type Json } from './support/wire.ts';

let stage: Stage;
const open = async (options: Parameters<typeof Stage.open>[0] = {}): Promise<void> => {
  stage = await Stage.open(options);
};
beforeEach(() => open());
afterEach(async () => {
  await stage.close();
});

const homeWords = (): string => words({ text: '', blocks: list(stage.alice.home()['blocks']) });

async function report(): Promise<void> {
  const { alice } = stage;
  await alice.writes('Am I allowed to take part in title review? I am an intermediate worker');
  await stage.settle();
  await alice.presses(await alice.last(), 'confirm');
  await stage.settle();
}

describe('the Messages tab', () => {
  test("opens with prompts in the reader's language", async () => {
    const { alice, bob, front } = stage;
    front.locales.set(bob.id, 'zh-CN');
    await alice.opens('messages');
    await bob.opens('messages');
    await front.until(() => front.called('assistant.threads.setSuggestedPrompts').length === 2, 'the prompts');
    const [english, chinese] = front.called('assistant.threads.setSuggestedPrompts');
    expect(list(english?.['prompts'])[0]).toMatchObject({ title: 'Check what I may apply for' });
    expect(list(chinese?.['prompts'])[0]).toMatchObject({ title: '看看我能申报什么' });
    expect(english).not.toHaveProperty('thread_ts');
  });
});

describe('the Home tab', () => {
  test('says what the app can do, and what it keeps of the reader', async () => {
    const { alice } = stage;
    await alice.opens('home');
    expect(homeWords()).toContain('Nothing so far.');
    await report();
    await alice.opens('home');
    expect(homeWords()).toContain('Skill level: Intermediate');
    expect(homeWords()).toContain('⛔');
  });

  test('forgets all at a press, asked for twice, and shows that it did', async () => {
    const { alice, front } = stage;
    await report();
    await alice.opens('home');
    const published = front.called('views.publish').length;
    await alice.pressesHome('forget');
    await stage.settle();
    await front.until(() => front.called('views.publish').length > published, 'the page to be shown again');
    expect(homeWords()).toContain('Nothing so far.');
    expect(words(await alice.last())).toContain('deleted');
  });

  test('forgets one thing that is noted, and nothing of it stays', async () => {
    const { alice, front } = stage;
    await alice.writes('I am a senior technician since March 2015. Do I need a diploma?');
    await stage.settle();
    await alice.opens('home');
    expect(homeWords()).toContain('2015-03');
    const published = front.called('views.publish').length;
    await alice.pressesHome('forget-one/0', 'seniorTechnicianSince');
    await stage.settle();
    await front.until(() => front.called('views.publish').length > published, 'the page to be shown again');
    expect(homeWords()).not.toContain('2015');
    expect(homeWords()).toContain('Senior technician');
    for await (const [, kept] of stage.store.adapter('conversations').iterator()) expect(kept).not.toContain('2015');
  });

  test('gives the report as a file', async () => {
    const { alice, front } = stage;
    await report();
    await alice.opens('home');
    await alice.pressesHome('file');
    await stage.settle();
    expect(front.called('files.completeUploadExternal')).toMatchObject([{ channel_id: await alice.direct() }]);
  });

  test('changes what is noted in a form', async () => {
    const { alice, front } = stage;
    await report();
    await alice.opens('home');
    await alice.pressesHome('edit');
    await front.until(() => front.called('views.open').length === 1, 'the form');
    const { status, body } = await alice.submits({ 'fact/skillLevel': 'senior' });
    expect(status).toBe(200);
    expect(JSON.stringify(body ?? {})).not.toContain('errors');
    await stage.settle();
    await alice.opens('home');
    expect(homeWords()).toContain('Skill level: Senior worker');
  });
});

describe('a form', () => {
  test('answers several questions at once; what can not be read is said at its field', async () => {
    const { alice, front } = stage;
    await alice.writes('I want to become an assistant engineer');
    await stage.settle();
    const question = await alice.last();
    await alice.presses(question, 'form');
    await front.until(() => front.called('views.open').length === 1, 'the form');
    const bad = await alice.submits({ 'fact/titleLevel': 'none', 'fact/seniorWorkerSince': 'long ago' });
    expect(bad.body).toMatchObject({ response_action: 'errors', errors: { 'fact/seniorWorkerSince': expect.any(String) } });
    const future = await alice.submits({ 'fact/seniorWorkerSince': '2999' });
    expect(future.body).toMatchObject({ response_action: 'errors' });
    await alice.submits({ 'fact/titleLevel': 'none', 'fact/seniorWorkerSince': 'May 2019' }, 'V1');
    await stage.settle();
    const review = await alice.last();
    expect(words(review)).toContain('2019-05');
    expect(review.thread).toBe(question.thread);
    const count = (await alice.sees()).length;
    await alice.submits({ 'fact/titleLevel': 'none', 'fact/seniorWorkerSince': 'May 2019' }, 'V1');
    await stage.settle();
    expect((await alice.sees()).length).toBe(count);
  });
});

describe('feedback', () => {
  test('the last click counts; "not helpful" asks why and is answered to the person alone', async () => {
    const { alice, front } = stage;
    await alice.writes('Do I need a diploma to apply for a professional title?');
    await stage.settle();
    const answer = await alice.last();
    const feedback = new Feedback(stage.store, () => new Date(), 1e9);
    const key = { team, user: alice.id, channel: answer.channel, ts: answer.ts };
    await alice.rates(answer, true);
    expect(await feedback.get(key)).toMatchObject({ good: true });
    await alice.rates(answer, false);
    expect(await feedback.get(key)).toMatchObject({ good: false });
    await front.until(() => front.called('views.open').length === 1, 'the question why');
    await alice.submits({ reason: 'It does not say where' });
    const kept = await feedback.get(key);
    expect(kept).toMatchObject({ good: false, reason: 'It does not say where' });
    expect(kept?.cites.length).toBeGreaterThan(0);
    await front.until(() => front.whispers.length >= 2, 'the thanks');
    await alice.commands('forget', stage.channel('support'));
    await stage.settle();
    await expect.poll(() => feedback.get(key)).toBeUndefined();
  });
});

test('the report is a file on request, with all of its reasons; a double click is one file', async () => {
  const { alice, front } = stage;
  await report();
  const shown = await alice.last();
  await Promise.all([alice.presses(shown, 'file'), alice.presses(shown, 'file')]);
  await stage.settle();
  const done = front.called('files.completeUploadExternal');
  expect(done.length).toBe(1);
  expect(done[0]).toMatchObject({ channel_id: shown.channel, thread_ts: shown.thread });
});

describe('a deleted message', () => {
  const deleted = async (said: string): Promise<Json> => {
    const { alice } = stage;
    const { ts } = await alice.writes(said);
    await stage.settle();
    const channel = await alice.direct();
    const event = {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel,
      channel_type: 'im',
      ts: `${Number(ts) + 1}`.slice(0, 17),
      deleted_ts: ts,
      previous_message: { type: 'message', user: alice.id, bot_id: null, text: said, ts },
    };
    await alice.tell(event);
    return event;
  };

  test('that gave credentials can be forgotten', async () => {
    const { alice, front } = stage;
    const event = await deleted('I am a senior technician since 2015');
    // However often Slack tells it, it is offered once.
    await alice.tell(event);
    await stage.settle();
    await front.until(() => front.calls.some(({ args }) => JSON.stringify(args).includes('You deleted a message')), 'the offer');
    const offer = await alice.last();
    expect(JSON.stringify(front.posted).split('You deleted a message').length).toBe(3);
    expect(words(offer)).not.toContain('2015');
    await alice.presses(offer, 'forget');
    await stage.settle();
    expect(words(await alice.last())).toContain('deleted');
    await alice.opens('home');
    expect(homeWords()).toContain('Nothing so far.');
  });

  test('that gave none passes without a word', async () => {
    await deleted('Do I need a diploma?');
    await stage.settle();
    expect(JSON.stringify(stage.front.calls)).not.toContain('You deleted a message');
  });
});

test('what was said last is dropped with a message that is deleted or edited, and not with a mere preview of a link', async () => {
  const { alice } = stage;
  const dropped = vi.spyOn(Assistant.prototype, 'forgetTurns');
  onTestFinished(() => dropped.mockRestore());
  const said = { type: 'message', user: alice.id, text: 'no title', ts: '1790000000.000100' };
  const base = { type: 'message', hidden: true, channel: await alice.direct(), channel_type: 'im', ts: '1790000001.000100' };
  await alice.tell({ ...base, subtype: 'message_changed', previous_message: said, message: said });
  expect(dropped).not.toHaveBeenCalled();
  await alice.tell({ ...base, subtype: 'message_changed', previous_message: said, message: { ...said, text: 'none' } });
  await vi.waitFor(() => expect(dropped).toHaveBeenCalledTimes(1));
  await alice.tell({ ...base, ts: '1790000002.000100', subtype: 'message_deleted', previous_message: said });
  await vi.waitFor(() => expect(dropped).toHaveBeenCalledTimes(2));
  expect(dropped.mock.calls.every(([id]) => id.endsWith(`:${alice.id}`))).toBe(true);
});

test('own, bot and edited messages are ignored', async () => {
  const { alice, front } = stage;
  const channel = await alice.direct();
  const base = { type: 'message', channel, channel_type: 'im', ts: '1790000000.000100', text: 'check' };
  await alice.tell({ ...base, user: botUser });
  await alice.tell({ ...base, user: alice.id, bot_id: 'B0OTHER' });
  await alice.tell({ ...base, subtype: 'bot_message', bot_id: 'B0OTHER' });
  await alice.tell({ ...base, subtype: 'message_changed', hidden: true, message: { ...base, user: alice.id } });
  await alice.tell({ ...base, subtype: 'channel_join', user: alice.id });
  await stage.settle();
  expect(front.called('chat.postMessage')).toEqual([]);
});

test('the stop button stops the interview, which can be taken up again', async () => {
  const { alice } = stage;
  const { ts } = await alice.writes('check what I may apply for');
  await stage.settle();
  await alice.tell({
    type: 'agent_session_stopped',
    user: alice.id,
    channel: await alice.direct(),
    thread_ts: ts,
    event_ts: text(ts),
  });
  await stage.settle();
  expect(words(await alice.last())).toContain('Stopped');
  await stage.front.until(
    () => stage.front.called('agents.sessions.setStatus').some(({ status }) => status === 'suspended'),
    'the status',
  );
});

test('a status is shown while an answer has to wait', async () => {
  const { alice, front } = stage;
  front.fail('chat.postMessage', { status: 429, headers: { 'retry-after': '2' } });
  await alice.writes('Do I need a diploma?');
  await front.until(() => front.called('assistant.threads.setStatus').length === 1, 'the status');
  await stage.settle();
  await front.until(() => front.called('assistant.threads.setStatus').length === 2, 'the status to be taken away');
  expect(front.called('assistant.threads.setStatus').map(({ status }) => status)).toEqual(['is working on it…', '']);
  expect((await alice.sees()).length).toBe(1);
});
