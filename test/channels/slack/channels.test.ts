/** Where others read along: mentions, threads, and what is said to one person alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modes, Stage } from './support/stage.ts';
import { elementsOf, Person, words } from './support/person.ts';
import { text } from './support/wire.ts';

describe.each(modes)('over %s', (mode) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ mode });
  });
  afterAll(async () => {
    await stage.close({ quiet: true });
  });

  const inChannel = (): ReturnType<typeof stage.alice.sees> => stage.alice.sees(stage.channel('support'));

  test('a mention is answered once in its thread, though it arrives under two names', async () => {
    const before = (await inChannel()).length;
    const { ts } = await stage.alice.says(
      '@bridge Do I need a diploma to apply for a professional title?',
      stage.channel('support'),
    );
    await stage.settle();
    const said = await inChannel();
    expect(said.length).toBe(before + 1);
    expect(said.at(-1)).toMatchObject({ thread: ts });
    expect(elementsOf(said.at(-1) ?? { blocks: [] }).some(({ element }) => element['type'] === 'feedback_buttons')).toBe(true);
  });

  test('what follows in that thread needs no mention; small talk among people is left alone', async () => {
    const { ts } = await stage.alice.says(
      '@bridge Do I need a diploma to apply for a professional title?',
      stage.channel('support'),
    );
    await stage.settle();
    const before = (await inChannel()).length;
    await stage.bob.says('thanks, see you at lunch', stage.channel('support'), { thread: text(ts) });
    await stage.bob.says(`<@${stage.alice.id}> do I need a diploma?`, stage.channel('support'), { thread: text(ts) });
    await stage.settle();
    expect((await inChannel()).length).toBe(before);
    await stage.bob.says('How many years of work does an assistant title take?', stage.channel('support'), { thread: text(ts) });
    await stage.settle();
    expect((await inChannel()).length).toBe(before + 1);
    await stage.bob.says('How many years of work does an assistant title take?', stage.channel('support'));
    await stage.settle();
    expect((await inChannel()).length).toBe(before + 1);
  });

  test('what is personal is told to who asked alone, not repeated, not kept; the person may take it along', async () => {
    const { bob, front } = stage;
    const before = (await inChannel()).length;
    const whispers = front.whispers.length;
    const said = 'I am a senior technician since 2015, what may I apply for?';
    await bob.says(`@bridge ${said}`, stage.channel('support'));
    await stage.settle();
    expect((await inChannel()).slice(before).map(words).join()).not.toMatch(/senior technician|2015/i);
    expect(front.whispers.length).toBe(whispers + 1);
    const whisper = bob.whispered();
    expect(words(whisper)).not.toMatch(/2015/);
    expect(await bob.sees()).toEqual([]);
    for await (const [, kept] of stage.store.adapter('conversations').iterator()) expect(kept).not.toContain('2015');
    await bob.presses(whisper, 'Go on in private with what I wrote');
    await stage.settle();
    expect(words(await bob.last())).toMatch(/2015|Senior technician/);
    await front.until(() => front.responses.some(({ hook }) => hook === whisper.ts), 'the notice to be replaced');
    // Pressed twice in a hurry it counts once.
    const count = (await bob.sees()).length;
    await bob.presses(whisper, 'Go on in private with what I wrote');
    await stage.settle();
    expect((await bob.sees()).length).toBe(count);
  });

  test('a button of a public answer: a policy question is answered there, what is personal goes on in private', async () => {
    const { alice } = stage;
    await alice.says('@bridge How many years of work does an assistant title take?', stage.channel('support'));
    await stage.settle();
    const answer = (await inChannel()).at(-1);
    if (!answer) throw new Error('no answer');
    const before = (await inChannel()).length;
    const check = elementsOf(answer).find(({ element }) => text(element['value']).startsWith('check'));
    await alice.presses(answer, text(check?.element['value']));
    await stage.settle();
    expect((await inChannel()).length).toBe(before);
    expect(elementsOf(await alice.last()).length).toBeGreaterThan(0);
  });

  test('words of users mention nobody', async () => {
    const { bob } = stage;
    await bob.writes('&lt;!channel&gt; <@U1> *bold* <https://evil.example|click> am I a Meister or a technician?');
    await stage.settle();
    const last = await bob.last();
    expect(JSON.stringify(last.blocks)).not.toContain('mrkdwn');
    expect(last.text).not.toMatch(/<!|<@|<http/);
  });

  describe('from anywhere', () => {
    test('/bridge ask is answered to the person alone, where it was typed', async () => {
      const { alice, front } = stage;
      const whispers = front.whispers.length;
      const ack = await alice.commands('ask do I need a diploma?', stage.channel('support'));
      expect(ack.status).toBe(200);
      await stage.settle();
      expect(front.whispers.length).toBeGreaterThan(whispers);
      expect(alice.whispered()).toMatchObject({ channel: stage.channel('support') });
    });

    test('/bridge ask in a channel that the app can not write to is answered in the direct messages', async () => {
      const { bob, front } = stage;
      const before = (await bob.sees()).length;
      front.fail('chat.postEphemeral', { refused: 'not_in_channel' });
      await bob.commands('ask do I need a diploma?', stage.channel('secret'));
      await stage.settle();
      expect((await bob.sees()).length).toBeGreaterThan(before);
    });

    test('/bridge check, export, forget go on in the direct messages and say so; help says how', async () => {
      const { alice } = stage;
      for (const command of ['check', 'export', 'forget']) {
        const before = (await alice.sees()).length;
        const ack = await alice.commands(command, stage.channel('support'));
        expect(ack.body).toMatchObject({ response_type: 'ephemeral' });
        await stage.settle();
        expect((await alice.sees()).length).toBeGreaterThan(before);
      }
      expect(JSON.stringify((await alice.commands('', stage.channel('support'))).body)).toContain('/bridge ask');
    });

    test('is acknowledged within a second also while Slack is slow to say who asks', async () => {
      const stranger = new Person(stage, stage.bob.id, 'bob', `T${mode}`);
      stage.front.fail('users.info', { delay: 1500 });
      const ack = await stranger.commands('check', stage.channel('support'));
      expect(ack.status).toBe(200);
      expect(ack.took).toBeLessThan(1000);
      await stage.settle();
    });

    test('"Check my eligibility" starts a check in the direct messages', async () => {
      const { alice } = stage;
      const before = (await alice.sees()).length;
      expect((await alice.shortcut()).status).toBe(200);
      await stage.settle();
      expect((await alice.sees()).length).toBeGreaterThan(before);
    });

    test('"Answer this" answers somebody else\'s words and notes nothing of them', async () => {
      const { bob, front } = stage;
      const { ts } = await stage.alice.message('I work in agriculture. Do I need a diploma?', stage.channel('support'), 'channel');
      const whispers = front.whispers.length;
      await bob.shortcut({ text: 'I work in agriculture. Do I need a diploma?', ts: text(ts), channel: stage.channel('support') });
      await stage.settle();
      expect(front.whispers.length).toBeGreaterThan(whispers);
      await bob.opens('home');
      expect(JSON.stringify(bob.home())).not.toContain('griculture');
    });
  });
});
