/** Forums and channels that an administrator names: off, suggest, auto; solved, not helpful, a person. */
import { describe, expect, test } from 'vitest';
import { PermissionFlagsBits as P } from 'discord.js';
import { openStore } from '../../../src/storage/open-store.ts';
import { FakeDiscord } from './fake/fake-discord.ts';
import type { FakeChannel, FakeGuild } from './fake/model.ts';
import type { Person } from './fake/person.ts';
import {
  answerTo,
  botMessages,
  discordForFile,
  expectNoViolations,
  isEphemeral,
  labelsOf,
  member,
  readable,
  startBot,
} from './support.ts';

const clear = 'Do I need a diploma for a title?';

interface Server {
  readonly guild: FakeGuild;
  readonly forum: FakeChannel;
  readonly plain: FakeChannel;
  readonly desk: FakeChannel;
  readonly admin: Person;
}

let spare: Server[] = [];

function serverOf(fake: FakeDiscord): Server {
  const guild = fake.state.guild('Workers');
  return {
    guild,
    forum: fake.state.forum(guild, 'help', ['question', 'Solved']),
    plain: fake.state.channel(guild, 'questions'),
    desk: fake.state.channel(guild, 'hr', { closed: true }),
    admin: member(fake, 'admin', { permissions: P.ManageGuild }),
  };
}

const context = discordForFile((fake) => {
  spare = Array.from({ length: 32 }, () => serverOf(fake));
});

async function server(mode: 'off' | 'suggest' | 'auto', channel: 'forum' | 'plain' = 'forum'): Promise<Server> {
  const taken = spare.pop();
  if (!taken) throw new Error('no server left');
  await setUp(context.fake, taken, mode, channel);
  return taken;
}

async function setUp(
  fake: FakeDiscord,
  { admin, plain, desk, guild, ...more }: Server,
  mode: string,
  channel: 'forum' | 'plain',
): Promise<void> {
  await answerTo(fake, admin.slash(plain, 'bridge-admin desk', { channel: desk }));
  await answerTo(fake, admin.slash(plain, 'bridge-admin helpers', { role: { role: guild.helperRole } }));
  const set = await answerTo(
    fake,
    admin.slash(plain, 'bridge-admin channel', { channel: channel === 'forum' ? more.forum : plain, mode }),
  );
  expect(readable(set)).toContain('Saved');
}

describe('auto', () => {
  test('answers a new post when it is sure, with sources and the buttons that follow', async () => {
    const { fake } = context;
    const { forum } = await server('auto');
    const post = member(fake).post(forum, 'A question on diplomas', clear);
    const [answer] = await botMessages(fake, post, 1);
    if (!answer) throw new Error('no answer');
    expect(readable(answer)).toContain('-# [');
    expect(labelsOf(answer)).toEqual(expect.arrayContaining(['Solved', 'Not helpful', 'Ask a human']));
  });

  test('says nothing where it is not sure, and goes on with the one who asked', async () => {
    const { fake } = context;
    const { forum } = await server('auto');
    const alice = member(fake);
    const post = alice.post(forum, 'hello all', 'how was your weekend, any nice films?');
    member(fake, 'bob').say(post, clear);
    alice.say(post, 'thanks');
    alice.say(post, clear);
    const [answer] = await botMessages(fake, post, 1);
    await context.bot.running.settle();
    expect(answer?.replyTo).toBe(post.messages.findLast(({ author }) => author === alice.user)?.id);
    expect(post.messages.filter(({ author }) => author === fake.state.bot)).toHaveLength(1);
  });

  test('in a text channel answers in a thread below the message', async () => {
    const { fake } = context;
    const { plain } = await server('auto', 'plain');
    const alice = member(fake);
    const asked = alice.say(plain, clear);
    const thread = await fake.state.until('a thread', () => fake.state.channels.get(asked.id));
    await botMessages(fake, thread, 1);
    alice.say(thread, 'What is this policy for?');
    await botMessages(fake, thread, 2);
    expect(plain.messages.filter(({ author, onlyFor }) => author === fake.state.bot && onlyFor === null)).toEqual([]);
  });

  test('tells who writes credentials in a post to go on in private', async () => {
    const { fake } = context;
    const { forum } = await server('auto');
    const alice = member(fake);
    const post = alice.post(forum, 'my case', 'I am a technician since 2016, no title. Check what I may apply for.');
    const [told] = await botMessages(fake, fake.state.direct(alice.user), 1);
    expect(told && readable(told)).toContain('private');
    expect(post.messages.map(readable).filter((each) => each.includes('2016'))).toHaveLength(1);
  });
});

