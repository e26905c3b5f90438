/** An assistant with a model that a test plays, and what it says to a person who talks with it. */
import { z } from 'zod';
import { createAssistant, type Knowledge } from '../../src/assistant/create-assistant.ts';
import { createModel, type CreatedModel, type ModelSettings } from '../../src/assistant/create-model.ts';
import { isCard, type Assistant, type EventPayload } from '../../src/assistant/assistant.ts';
import { conversation as conversationSchema } from '../../src/dialogue/conversation.ts';
import type { Block, Card } from '../../src/presentation/card.ts';
import { chinese } from '../../src/presentation/messages-zh.ts';
import { english } from '../../src/presentation/messages-en.ts';
import { openConversations } from '../../src/storage/conversation-store.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store } from '../../src/storage/adapter.ts';
import { testKnowledge } from './knowledge.ts';

export const modelSettings = (baseUrl: string, changes: Partial<ModelSettings> = {}): ModelSettings => ({
  apiKey: 'test-key',
  baseUrl,
  models: { understand: 'reader', answer: 'writer' },
  send: 'all',
  deadline: 5000,
  concurrency: 4,
  prices: { understand: { prompt: 1, completion: 2 }, answer: { prompt: 3, completion: 6 } },
  budget: { person: { tokens: 1e9, micros: undefined }, all: { tokens: 1e9, micros: undefined } },
  ...changes,
});

export interface Stage {
  readonly assistant: Assistant;
  readonly model: CreatedModel | undefined;
  readonly store: Store;
  /** What the turns asked of the world, by name. */
  readonly effects: readonly string[];
  /** Lines of the log. */
  readonly log: readonly string[];
  /** Accepts, handles and sends one event. */
  readonly say: (payload: EventPayload | string, conversation?: string, person?: string) => Promise<readonly Card[]>;
  /** What is noted. */
  readonly credentials: (conversation?: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** @param settings undefined: no model */
export async function openStage(settings: ModelSettings | undefined, opened?: Store, knowledge = testKnowledge()): Promise<Stage> {
  const store = opened ?? (await openStore('memory:'));
  const log: string[] = [];
  const model = settings && testModel(settings, store, (line) => void log.push(line), knowledge);
  const effects: string[] = [];
  const assistant = createAssistant(knowledge, {
    store,
    retentionDays: 30,
    onQuarantine: () => undefined,
    model,
  });
  const kept = openConversations({ store, state: conversationSchema, schemaVersion: 1, onQuarantine: () => undefined });
  const events = new Map<string, number>();
  return {
    assistant,
    model,
    store,
    effects,
    log,
    say: async (payload, conversation = 'c', person = conversation) => {
      const number = (events.get(conversation) ?? 0) + 1;
      events.set(conversation, number);
      const event = {
        id: `e${number}`,
        at: '2026-11-22T10:00:00+08:00',
        payload: typeof payload === 'string' ? { text: payload } : payload,
        person,
      };
      await assistant.accept(conversation, event);
      await assistant.work(conversation);
      const waiting = await assistant.waiting(conversation);
      for (const item of waiting) {
        if (!isCard(item)) effects.push(`${conversation} ${item.deed.effect}`);
        await assistant.sent(conversation, item.id);
      }
      return waiting.filter(isCard).map(({ card }) => card);
    },
    credentials: async (conversation = 'c') =>
      z.looseObject({ credentials: z.unknown() }).safeParse((await kept.export(conversation))?.state).data?.credentials,
    close: () => store.close(),
  };
}

/** The local reader, never sure: the model is asked at every message. */
export const unsure = (knowledge: Knowledge): Knowledge => ({
  ...knowledge,
  understander: {
    understand: async (text, context) => ({ ...(await knowledge.understander.understand(text, context)), sure: false }),
  },
});

/** The second opinion takes a moment to make, and is the same for every test. */
let opinion: ReturnType<Knowledge['secondOpinion']> | undefined;
function onceMade(knowledge: Knowledge): Knowledge {
  opinion ??= knowledge.secondOpinion();
  const made = opinion;
  return { ...knowledge, secondOpinion: () => made };
}

export const testModel = (
  settings: ModelSettings,
  store: Store,
  log: (line: string) => void,
  knowledge = testKnowledge(),
): CreatedModel => createModel(onceMade(knowledge), settings, { store, log });

/** Which of the notes on who worded an answer the block is. */
export function noteOf(block: Block): 'model' | 'stand-in' | undefined {
  if (block.block !== 'text') return undefined;
  for (const { wording } of [english, chinese]) {
    if (block.text === wording.model) return 'model';
    if (block.text === wording['stand-in']) return 'stand-in';
  }
  return undefined;
}

const task = z.object({ prepared: z.string(), provisions: z.array(z.object({ id: z.string() })) });

/** An honest writer: the prepared answer in its own sentences, resting on all that was given. */
export function honestAnswer(data: unknown): string {
  const { prepared, provisions } = task.parse(data);
  const sentences = prepared.split(/(?<=[.!?])\s+|(?<=[。！？])/).filter((text) => text.trim() !== '');
  return JSON.stringify({ sentences: sentences.map((text) => ({ text, cites: provisions.map(({ id }) => id) })) });
}

export const commandsReply = (...commands: readonly object[]): string =>
  JSON.stringify({ commands: commands.map((each) => ({ fact: null, value: null, goal: null, quote: '', ...each })) });

const turning = ['check', 'when', 'correct', 'dont-know', 'ask', 'why', 'summary', 'help', 'resume', 'thanks'];
/** Characters and commands of a reply that is still taken for one. */
const mostOfReply = { characters: 4700, commands: 20 };

/**
 * Facts with their highest values and commands that would turn a talk, all said to be the words: as many as one reply can hold.
 * @param nth call: each lies about other facts
 */
export function lyingCommands(quote: string, nth: number): string {
  const facts = [...testKnowledge().evaluator.book.facts.values()].map(({ id, type, choices }) => ({
    type: 'inform',
    fact: id,
    value: type === 'date' ? '1999-01' : (choices.at(-1)?.value ?? 'true'),
    quote,
  }));
  const begin = (nth * 7) % facts.length;
  const lies = [...facts.slice(begin), ...facts.slice(0, begin)].flatMap((fact, at) => [
    fact,
    { type: turning[(nth + at) % turning.length], goal: 'title-full-senior', quote },
  ]);
  let most = mostOfReply.commands;
  while (most > 1 && commandsReply(...lies.slice(0, most)).length > mostOfReply.characters) most -= 1;
  return commandsReply(...lies.slice(0, most));
}
