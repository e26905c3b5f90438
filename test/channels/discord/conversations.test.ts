/** The conversations of `test/conversations/` as direct messages: the same outcome as in the terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createAssistant } from '../../../src/assistant/create-assistant.ts';
import { plainText } from '../../../src/presentation/card.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { discordForFile, lastAnswer, member, readable } from './support.ts';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const file = z.array(
  z.object({
    name: z.string(),
    today: z.string().default('2026-11-22'),
    turns: z.array(z.object({ user: z.string().optional(), choose: many.optional() })).min(1),
  }),
);
type Dialogue = z.infer<typeof file>[number];

const folder = new URL('../../conversations/', import.meta.url);
const context = discordForFile();
/** What is said, whatever stands between. */
const bare = (text: string): string => text.replaceAll(/[\s*\-#[\]•✅🟡❔⛔]/gu, '');

for (const name of readdirSync(folder)
  .filter((each) => each.endsWith('.yaml'))
  .toSorted())
  describe(name, () => {
    for (const dialogue of file.parse(parse(readFileSync(new URL(name, folder), 'utf8')))) test(dialogue.name, () => run(dialogue));
  });

/** Both are led through the same turns; after each, the same has been said, and the same is offered. */
async function run({ turns, today }: Dialogue): Promise<void> {
  const { fake, bot } = context;
  const store = await openStore('memory:');
  const reference = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  fake.state.ids.setDay(today);
  const person = member(fake);
  const channel = fake.state.direct(person.user);
  for (const [at, { user, choose }] of turns.entries()) {
    const payload = choose === undefined ? { text: user ?? '' } : { choose };
    await reference.accept('c', { id: `e${at}`, at: `${today}T10:00:00+08:00`, payload });
    await reference.work('c');
    const waiting = await reference.waiting('c');
    for (const { id } of waiting) await reference.sent('c', id);
    const cards = waiting.map(({ card }) => card);
    const before = channel.messages.length;
    const where = `turn ${at + 1}: ${user ?? choose?.join()}`;
    // The last card is seen when it is on the screen; a turn with choices is taken from the last message that has them.
    const offering = channel.messages.findLast(({ components, author }) => author === fake.state.bot && JSON.stringify(components).includes('custom_id'));
    if (choose !== undefined && offering) await lastAnswer(context, person.choose(offering, choose));
    else {
      person.direct(user ?? '');
      await fake.state.until(`an answer to ${where}`, () => channel.messages.length > before + 1);
      await bot.running.settle();
    }
    const messages = channel.messages.slice(before).filter(({ author }) => author === fake.state.bot);
    const shown = choose === undefined ? messages : [...(offering ? [offering] : []), ...messages];
    // An export names its conversation, and so is another's.
    if (cards.some(({ blocks }) => JSON.stringify(blocks).includes('conversationId'))) continue;
    expect(bare(shown.map(readable).join('')), where).toContain(bare(cards.map(plainText).join('')));
  }
  await store.close();
}
