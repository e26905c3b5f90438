/** Slash commands, completions, the message command: what is offered is what is answered, and only to whom it concerns. */
import { describe, expect, test } from 'vitest';
import { ChannelType } from 'discord.js';
import {
  answerTo,
  answersTo,
  botMessages,
  discordForFile,
  isEphemeral,
  labelsOf,
  lastAnswer,
  member,
  readable,
} from './support.ts';
import type { FakeChannel, FakeGuild } from './fake/model.ts';
import { text } from './fake/json.ts';

let guild: FakeGuild;
let general: FakeChannel;
let foreign: FakeChannel;
const context = discordForFile((fake) => {
  guild = fake.state.guild('Workers');
  general = fake.state.channel(guild, 'general');
  foreign = fake.state.channel(fake.state.guild('Elsewhere', { joined: false }), 'lounge');
});

describe('/ask', () => {
  test('offers questions and provisions in the language of the user', async () => {
    const { fake } = context;
    const english = await member(fake).complete(general, 'ask', 'question', 'diploma');
    expect(english.length).toBeGreaterThan(0);
    expect(english.every(({ name }) => /^[\u0020-\u024f\u2018-\u201f]/.test(text(name)))).toBe(true);
    expect(english.some(({ value }) => text(value).startsWith('question:'))).toBe(true);
    const chinese = await member(fake, 'li', { locale: 'zh-CN' }).complete(general, 'ask', 'question', '学历');
    expect(chinese.length).toBeGreaterThan(0);
    expect(chinese.some(({ name }) => text(name).includes('学历'))).toBe(true);
    expect((await member(fake).complete(general, 'ask', 'question', '')).length).toBe(25);
    expect(await member(fake).complete(general, 'ask', 'question', 'zzzzqqq')).toEqual([]);
  });

  test('answers to the asker alone, with sources', async () => {
    const { fake } = context;
    const alice = member(fake);
    const [first] = await alice.complete(general, 'ask', 'question', 'diploma');
    const answer = await answerTo(fake, alice.slash(general, 'ask', { question: text(first?.['value']) }));
    expect(isEphemeral(answer)).toBe(true);
    expect(readable(answer)).toContain('-# [');
  });

  test('answers everyone where that is wanted, with the buttons that follow', async () => {
    const { fake } = context;
    const alice = member(fake);
    const answer = await answerTo(fake, alice.slash(general, 'ask', { question: 'Do I need a diploma for a title?', share: true }));
    expect(isEphemeral(answer)).toBe(false);
    expect(labelsOf(answer)).toEqual(expect.arrayContaining(['Not helpful', 'Ask a human']));
  });

  test('keeps what is personal from a channel, and leads on in private', async () => {
    const { fake } = context;
    const alice = member(fake);
    const answers = await answersTo(
      context,
      alice.slash(general, 'ask', { question: 'I am a technician since 2019, can I become an engineer?', share: true }),
    );
    expect(answers.some(isEphemeral)).toBe(true);
    const open = member(fake, 'bob').sees(general).map(readable).join('\n');
    expect(open).not.toContain('2019');
    const told = answers.find(isEphemeral);
    if (!told) throw new Error('not told');
    const begun = await lastAnswer(context, alice.click(told, labelsOf(told)[0] ?? ''));
    expect(isEphemeral(begun)).toBe(true);
  });

  test('works where only its user installed it, and in a conversation of several', async () => {
    const { fake } = context;
    const alice = member(fake);
    const answer = await answerTo(fake, alice.slash(foreign, 'ask', { question: 'Do I need a diploma for a title?' }));
    expect(isEphemeral(answer)).toBe(true);
    const group = fake.state.channel(null, 'group', { type: ChannelType.GroupDM, members: [alice.user.id] });
    expect(isEphemeral(await answerTo(fake, alice.slash(group, 'ask', { question: 'Do I need a diploma for a title?' })))).toBe(
      true,
    );
    expect(() => alice.slash(foreign, 'bridge-admin show')).toThrow('not offered');
  });
});

describe('/provision', () => {
  test('shows a provision, as the completions offer it', async () => {
    const { fake } = context;
    const alice = member(fake, 'alice', { locale: 'zh-CN' });
    const [first] = await alice.complete(general, 'provision', 'provision', '绿色通道');
    expect(text(first?.['value'])).toMatch(/^provision:/);
    const shown = await answerTo(fake, alice.slash(general, 'provision', { provision: text(first?.['value']), share: true }));
    expect(readable(shown)).toContain('绿色通道');
    expect(isEphemeral(shown)).toBe(false);
  });

  test('says so where there is none', async () => {
    const { fake } = context;
    const shown = await answerTo(fake, member(fake).slash(general, 'provision', { provision: 'qqqzzz' }));
    expect(readable(shown)).toContain('no such provision');
    expect(isEphemeral(shown)).toBe(true);
  });
});

