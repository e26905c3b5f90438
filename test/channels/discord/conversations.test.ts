/** The conversations of `test/conversations/` as direct messages: the same outcome as in the terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isCard } from '../../../src/assistant/assistant.ts';
import { createAssistant } from '../../../src/assistant/create-assistant.ts';
import { plainText } from '../../../src/presentation/card.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { list, record, text, tree } from './fake/json.ts';
import type { FakeMessage } from './fake/model.ts';
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

const offers = (message: FakeMessage, ids: readonly string[]): boolean => {
  const offered = tree(message.components).flatMap(({ custom_id: id, options }) => [
    text(id).replace(/^[qc]:[^:]*:/, ''),
    ...list(options).map((option) => text(record(option)['value'])),
  ]);
  return ids.every((id) => offered.includes(id));
};

/** Dialogues that press a button which is no longer there. */
const gone: string[] = [];
test('hardly any dialogue presses a button that is no longer there', () => expect(gone.length).toBeLessThan(6));

/** Both are led through the same turns; after each, the same has been said, and the same is offered. */
async function run({ name, turns, today }: Dialogue): Promise<void> {
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
    const items = await reference.waiting('c');
    for (const { id } of items) await reference.sent('c', id);
    const cards = items.filter(isCard).map(({ card }) => card);
    const before = channel.messages.length;
    const where = `turn ${at + 1}: ${user ?? choose?.join()}`;
    // A choice is taken from the last message that offers it; a check that nothing offers is the slash command.
    const offering = choose && channel.messages.findLast((message) => offers(message, choose));
    const [goal] = choose?.filter((id) => id.startsWith('check')) ?? [];
    if (choose !== undefined && offering) await lastAnswer(context, person.choose(offering, choose));
    else if (goal !== undefined)
      await lastAnswer(context, person.slash(channel, 'check', goal === 'check' ? {} : { goal: goal.slice('check:'.length) }));
    else if (choose !== undefined) {
      // An old button: its message has become the next question.
      gone.push(name);
      console.log('GONE', name, at, choose);
      break;
    } else {
      person.direct(user ?? '');
      await fake.state.until(`an answer to ${where}`, () => channel.messages.length > before + 1, 5000);
      await bot.running.settle();
    }
    const messages = channel.messages.slice(before).filter(({ author }) => author === fake.state.bot);
    const shown = choose === undefined ? messages : [...(offering ? [offering] : []), ...messages];
    // An export names its conversation, and so is another's.
    if (cards.some(({ blocks }) => JSON.stringify(blocks).includes('conversationId'))) continue;
    // In this order; choices in words may stand between.
    const said = bare(shown.map(readable).join(''));
    let from = 0;
    for (const part of cards.map((each) => bare(plainText(each)))) {
      expect(said.slice(from), where).toContain(part);
      from = said.indexOf(part, from) + part.length;
    }
  }
  await store.close();
}
