/** What Slack is told: at once, whatever its own API does, and also of what can't be read. */
import { describe, expect, test } from 'vitest';
import { modes, stages } from './support/stage.ts';
import { list, text } from './support/wire.ts';

const { open } = stages();

const question = 'Do I need a diploma to apply for a professional title?';

describe.each(modes)('over %s', (mode) => {
  test('everything is acknowledged within a second, however slow the Web API is', async () => {
    const stage = await open({ mode, helped: true });
    const { alice, bob, front } = stage;
    const support = stage.channel('support');
    // What there is to be pressed.
    await alice.writes('I want to talk to a person');
    await stage.settle();
    const consent = await alice.last();
    await alice.writes('I want to become an assistant engineer');
    await stage.settle();
    const asked = await alice.last();
    await alice.presses(asked, 'form');
    await front.until(() => front.called('views.open').length === 1, 'the form');
    await bob.says('@bridge I am a senior technician since 2015, what may I apply for?', support);
    await bob.says(`@bridge ${question}`, support);
    await stage.settle();
    const whisper = bob.whispered();
    const answer = (await bob.sees(support)).at(-1) ?? consent;
    await alice.opens('home');
    const { ts } = await alice.message('I am a technician', await alice.direct(), 'im');

    front.slow = 1500;
    const event = { type: 'message', channel: await alice.direct(), channel_type: 'im', user: alice.id, team: 'T000000001' };
    const took: Record<string, number> = {};
    const measure = async (
      what: string,
      work: () => Promise<{ readonly status: number; readonly took: number }>,
    ): Promise<void> => {
      const ack = await work();
      expect(ack.status, what).toBe(200);
      took[what] = ack.took;
    };
    await measure('message', () => alice.tell({ ...event, text: 'I am a technician', ts }));
    await measure('Home', () => alice.tell({ type: 'app_home_opened', user: alice.id, channel: event.channel, tab: 'home' }));
    await measure('Messages', () =>
      alice.tell({ type: 'app_home_opened', user: alice.id, channel: event.channel, tab: 'messages' }),
    );
    await measure('deleted', () =>
      alice.tell({
        ...event,
        subtype: 'message_deleted',
        ts: '1790000000.000100',
        previous_message: { ...event, text: 'I am a technician', ts },
      }),
    );
    await measure('stopped', () =>
      alice.tell({ type: 'agent_session_stopped', user: alice.id, channel: event.channel, thread_ts: ts }),
    );
    await measure('choice', () => alice.presses(asked, 'none'));
    await measure('form', () => alice.presses(asked, 'form'));
    await measure('form filled in', () => alice.submits({ 'fact/titleLevel': 'none' }));
    await measure('consent', () => alice.presses(consent, 'handover/yes'));
    await measure('in private', () => bob.presses(whisper, 'Go on in private with what I wrote'));
    await measure('feedback', () => bob.rates(answer, false));
    await measure('person', () => bob.presses(answer, 'human'));
    await measure('Home button', () => alice.pressesHome('export'));
    await measure('command', () => bob.commands('ask do I need a diploma?', support));
    await measure('shortcut', () => bob.shortcut());
    await measure('answer this', () => bob.shortcut({ text: question, ts: text(ts), channel: support }));
    expect(Object.entries(took).filter(([, milliseconds]) => milliseconds >= 1000)).toEqual([]);
    front.slow = 0;
    await stage.settle();
  }, 60_000);

  test("what can't be read is told to the operator, without its words, and acknowledged: the next delivery would be no better", async () => {
    const stage = await open({ mode });
    const { alice, front } = stage;
    const channel = await alice.direct();
    const broken = { type: 'message', channel, channel_type: 'im', user: alice.id, text: 'my secret', ts: 'yesterday' };
    expect((await alice.tell(broken)).status).toBe(200);
    const actions = [{ action_id: 'choose/0', value: 'my secret' }];
    const action = { type: 'block_actions', team: { id: 'T000000001' }, user: { id: alice.id }, actions };
    expect((await front.deliver('interactive', action)).status).toBe(200);
    await front.until(() => stage.lines.length >= 2, 'the lines');
    expect(stage.lines.join('\n')).toContain('ts');
    expect(stage.lines.join('\n')).not.toContain('my secret');
    await alice.writes(question);
    await stage.settle();
    expect((await alice.sees()).length).toBe(1);
  });
});

test('an answer that only its reader sees stays when one of its buttons is pressed', async () => {
  const stage = await open();
  const { alice, front } = stage;
  await alice.commands(`ask ${question}`, stage.channel('support'));
  await stage.settle();
  const answer = alice.whispered();
  const [button] = list(answer.blocks.find(({ type }) => type === 'actions')?.['elements']);
  const whispers = front.whispers.length;
  await alice.presses(answer, text(button?.['value']));
  await stage.settle();
  expect(front.whispers.length).toBeGreaterThan(whispers);
  expect(front.responses).toEqual([]);
});
