/** The dialogues of `test/conversations/`, through Slack: what is said there is what the assistant says anywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isCard } from '../../../src/assistant/assistant.ts';
import { createAssistant } from '../../../src/assistant/create-assistant.ts';
import { renderCard } from '../../../src/channels/slack/render.ts';
import { conversation, conversationVersion } from '../../../src/dialogue/conversation.ts';
import { plainText } from '../../../src/presentation/card.ts';
import type { Store } from '../../../src/storage/adapter.ts';
import { openConversations } from '../../../src/storage/conversation-store.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { Stage } from './support/stage.ts';
import { elementsOf, envelope, Person, words, type Shown } from './support/person.ts';
import { json, list, text } from './support/wire.ts';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const file = z.array(
  z.looseObject({
    name: z.string(),
    today: z.string().default('2026-11-22'),
    turns: z.array(z.looseObject({ user: z.string().optional(), choose: many.optional() })),
  }),
);
type Dialogue = z.infer<typeof file>[number];

const folder = new URL('../../conversations/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .toSorted();

describe.each(names)('%s', (name) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ mode: name.includes('zh') ? 'http' : 'socket' });
  });
  afterAll(async () => {
    await stage.close({ quiet: true });
  });
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const dialogues = file.parse(parse(readFileSync(new URL(name, folder), 'utf8')));
  test.each(dialogues.map((dialogue, index) => ({ ...dialogue, index })))('$name', (dialogue) =>
    run(stage, dialogue, dialogue.index),
  );
});

async function run(stage: Stage, { turns, today }: Dialogue, index: number): Promise<void> {
  vi.setSystemTime(new Date(`${today}T10:00:00+08:00`));
  // Each dialogue is in a workspace of its own, so that nothing is known of the person.
  const workspace = `T${index}`;
  const { front } = stage;
  const speaker = new Person(stage, stage.alice.id, 'alice', workspace);
  const channel = await speaker.direct();
  const store = await openStore('memory:');
  const reference = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  let shown: Shown[] = [];
  for (const [at, { user, choose }] of turns.entries()) {
    const where = `turn ${at + 1}: ${user ?? choose?.join()}`;
    const payload = choose === undefined ? { text: user ?? '' } : { choose };
    await reference.accept('c', { id: `e${at}`, at: `${today}T10:00:00+08:00`, payload });
    await reference.work('c');
    const items = await reference.waiting('c');
    for (const { id } of items) await reference.sent('c', id);
    const waiting = items.filter(isCard);
    const before = front.posted.length;
    if (choose === undefined) {
      const event = await speaker.message(user ?? '', channel, 'im');
      await front.deliver('events_api', { ...envelope(event), team_id: workspace });
    } else await take(speaker, channel, shown, choose);
    await stage.settle();
    const posted = front.posted.slice(before);
    // An export names the conversation and its events, which are others here.
    const exported = waiting.filter(({ card }) => plainText(card).includes('"conversationId"')).length;
    if (exported > 0) expect(JSON.stringify(posted), where).toContain(speaker.conversation);
    // As it travels: what is undefined is not there.
    const expected: unknown = JSON.parse(
      JSON.stringify(waiting.slice(exported).flatMap(({ card }) => renderCard(card, { form: true }).map(({ blocks }) => blocks))),
    );
    expect(
      posted.slice(exported).map(({ args }) => args['blocks']),
      where,
    ).toEqual(expected);
    shown = posted.map(({ args, ts }) => ({
      channel,
      ts,
      thread: text(args['thread_ts']),
      blocks: list(args['blocks']),
      text: text(args['text']),
    }));
    const said = shown.map(words).join('\n').replaceAll(/\s+/gu, '');
    for (const { card } of waiting.slice(exported))
      if (card.kind !== 'report')
        for (const line of plainText(card).split('\n'))
          expect(said, where).toContain(line.replace(/^• |^\[|\]$/gu, '').replaceAll(/\s+/gu, ''));
  }
  expect(await credentialsIn(stage.store, speaker.conversation)).toEqual(await credentialsIn(store, 'c'));
  await store.close();
}

/** Takes the choice where it is shown; ids that stand for a whole command are pressed as a button of an earlier message. */
async function take(speaker: Person, channel: string, shown: readonly Shown[], ids: readonly string[]): Promise<void> {
  const [first = ''] = ids;
  for (const message of shown.toReversed()) {
    const elements = elementsOf(message).map(({ element }) => element);
    const has = (type: RegExp, id: string): boolean =>
      elements.some((element) => type.test(text(element['type'])) && list(element['options']).some(({ value }) => value === id));
    if (elements.some((element) => element['type'] === 'button' && element['value'] === first)) {
      await speaker.presses(message, first);
      return;
    }
    if (has(/^static_select$/, first)) {
      await speaker.picks(message, first);
      return;
    }
    if (has(/checkboxes|multi/, first)) {
      await speaker.ticks(message, ids);
      return;
    }
  }
  const earlier = {
    channel,
    ts: `${Math.floor(Date.now() / 1000)}.${String(Math.floor(performance.now())).padStart(6, '0').slice(-6)}`,
    thread: undefined,
    blocks: [],
    text: '',
  };
  await speaker.acts(earlier, {
    type: 'button',
    action_id: 'choose/0',
    block_id: 'choices//0',
    value: first,
    text: { type: 'plain_text', text: first },
  });
}

async function credentialsIn(store: Store, id: string): Promise<unknown> {
  const conversations = openConversations({
    store,
    state: conversation,
    schemaVersion: conversationVersion,
    onQuarantine: () => undefined,
  });
  const kept = await conversations.export(id);
  return json.catch({}).parse(kept?.state)['credentials'];
}
