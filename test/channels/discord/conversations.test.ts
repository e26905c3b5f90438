/**
 * The conversations of `test/conversations/`, in direct messages and in a server: the same is said, the same is offered and the same is
 * noted as in the terminal. People press only what is there, turn pages, and answer in words by typing or by the form.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isCard } from '../../../src/assistant/assistant.ts';
import { createAssistant } from '../../../src/assistant/create-assistant.ts';
import { conversation, conversationVersion } from '../../../src/dialogue/conversation.ts';
import { plainText, type Card } from '../../../src/presentation/card.ts';
import type { Store } from '../../../src/storage/adapter.ts';
import { openConversations } from '../../../src/storage/conversation-store.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import type { FakeInteraction } from './fake/interaction.ts';
import { record } from './fake/json.ts';
import type { FakeChannel, FakeMessage } from './fake/model.ts';
import type { Person } from './fake/person.ts';
import { choicesOf, discordForFile, idsOf, isEphemeral, lastAnswer, member, readable } from './support.ts';

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
let general: FakeChannel;
const context = discordForFile((fake) => {
  general = fake.state.channel(fake.state.guild('Workers'), 'general');
});

const names = readdirSync(folder)
  .filter((each) => each.endsWith('.yaml'))
  .toSorted();
for (const place of ['direct', 'server'] as const)
  describe.each(names)(`${place}, %s`, (name) => {
    for (const dialogue of file.parse(load(readFileSync(new URL(name, folder), 'utf8'))))
      test(dialogue.name, () => run(dialogue, place));
  });

async function run({ turns, today }: Dialogue, place: 'direct' | 'server'): Promise<void> {
  const { fake, bot } = context;
  const store = await openStore('memory:');
  const reference = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  fake.state.ids.setDay(today);
  const person = member(fake);
  const client = new Client(person, place === 'direct' ? fake.state.direct(person.user) : general);
  for (const [at, { user, choose }] of turns.entries()) {
    const where = `turn ${at + 1}: ${user ?? choose?.join()}`;
    const payload = choose === undefined ? { text: user ?? '' } : { choose };
    await reference.accept('c', { id: `e${at}`, at: `${today}T10:00:00+08:00`, payload });
    await reference.work('c');
    const items = await reference.waiting('c');
    for (const { id } of items) await reference.sent('c', id);
    const pages = choose === undefined ? await client.types(user ?? '') : await client.takes(choose);
    // What is not there can't be pressed, and in the terminal it changes nothing.
    if (pages !== undefined)
      compare(
        items.filter(isCard).map(({ card }) => card),
        pages,
        where,
      );
  }
  expect(await notedIn(bot.store, `discord:${person.user.id}`)).toEqual(await notedIn(store, 'c'));
  await store.close();
}

/** What somebody sees and does at a client, in one channel. */
class Client {
  readonly #person: Person;
  readonly #channel: FakeChannel;

  constructor(person: Person, channel: FakeChannel) {
    this.#person = person;
    this.#channel = channel;
  }

  /** All that is said to it, page by page. In a server by the form of the open question, else by a slash command. */
  async types(words: string): Promise<readonly Page[]> {
    const { fake, bot } = context;
    const [last] = this.#mine().slice(-1);
    if (this.#channel !== general) {
      const before = this.#channel.messages.length;
      this.#person.direct(words);
      await fake.state.until(`an answer to ${words}`, () => this.#channel.messages.length > before + 1, 5000);
      await bot.running.settle();
      return this.#mine(before).map(pageOf);
    }
    const button = last && idsOf(last).find((id) => id.startsWith('type:'));
    if (last === undefined || button === undefined) return this.#pages(this.#person.slash(general, 'ask', { question: words }));
    return this.#pages(await this.#person.submit(this.#person.click(last, button), { words }));
  }

  /** By what offers it last; a check that nothing offers is the slash command. Undefined where it can't be taken. */
  async takes(ids: readonly string[]): Promise<readonly Page[] | undefined> {
    const offering = this.#mine().findLast((message) => ids.every((id) => choicesOf(message).includes(id)));
    if (offering) {
      const before = this.#channel.messages.length;
      const first = await this.#pages(this.#person.choose(offering, ids));
      // In direct messages too all of it is the response.
      return [...first, ...this.#mine(before).map(pageOf)];
    }
    const goal = ids.find((id) => id.startsWith('check'));
    if (goal === undefined) return undefined;
    return this.#pages(this.#person.slash(this.#channel, 'check', goal === 'check' ? {} : { goal: goal.slice('check:'.length) }));
  }

  /** All pages of a response; the last one stays. */
  async #pages(interaction: FakeInteraction): Promise<Page[]> {
    const message = await lastAnswer(context, interaction);
    if (interaction.responses.length !== 1) throw new Error(`${interaction.responses.length} responses`);
    const pages = [pageOf(message)];
    for (let next = nextPage(message, 0); next !== undefined; next = nextPage(message, pages.length - 1)) {
      await lastAnswer(context, this.#person.click(message, next));
      pages.push(pageOf(message));
    }
    return pages;
  }

  #mine(from = 0): readonly FakeMessage[] {
    return this.#person.sees(this.#channel).filter((message) => {
      const at = this.#channel.messages.indexOf(message);
      return at >= from && message.author === context.fake.state.bot;
    });
  }
}

interface Page {
  readonly words: string;
  readonly choices: readonly string[];
  readonly message: FakeMessage;
}
const pageOf = (message: FakeMessage): Page => ({ words: readable(message), choices: choicesOf(message), message });
const nextPage = (message: FakeMessage, at: number): string | undefined =>
  idsOf(message).find((id) => id.startsWith('page:') && id.endsWith(`:${at + 1}`));

/** What is said, whatever stands between. */
const bare = (text: string): string => text.replaceAll(/[\s*\-#[\]•✅🟡❔⛔]/gu, '');

function compare(cards: readonly Card[], pages: readonly Page[], where: string): void {
  for (const { message } of pages) expect(message.channelId !== general.id || isEphemeral(message), where).toBe(true);
  // An export names its conversation, and so is another's.
  if (cards.some(({ blocks }) => JSON.stringify(blocks).includes('conversationId'))) return;
  // In this order; choices in words may stand between.
  const said = bare(pages.map(({ words }) => words).join(''));
  let from = 0;
  for (const part of cards.map((each) => bare(plainText(each)))) {
    expect(said.slice(from), where).toContain(part);
    from = said.indexOf(part, from) + part.length;
  }
  const offered = pages.flatMap(({ choices }) => choices);
  for (const { id } of cards.flatMap(({ choices }) => choices)) expect(offered, where).toContain(id);
}

async function notedIn(store: Store, id: string): Promise<unknown> {
  const conversations = openConversations({
    store,
    state: conversation,
    schemaVersion: conversationVersion,
    onQuarantine: () => undefined,
  });
  const kept = await conversations.export(id);
  const { credentials, goal, phase } = record(kept?.state);
  return { credentials, goal, phase };
}
