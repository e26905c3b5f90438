/** Dialogues as data: every `*.yaml` beside this file is a list of conversations, run through the whole assistant. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isCard } from '../../src/assistant/assistant.ts';
import { createAssistant, loadKnowledge, type Knowledge } from '../../src/assistant/create-assistant.ts';
import { conversation, newConversation } from '../../src/dialogue/conversation.ts';
import type { Card } from '../../src/presentation/card.ts';
import { plainText } from '../../src/presentation/card.ts';
import { openStore } from '../../src/storage/open-store.ts';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));

const turn = z
  .strictObject({
    /** What the user types … */
    user: z.string().optional(),
    /** … or the ids of the choices that are taken. */
    choose: many.optional(),
    /** Kinds of all replies, in order. */
    replies: many.optional(),
    /** Fact that the last reply asks for. */
    asks: z.string().optional(),
    /** Parts of what is said, in any of the replies. */
    says: many.optional(),
    /** Parts that must not be said. */
    never: many.optional(),
    /** Facts that are noted after the turn, exactly these values; null: not noted. */
    noted: z.record(z.string(), z.unknown()).optional(),
    /** Verdicts of the report in this turn. */
    verdicts: z.record(z.string(), z.string()).optional(),
    /** The first provision cited. */
    cites: z.string().optional(),
    /** Ids that are among the choices of the last reply. */
    offers: many.optional(),
    language: z.enum(['en', 'zh']).optional(),
  })
  .refine((value) => (value.user === undefined) !== (value.choose === undefined), 'give either user or choose');

const file = z.array(z.strictObject({ name: z.string(), today: z.string().default('2026-11-22'), turns: z.array(turn).min(1) }));

const report = z.object({ verdicts: z.array(z.object({ pathway: z.string(), status: z.string() })) });

const folder = new URL('.', import.meta.url);
const root = new URL('../../', import.meta.url);
let knowledge: Knowledge;
beforeAll(() => {
  knowledge = loadKnowledge({ policyData: new URL('policy-data', root).pathname, intents: new URL('intents', root).pathname });
});

for (const name of readdirSync(folder)
  .filter((each) => each.endsWith('.yaml'))
  .toSorted()) {
  describe(name, () => {
    for (const dialogue of file.parse(load(readFileSync(new URL(name, folder), 'utf8')))) test(dialogue.name, () => run(dialogue));
  });
}

async function run({ turns, today }: z.infer<typeof file>[number]): Promise<void> {
  const store = await openStore('memory:');
  const assistant = createAssistant(knowledge, { store, retentionDays: 30, onQuarantine: () => undefined });
  for (const [at, each] of turns.entries()) {
    const payload = each.choose === undefined ? { text: each.user ?? '' } : { choose: each.choose };
    await assistant.accept('c', { id: `e${at}`, at: `${today}T10:00:00+08:00`, payload });
    await assistant.work('c');
    const items = await assistant.waiting('c');
    for (const { id } of items) await assistant.sent('c', id);
    const cards = items.filter(isCard).map(({ card }) => card);
    const state = await stateOf(store);
    check(each, cards, state.credentials, `turn ${at + 1}: ${each.user ?? each.choose?.join()}`);
  }
  await store.close();
}

async function stateOf(store: Awaited<ReturnType<typeof openStore>>): Promise<z.infer<typeof conversation>> {
  const { openConversations } = await import('../../src/storage/conversation-store.ts');
  const conversations = openConversations({ store, state: conversation, schemaVersion: 1, onQuarantine: () => undefined });
  const kept = await conversations.export('c');
  const parsed = conversation.safeParse(kept?.state);
  return parsed.success ? parsed.data : newConversation('en');
}

function check(
  expected: z.infer<typeof turn>,
  cards: readonly Card[],
  credentials: Readonly<Record<string, unknown>>,
  where: string,
): void {
  const said = cards.map(plainText).join('\n\n');
  const last = cards.at(-1);
  expect(cards.length, where).toBeGreaterThan(0);
  if (expected.replies)
    expect(
      cards.map(({ kind }) => kind),
      `${where}\n${said}`,
    ).toEqual(expected.replies);
  if (expected.asks !== undefined) expect(last?.fact, `${where}\n${said}`).toBe(expected.asks);
  for (const part of expected.says ?? []) expect(said, where).toContain(part);
  for (const part of expected.never ?? []) expect(said, where).not.toContain(part);
  for (const [fact, value] of Object.entries(expected.noted ?? {}))
    expect(credentials[fact] ?? null, `${where}: ${fact}`).toEqual(value);
  if (expected.language !== undefined) expect(last?.language, where).toBe(expected.language);
  if (expected.cites !== undefined) expect(cards.flatMap(({ cites }) => cites ?? [])[0], where).toBe(expected.cites);
  for (const id of expected.offers ?? [])
    expect(
      last?.choices.map((choice) => choice.id),
      where,
    ).toContain(id);
  if (expected.verdicts) {
    const found = report.parse(cards.find((card) => card.kind === 'report')?.report);
    const statuses = Object.fromEntries(found.verdicts.map(({ pathway, status }) => [pathway, status]));
    expect(statuses, `${where}\n${said}`).toMatchObject(expected.verdicts);
  }
}