describe('/my-data', () => {
  test('shows, exports and forgets what is noted, to its owner alone', async () => {
    const { fake } = context;
    const alice = member(fake);
    alice.direct('I am a technician (skill level 2) since 2019');
    await botMessages(fake, fake.state.direct(alice.user), 1);
    const shown = await answerTo(fake, alice.slash(general, 'my-data show'));
    expect(readable(shown)).toContain('2019');
    expect(isEphemeral(shown)).toBe(true);
    const exported = await answersTo(context, alice.slash(general, 'my-data export'));
    expect(exported.map(readable).join('\n')).toContain('skillLevel');
    expect(exported.map(readable).join('\n')).toContain(guild.id);
    expect(exported.every(isEphemeral)).toBe(true);
    await answerTo(fake, alice.slash(general, 'my-data forget'));
    const after = await answerTo(fake, alice.slash(general, 'my-data show'));
    expect(readable(after)).not.toContain('2019');
    const { store } = context.bot;
    const keys: string[] = [];
    for await (const [key] of store.adapter('discord-paths').iterator()) keys.push(key);
    expect(keys.filter((key) => key.includes(`discord:${alice.user.id}|`)).length).toBeLessThanOrEqual(2);
  });
});

test('/help says what can be asked, in the language of the user', async () => {
  const { fake } = context;
  const answer = await answerTo(fake, member(fake, 'li', { locale: 'zh-CN' }).slash(general, 'help'));
  expect(readable(answer)).toContain('您可以直接问政策');
});

describe('"Answer this"', () => {
  test('shows the answer to who asked for it, who may then show it to everyone', async () => {
    const { fake } = context;
    const alice = member(fake);
    const bob = member(fake, 'bob');
    const message = bob.say(general, 'Do I need a diploma for a title?');
    const preview = await answerTo(fake, alice.menu(message, 'Answer this'));
    expect(isEphemeral(preview)).toBe(true);
    const shared = await answerTo(fake, alice.click(preview, 'Show to everyone'));
    expect(isEphemeral(shared)).toBe(false);
    const again = await answerTo(fake, alice.click(preview, 'Show to everyone'));
    expect(readable(again)).toContain('already');
  });

  test('notes nothing of what somebody else says of himself', async () => {
    const { fake } = context;
    const alice = member(fake);
    const message = member(fake, 'bob').say(general, 'I am a technician since 2011 with no title');
    await answersTo(context, alice.menu(message, 'Answer this'));
    const noted = await answerTo(fake, alice.slash(general, 'my-data show'));
    expect(readable(noted)).not.toContain('2011');
  });

  test('says so where there is no text', async () => {
    const { fake } = context;
    const message = member(fake, 'bob').say(general, '');
    const answer = await answerTo(fake, member(fake).menu(message, 'Answer this'));
    expect(readable(answer)).toContain('no text');
  });
});

describe('a mention', () => {
  test('is answered in the channel, below the message, and notifies nobody', async () => {
    const { fake } = context;
    const channel = fake.state.channel(guild, 'mentions');
    const asked = member(fake).say(channel, `<@${fake.state.bot.id}> Do I need a diploma for a title?`);
    const [answer] = await botMessages(fake, channel, 1);
    expect(answer?.replyTo).toBe(asked.id);
    expect(answer && readable(answer)).toContain('-# [');
  });

  test('with credentials is told in private to go on there; without direct messages by a button that tells nothing', async () => {
    const { fake } = context;
    const alice = member(fake);
    alice.say(general, `<@${fake.state.bot.id}> I am a technician since 2017, check what I may apply for`);
    const [told] = await botMessages(fake, fake.state.direct(alice.user), 1);
    expect(told && readable(told)).toContain('private');
    const bob = member(fake, 'bob', { closed: true });
    const count = general.messages.filter(({ onlyFor }) => onlyFor === null).length;
    bob.say(general, `<@${fake.state.bot.id}> I am a technician since 2017, check what I may apply for`);
    const hint = await fake.state.until('a hint', () =>
      general.messages.find(
        ({ components, id }) =>
          components.length > 0 &&
          general.messages.findIndex((each) => each.id === id) > count &&
          JSON.stringify(components).includes('"private"'),
      ),
    );
    expect(readable(hint)).not.toContain('2017');
    const begun = await lastAnswer(context, bob.click(hint, 'Go on in private'));
    expect(isEphemeral(begun)).toBe(true);
  });
});
