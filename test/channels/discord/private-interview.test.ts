/** The interview, ephemeral or in direct messages: by click, by form, by typing. */
import { describe, expect, test } from 'vitest';
import { botMessages, discordForFile, idsOf, isEphemeral, labelsOf, lastAnswer, member, readable } from './support.ts';
import type { FakeChannel, FakeGuild } from './fake/model.ts';

let guild: FakeGuild;
let general: FakeChannel;
const context = discordForFile((fake) => {
  guild = fake.state.guild('Workers');
  general = fake.state.channel(guild, 'general');
});

describe('/check', () => {
  test('leads by clicks to a report that only the asker sees', async () => {
    const { fake } = context;
    const alice = member(fake);
    let message = await lastAnswer(context, alice.slash(general, 'check', { goal: 'title-assistant' }));
    expect(isEphemeral(message)).toBe(true);
    const questions = new Set<string>();
    for (let turn = 0; turn < 30 && !labelsOf(message).includes('Why?'); turn += 1) {
      questions.add(readable(message));
      const id = idsOf(message).find((each) => each.startsWith('q:')) ?? '';
      message = await lastAnswer(context, alice.click(message, id));
    }
    expect(questions.size).toBeGreaterThan(2);
    expect(readable(message)).toContain('As of');
    expect(alice.sees(general).every(({ onlyFor }) => onlyFor === alice.user.id)).toBe(true);
    expect(member(fake, 'bob').sees(general)).toEqual([]);
  });

  test('takes an answer in words by a form, and several by a select', async () => {
    const { fake } = context;
    const alice = member(fake, 'alice', { locale: 'zh-CN' });
    const message = await lastAnswer(context, alice.slash(general, 'check', { goal: 'title-assistant' }));
    expect(labelsOf(message)).toContain('用文字回答');
    const form = alice.click(message, '用文字回答');
    const next = await lastAnswer(context, await alice.submit(form, { words: '我是高级工，2020年5月评上的，工程专业，没有职称' }));
    expect(readable(next)).toContain('高级工');
    expect(isEphemeral(next)).toBe(true);
  });
});

describe('a direct message', () => {
  test('is answered, and numbers stand for the choices shown', async () => {
    const { fake } = context;
    const carol = member(fake, 'carol');
    carol.direct('Can I become an engineer? I am a technician (skill level 2) since 2019, no title.');
    const channel = fake.state.direct(carol.user);
    const [first] = await botMessages(fake, channel, 1);
    expect(first && readable(first)).toContain('Technician');
    carol.direct('1');
    const [, second] = await botMessages(fake, channel, 2);
    expect(second && labelsOf(second).length).toBeGreaterThan(0);
  });
});
