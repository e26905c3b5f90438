/** The interview, ephemeral or in direct messages: by click, by form, by typing. */
import { describe, expect, test } from 'vitest';
import { answerTo, botMessages, discordForFile, idsOf, isEphemeral, labelsOf, member, readable } from './support.ts';
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
    let message = await answerTo(fake, alice.slash(general, 'check', { goal: 'title-assistant' }));
    expect(isEphemeral(message)).toBe(true);
    const questions = new Set<string>();
    for (let turn = 0; turn < 30 && !readable(message).includes('may apply for'); turn += 1) {
      questions.add(readable(message));
      const id = idsOf(message).find((each) => each.startsWith('q:')) ?? '';
      message = await answerTo(fake, alice.click(message, id));
    }
    expect(questions.size).toBeGreaterThan(2);
    expect(alice.sees(general).every(({ onlyFor }) => onlyFor === alice.user.id)).toBe(true);
    expect(member(fake, 'bob').sees(general).filter(({ onlyFor }) => onlyFor === alice.user.id)).toEqual([]);
    expect(labelsOf(message)).toContain('Why?');
  });
});

describe('a direct message', () => {
  test('is answered, and numbers stand for the choices shown', async () => {
    const { fake } = context;
    const carol = member(fake, 'carol');
    carol.direct('Can I become an engineer? I am a technician (skill level 2) since 2019, no title.');
    const channel = fake.state.direct(carol.user);
    const [first] = await botMessages(fake, channel, 1);
    expect(first && readable(first)).toContain('technician');
    carol.direct('1');
    const [, second] = await botMessages(fake, channel, 2);
    expect(second && labelsOf(second).length).toBeGreaterThan(0);
  });
});