describe('suggest', () => {
  test('shows a draft to the helpers only, who release it once', async () => {
    const { fake } = context;
    const { forum, desk, guild } = await server('suggest');
    const post = member(fake).post(forum, 'A question on diplomas', clear);
    const [draft] = await botMessages(fake, desk, 1);
    if (!draft) throw new Error('no draft');
    expect(readable(draft)).toContain(`<#${post.id}>`);
    expect(post.messages.filter(({ author }) => author === fake.state.bot)).toEqual([]);
    const refused = await answerTo(fake, member(fake, 'carol').click(draft, 'Send it'));
    expect(readable(refused)).toContain('Only helpers');
    const helper = member(fake, 'helper', { roles: [guild.helperRole] });
    const other = member(fake, 'other', { roles: [guild.helperRole] });
    await Promise.all([helper.click(draft, 'Send it'), other.click(draft, 'Send it')].map((each) => answerTo(fake, each)));
    const released = await botMessages(fake, post, 1);
    expect(released).toHaveLength(1);
    expect(labelsOf(draft)).toEqual([]);
  });

  test('can be discarded', async () => {
    const { fake } = context;
    const { forum, desk, guild } = await server('suggest');
    const post = member(fake).post(forum, 'A question on diplomas', clear);
    const [draft] = await botMessages(fake, desk, 1);
    if (!draft) throw new Error('no draft');
    const done = await answerTo(fake, member(fake, 'helper', { roles: [guild.helperRole] }).click(draft, 'Discard'));
    expect(readable(done)).toContain('Discarded by');
    expect(post.messages.filter(({ author }) => author === fake.state.bot)).toEqual([]);
  });

  test('takes its draft off the helpers also where sending takes its time', async () => {
    const { fake } = context;
    const { forum, desk, guild } = await server('suggest');
    const post = member(fake).post(forum, 'A question on diplomas', clear);
    const [draft] = await botMessages(fake, desk, 1);
    if (!draft) throw new Error('no draft');
    fake.faults.push({
      method: 'POST',
      path: new RegExp(`^/channels/${post.id}/messages$`),
      times: 1,
      act: { status: 429, headers: { 'retry-after': '1.5' }, body: { message: 'slow', retry_after: 1.5, global: false } },
    });
    const helper = member(fake, 'helper', { roles: [guild.helperRole] });
    const click = helper.click(draft, 'Send it');
    await botMessages(fake, post, 1);
    await fake.state.until('a note in place of the draft', () => readable(draft).includes('Sent by'));
    expect(click.responses).toEqual([draft]);
    expect(labelsOf(draft)).toEqual([]);
  });

  test('lets the helpers release the way into private, where who writes credentials takes no direct message', async () => {
    const { fake } = context;
    const { forum, desk, guild } = await server('suggest');
    const alice = member(fake, 'alice', { closed: true });
    const post = alice.post(forum, 'my case', 'I am a technician since 2016, no title. Check what I may apply for.');
    const [draft] = await botMessages(fake, desk, 1);
    if (!draft) throw new Error('no draft');
    expect(readable(draft)).not.toContain('2016');
    expect(post.messages.filter(({ author }) => author === fake.state.bot)).toEqual([]);
    await answerTo(fake, member(fake, 'helper', { roles: [guild.helperRole] }).click(draft, 'Send it'));
    const [hint] = await botMessages(fake, post, 1);
    if (!hint) throw new Error('no hint');
    expect(isEphemeral(await answerTo(fake, alice.click(hint, 'Go on in private')))).toBe(true);
  });

  test('needs a place for the drafts, as long as it is on', async () => {
    const { fake } = context;
    const on = await server('suggest');
    const kept = await answerTo(fake, on.admin.slash(on.plain, 'bridge-admin desk'));
    expect(readable(kept)).toContain('HR channel first');
    const taken = spare.pop();
    if (!taken) throw new Error('no server left');
    const answer = await answerTo(
      fake,
      taken.admin.slash(taken.plain, 'bridge-admin channel', { channel: taken.forum, mode: 'suggest' }),
    );
    expect(readable(answer)).toContain('HR channel first');
  });
});

