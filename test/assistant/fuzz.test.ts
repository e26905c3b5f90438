/**
 * Messages that nobody would write, through whole turns of running conversations: no message stops the assistant, none is left
 * without a reply, and nothing is noted that the message does not say.
 *
 * 5,000 messages; 100,000 with CAREER_BRIDGE_FULL=1.
 */
import { beforeAll, expect, test } from 'vitest';
import { Assistant, isCard, type EventPayload } from '../../src/assistant/assistant.ts';
import type { Command } from '../../src/command/command.ts';
import { conversation, conversationVersion, newConversation, type Conversation } from '../../src/dialogue/conversation.ts';
import { LastTurns } from '../../src/assistant/last-turns.ts';
import { openClaims } from '../../src/storage/claims.ts';
import { openConversations, type ConversationStore, type WaitingReply } from '../../src/storage/conversation-store.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { testKnowledge } from '../support/knowledge.ts';

const messages = process.env['CAREER_BRIDGE_FULL'] === '1' ? 100_000 : 5000;
/** Turns of one conversation, then a new one starts. */
const turnsEach = 25;
const at = '2026-11-22T10:00:00+08:00';

beforeAll(() => void testKnowledge());

/** Numbers from [0, 1), the same for the same seed (xorshift). */
function seeded(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

class Scribbler {
  readonly #random: () => number;
  readonly #words: readonly string[];

  constructor(seed: number, words: readonly string[]) {
    this.#random = seeded(seed);
    this.#words = words;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  /** Around 100 characters, now and then one or none; every 500th 20,000. */
  message(number: number): { readonly text: string; readonly kind: 'symbols' | 'any' | 'fragments' } {
    const length = number % 500 === 499 ? 20_000 : Math.floor(200 * this.#random() ** 1.1);
    const kind = this.pick(['symbols', 'any', 'fragments', 'fragments'] as const);
    const piece = { symbols: () => this.#symbol(), any: () => this.#any(), fragments: () => this.#fragment() }[kind];
    let text = '';
    while (text.length < length) text += piece();
    return { text: text.slice(0, length), kind };
  }

  #between(first: number, last: number): string {
    return String.fromCodePoint(first + this.below(last - first + 1));
  }

  /** What says nothing in any language. */
  #symbol(): string {
    const [first, last] = this.pick([
      [0x00, 0x1f],
      [0x7f, 0x9f],
      [0x2500, 0x257f],
      [0x1f600, 0x1f64f],
      [0x1f300, 0x1f3ff],
      [0x0300, 0x036f],
      [0xd800, 0xdfff],
      [0x2000, 0x200f],
      [0xfe00, 0xfe0f],
      [0x2190, 0x21ff],
    ] as const);
    return this.#between(first, last);
  }

  #any(): string {
    const [first, last] = this.pick([
      [0x00, 0x10_ffff],
      [0x00, 0xffff],
      [0x20, 0x7e],
      [0x61, 0x7a],
      [0x30, 0x39],
      [0x4e00, 0x9fff],
      [0x3000, 0x303f],
      [0xff00, 0xffef],
      [0x0590, 0x06ff],
      [0x0300, 0x036f],
      [0xd800, 0xdfff],
      [0x1f000, 0x1faff],
    ] as const);
    return this.#between(first, last);
  }

  /** A piece of a real word, a whole one, or what stands between words. */
  #fragment(): string {
    const word = this.pick(this.#words);
    const start = this.below(word.length);
    switch (this.below(8)) {
      case 0:
        return word.slice(start, start + 1 + this.below(6));
      case 1:
        return this.pick([' ', ', ', '。', '？', '\n', '，', ' not ', '不', '没', ' 2021', '3月', '5 years ', '/', '-', '第']);
      case 2:
        return this.#any();
      default:
        return `${word}${this.pick(['', ' ', ' ', '，', '. '])}`;
    }
  }
}

/** Words of the policy data: labels and synonyms of facts and choices, names of pathways, what people ask. */
function words(): string[] {
  const { book } = testKnowledge().evaluator;
  const both = ({ en, zh }: { readonly en: string; readonly zh: string }): string[] => [en, zh];
  const commands = [
    'yes',
    'no',
    'back',
    'skip',
    "don't know",
    'change',
    'why',
    'when',
    'what if',
    '是',
    '不',
    '不知道',
    '改',
    '为什么',
  ];
  return [
    ...[...book.facts.values()].flatMap((fact) => [...both(fact.label), ...fact.choices.flatMap(({ label }) => both(label))]),
    ...[...book.pathways.values()].flatMap(({ label }) => both(label)),
    ...[...book.faq.values()].flatMap(({ asked }) => [...asked.en, ...asked.zh]),
    ...commands,
  ].filter((word) => word !== '');
}

interface Turn {
  readonly before: Conversation;
  readonly after: Conversation;
  readonly commands: readonly Command[];
}

/** Why the facts that a message changed may not have been: empty where each stands in the message or follows from a command. */
function unfounded({ before, after, commands }: Turn, text: string): string[] {
  const has = (...types: readonly Command['type'][]): boolean => commands.some(({ type }) => types.includes(type));
  const faults: string[] = [];
  for (const command of commands) {
    const quotes = ['quote' in command ? command.quote : undefined, 'since' in command ? command.since?.quote : undefined];
    for (const quote of quotes)
      if (quote !== undefined && !text.includes(quote))
        faults.push(`${command.type} quotes what the message does not say: ${JSON.stringify(quote)}`);
  }
  for (const [fact, value] of Object.entries(after.credentials)) {
    if (JSON.stringify(before.credentials[fact]) === JSON.stringify(value)) continue;
    if (has('back') && JSON.stringify(value) !== undefined && before.trail.some((each) => each.fact === fact)) continue;
    // Whose pathway is checked comes with the pathway; it quotes nobody.
    if (has('check', 'when', 'restart') && fact === 'subject' && after.quotes[fact] === undefined) continue;
    if (has('dont-know') && (value === 'dontKnow' || String(value).endsWith('~'))) continue;
    const quote = after.quotes[fact];
    // The date that was told with the word which is cleared up now.
    const told = before.open?.kind === 'clarify' ? before.open.since : undefined;
    if (told && told.value === value && told.quote === quote) continue;
    const stated = commands.some(
      (command) =>
        (command.type === 'inform' || command.type === 'correct') && command.quote !== undefined && command.quote === quote,
    );
    if (!stated || quote === undefined || !text.includes(quote))
      faults.push(`${fact} became ${JSON.stringify(value)} from ${JSON.stringify(quote)}`);
  }
  return faults;
}

/** One conversation after another without a store: only the event, the state and the replies of now. */
function slate(): ConversationStore<Conversation> {
  let current = '';
  let state: Conversation | undefined;
  let inbox: Parameters<ConversationStore<Conversation>['accept']>[1][] = [];
  let outbox: WaitingReply[] = [];
  const waiting = (eventId: string, replies: readonly unknown[]): WaitingReply[] =>
    replies.map((payload, index) => ({ id: `${eventId}/${index}`, eventId, payload }));
  return {
    accept: async (id, event) => {
      if (id !== current) state = undefined;
      current = id;
      inbox.push(event);
      return 'accepted';
    },
    next: async () => (inbox[0] === undefined ? undefined : { event: inbox[0], state }),
    commit: async (_, committed) => {
      inbox = inbox.slice(1);
      state = committed.state ?? state;
      outbox = [...outbox, ...waiting(committed.eventId, committed.replies)];
      return 'committed';
    },
    undelivered: async () => outbox,
    delivered: async (_, replyId) => {
      outbox = outbox.filter(({ id }) => id !== replyId);
      return true;
    },
    pendingConversations: async () => [],
    forget: async (_, forgetting) => {
      inbox = inbox.slice(1);
      state = undefined;
      outbox = forgetting === undefined ? [] : waiting(forgetting.eventId, forgetting.replies);
      return 'forgotten';
    },
    export: async () => null,
    sweep: async () => 0,
  };
}

test(`${messages} messages of any characters are each answered, and note only what they say`, { timeout: 600_000 }, async () => {
  const knowledge = testKnowledge();
  const scribbler = new Scribbler(20_261_122, words());
  const pathways = [...knowledge.evaluator.book.pathways.keys()];
  const store = await openStore('memory:');
  const stored = openConversations({
    store,
    state: conversation,
    schemaVersion: conversationVersion,
    onQuarantine: ({ reason }) => {
      throw new Error(`A state could not be read again: ${reason}`);
    },
  });
  let turn: Turn = { before: newConversation('en'), after: newConversation('en'), commands: [] };
  const assistantOver = (conversations: ConversationStore<Conversation>): Assistant =>
    new Assistant({
      ...knowledge,
      understander: {
        understand: async (text, context) => {
          const understanding = await knowledge.understander.understand(text, context);
          turn = { ...turn, commands: understanding.commands };
          return understanding;
        },
      },
      conversations: {
        ...conversations,
        next: async (id) => {
          const next = await conversations.next(id);
          if (next) turn = { before: next.state ?? newConversation('en'), after: newConversation('en'), commands: [] };
          return next;
        },
        commit: (id, committed) => {
          turn = { ...turn, after: committed.state ?? turn.before };
          return conversations.commit(id, committed);
        },
      },
      claims: openClaims(store),
      lastTurns: new LastTurns(store),
    });
  const real = assistantOver(stored);
  const quick = assistantOver(slate());

  let choices: readonly string[] = [];
  let assistant = real;
  const handle = async (id: string, eventId: string, payload: EventPayload): Promise<void> => {
    await assistant.accept(id, { id: eventId, at, payload });
    await assistant.work(id);
    const waiting = await assistant.waiting(id);
    expect(waiting.length, JSON.stringify(payload)).toBeGreaterThan(0);
    for (const reply of waiting) await assistant.sent(id, reply.id);
    choices = waiting.filter(isCard).flatMap(({ card }) => card.choices.map((choice) => choice.id));
  };

  const changedFacts = { symbols: 0, any: 0, fragments: 0 };
  for (let number = 0; number < messages; number++) {
    const nth = Math.floor(number / turnsEach);
    // Every 20th conversation goes through the real store, which costs as much as the rest of a turn.
    assistant = nth % 20 === 0 ? real : quick;
    const id = `c${nth}`;
    if (number % turnsEach === 0 && scribbler.below(4) > 0)
      await handle(id, 'start', { command: { type: 'check', goal: scribbler.pick(pathways) } });
    const { text, kind } = scribbler.message(number);
    const context = `message ${number}: ${JSON.stringify(text.slice(0, 300))}`;
    try {
      await handle(id, `m${number}`, { text });
    } catch (error) {
      throw new Error(context, { cause: error });
    }
    expect(unfounded(turn, text), context).toEqual([]);
    const same = JSON.stringify(turn.before.credentials) === JSON.stringify(turn.after.credentials);
    if (kind === 'symbols') expect(same, context).toBe(true);
    if (!same) changedFacts[kind] += 1;
    if (choices.length > 0 && scribbler.below(8) === 0) await handle(id, `c${number}`, { choose: [scribbler.pick(choices)] });
  }
  // Else the conversations were such that nothing could have gone wrong.
  expect(changedFacts.fragments).toBeGreaterThan(messages / 50);
  await store.close();
});