test('off answers only when mentioned', async () => {
  const { fake } = context;
  const { forum } = await server('off');
  const alice = member(fake);
  const post = alice.post(forum, 'A question', clear);
  alice.say(post, `<@${fake.state.bot.id}> ${clear}`);
  const answers = await botMessages(fake, post, 1);
  await context.bot.running.settle();
  expect(answers).toHaveLength(1);
  expect(answers[0]?.replyTo).toBe(post.messages.at(1)?.id);
});

describe('the buttons below an answer', () => {
  async function answered(): Promise<Server & { readonly post: FakeChannel; readonly asker: Person }> {
    const { fake } = context;
    const made = await server('auto');
    const asker = member(fake);
    const post = asker.post(made.forum, 'A question on diplomas', clear);
    await botMessages(fake, post, 1);
    return { ...made, post, asker };
  }
  const answerIn = (post: FakeChannel) => post.messages.find(({ author }) => author === context.fake.state.bot);

  test('"Solved" sets the tag and archives, for the one who asked and for helpers', async () => {
    const { fake } = context;
    const { post, asker, forum } = await answered();
    const message = answerIn(post);
    if (!message) throw new Error('no answer');
    const refused = await answerTo(fake, member(fake, 'stranger').click(message, 'Solved'));
    expect(isEphemeral(refused)).toBe(true);
    await answerTo(fake, asker.click(message, 'Solved'));
    await fake.state.until('archived', () => post.archived);
    expect(post.appliedTags).toEqual([forum.tags.find(({ name }) => name === 'Solved')?.id]);
  });

  test('"Not helpful" asks why, and tells the helpers', async () => {
    const { fake } = context;
    const { post, asker, desk } = await answered();
    const message = answerIn(post);
    if (!message) throw new Error('no answer');
    const form = asker.click(message, 'Not helpful');
    const thanks = await answerTo(fake, await asker.submit(form, { reason: ['unclear'], words: 'which **years**?' }));
    expect(isEphemeral(thanks)).toBe(true);
    const [note] = await botMessages(fake, desk, 1);
    expect(note && readable(note)).toContain('which **years**?');
    expect(note && JSON.stringify(note.components)).toContain('\\\\*');
  });

  test('"Ask a human" tells the helpers where', async () => {
    const { fake } = context;
    const { post, asker, desk } = await answered();
    const message = answerIn(post);
    if (!message) throw new Error('no answer');
    const told = await answerTo(fake, asker.click(message, 'Ask a human'));
    expect(isEphemeral(told)).toBe(true);
    const [note] = await botMessages(fake, desk, 1);
    expect(note && readable(note)).toContain(`<#${post.id}>`);
  });
});

describe('a request for a person', () => {
  test('in a direct message goes to the server in which its author was heard last, also after a restart', async () => {
    const fake = await FakeDiscord.start();
    const made = serverOf(fake);
    const store = await openStore('memory:');
    const before = await startBot(fake, { store });
    await setUp(fake, made, 'auto', 'forum');
    const alice = member(fake);
    await answerTo(fake, alice.slash(made.plain, 'help'));
    // Heard where the bot is by her own installation only: nobody there can be told.
    const elsewhere = fake.state.channel(fake.state.guild('Elsewhere', { joined: false }), 'general');
    await answerTo(fake, alice.slash(elsewhere, 'help'));
    await before.running.stop();
    const after = await startBot(fake, { store });
    alice.direct('I want to talk to a person');
    const [note] = await botMessages(fake, made.desk, 1);
    expect(note && readable(note)).toContain(`<@${alice.user.id}>`);
    await after.running.stop();
    expectNoViolations(fake);
    await fake.stop();
  });

  test.each([
    ['is told', 'post'],
    ['is told privately', 'direct'],
  ])('that nobody can be passed on %s', async (_, place) => {
    const { fake } = context;
    const taken = spare.pop();
    if (!taken) throw new Error('no server left');
    const alice = member(fake);
    const where = place === 'direct' ? fake.state.direct(alice.user) : taken.plain;
    alice.say(where, `<@${fake.state.bot.id}> I want to talk to a person`);
    const [told] = await botMessages(fake, where, 1);
    expect(told && readable(told)).toContain('write to them');
  });

  test.each([
    ['deleted', (fake: FakeDiscord, desk: FakeChannel) => void fake.state.channels.delete(desk.id)],
    ['closed to the bot', (fake: FakeDiscord, desk: FakeChannel) => fake.state.deny(desk, P.SendMessages)],
  ])('reaches the owner where the HR channel is %s', async (_, harm) => {
    const { fake } = context;
    const { guild, plain, desk } = await server('auto');
    harm(fake, desk);
    member(fake).say(plain, `<@${fake.state.bot.id}> I want to talk to a person`);
    const owner = fake.state.users.get(guild.ownerId);
    if (!owner) throw new Error('no owner');
    const told = await botMessages(fake, fake.state.direct(owner), 2);
    expect(told.filter((each) => readable(each).includes(`asks for a person in <#${plain.id}>`))).toHaveLength(1);
  });

  test('in a post is answered, though only sure answers are given there', async () => {
    const { fake } = context;
    const { forum, desk } = await server('auto');
    const post = member(fake).post(forum, 'Help', 'I want to talk to a person');
    await botMessages(fake, desk, 1);
    expect(await botMessages(fake, post, 1)).toHaveLength(1);
  });

  test.each(['drop', 'lost', { status: 503 }] as const)('reaches the helpers once after a fault: %j', async (act) => {
    const { fake } = context;
    const { plain, desk } = await server('auto');
    fake.faults.push({ method: 'POST', path: new RegExp(`^/channels/${desk.id}/messages$`), times: 3, act });
    member(fake).say(plain, `<@${fake.state.bot.id}> I want to talk to a person`);
    await botMessages(fake, desk, 1);
    await context.bot.running.settle();
    expect(desk.messages).toHaveLength(1);
    fake.faults.length = 0;
  });
});

test('permissions that are missing are explained to whoever can mend them', async () => {
  const { fake } = context;
  const { forum, desk, admin, plain } = await server('auto');
  fake.state.deny(forum, P.SendMessagesInThreads);
  member(fake).post(forum, 'A question on diplomas', clear);
  const [note] = await botMessages(fake, desk, 1);
  expect(note && readable(note)).toContain('SendMessagesInThreads');
  const shown = await answerTo(fake, admin.slash(plain, 'bridge-admin show'));
  expect(readable(shown)).toContain('SendMessagesInThreads');
});

test('an HR channel that everyone can read is warned of', async () => {
  const { fake } = context;
  const { plain, desk, admin } = await server('auto');
  const closed = await answerTo(fake, admin.slash(plain, 'bridge-admin desk', { channel: desk }));
  expect(readable(closed)).not.toContain('Everyone');
  const open = await answerTo(fake, admin.slash(plain, 'bridge-admin desk', { channel: plain }));
  expect(readable(open)).toContain('Everyone in this server can read');
});

test('what is left out is set no longer', async () => {
  const { fake } = context;
  const { plain, admin } = await server('auto');
  await answerTo(fake, admin.slash(plain, 'bridge-admin language', { language: 'zh' }));
  await answerTo(fake, admin.slash(plain, 'bridge-admin helpers'));
  await answerTo(fake, admin.slash(plain, 'bridge-admin language'));
  const shown = await answerTo(fake, admin.slash(plain, 'bridge-admin desk'));
  expect(readable(shown).match(/not set/g)).toHaveLength(3);
});

test('only who may manage the server may change its settings', () => {
  const { fake } = context;
  const [taken] = spare;
  if (!taken) throw new Error('no server left');
  expect(() => member(fake).slash(taken.plain, 'bridge-admin show')).toThrow('may not use');
});

test('without the right to read messages it works by title, form and mention, and says which mode is active', async () => {
  const fake = await FakeDiscord.start();
  fake.state.messageContent = false;
  const made = serverOf(fake);
  const bot = await startBot(fake);
  try {
    await setUp(fake, made, 'auto', 'forum');
    const shown = await answerTo(fake, made.admin.slash(made.plain, 'bridge-admin show'));
    expect(readable(shown)).toContain('Message Content is off');
    expect(bot.log.filter(({ details }) => 'mode' in details)).toHaveLength(1);
    const alice = member(fake);
    const sure = alice.post(made.forum, clear, 'as the title says');
    await botMessages(fake, sure, 1);
    const vague = alice.post(made.forum, 'please help', clear);
    const [offer] = await botMessages(fake, vague, 1);
    if (!offer) throw new Error('no offer');
    const form = alice.click(offer, 'Ask the assistant');
    const answer = await answerTo(fake, await alice.submit(form, { words: clear }));
    expect(readable(answer)).toContain('-# [');
    expect(isEphemeral(answer)).toBe(false);
    alice.say(vague, `<@${fake.state.bot.id}> ${clear}`);
    await botMessages(fake, vague, 3);
    await bot.running.settle();
    expectNoViolations(fake);
  } finally {
    await bot.running.stop();
    await fake.stop();
  }
});
