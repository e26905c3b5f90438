/** A dialogue that is had twice: in Slack, by what is really shown there, and with the assistant itself. */
import { isCard, type Assistant } from '../../../../src/assistant/assistant.ts';
import { createAssistant } from '../../../../src/assistant/create-assistant.ts';
import { renderCard } from '../../../../src/channels/slack/render.ts';
import { conversation, conversationVersion } from '../../../../src/dialogue/conversation.ts';
import { plainText } from '../../../../src/presentation/card.ts';
import type { Store } from '../../../../src/storage/adapter.ts';
import { openConversations } from '../../../../src/storage/conversation-store.ts';
import { openStore } from '../../../../src/storage/open-store.ts';
import { testKnowledge } from '../../../support/knowledge.ts';
import type { Stage } from './stage.ts';
import { elementsOf, envelope, Person, words, type Shown } from './person.ts';
import { json, list, text } from './wire.ts';

const questions = new Map<string, string>();

/** A question whose answer offers that choice. */
export async function questionBefore([id = '']: readonly string[]): Promise<string> {
  const known = questions.get(id);
  if (known !== undefined) return known;
  const { book } = testKnowledge().evaluator;
  const store = await openStore('memory:');
  const assistant = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  const entries = [...book.faq.values()].toSorted(
    (one, other) => Number(`check:${other.check}` === id) - Number(`check:${one.check}` === id),
  );
  for (const each of entries.flatMap(({ question, asked }) => [question.en, ...asked.en])) {
    await assistant.accept(each, { id: 'e', at: '2026-11-22T10:00:00+08:00', payload: { text: each } });
    await assistant.work(each);
    const cards = (await assistant.waiting(each)).filter(isCard);
    if (!cards.some(({ card }) => card.choices.some((choice) => choice.id === id))) continue;
    await store.close();
    questions.set(id, each);
    return each;
  }
  throw new Error(`Nothing that was shown offers ${id}, and no answer does`);
}

/** What a turn came to in Slack, and what the assistant itself says. */
export interface Turn {
  readonly where: string;
  /** Where something is exported, it is of this conversation. */
  readonly exports: boolean;
  readonly expected: unknown;
  readonly blocks: readonly unknown[];
  /** All words that Slack shows, without spaces. */
  readonly said: string;
  /** Lines that have to be among them. */
  readonly lines: readonly string[];
}

/** One dialogue, in Slack and with the assistant itself, turn by turn. */
export class Talk {
  readonly #stage: Stage;
  readonly #workspace: string;
  readonly #today: string;
  readonly #speaker: Person;
  readonly #channel: string;
  readonly #store: Store;
  readonly #reference: Assistant;
  /** Everything with a button or select that Slack has shown. */
  readonly #shown: Shown[] = [];
  /** What was pressed, and in which message. */
  readonly #taken = new Set<string>();
  #turns = 0;

  private constructor(stage: Stage, workspace: string, today: string, speaker: Person, channel: string, store: Store) {
    this.#stage = stage;
    this.#workspace = workspace;
    this.#today = today;
    this.#speaker = speaker;
    this.#channel = channel;
    this.#store = store;
    this.#reference = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  }

  static async open(stage: Stage, workspace: string, today: string): Promise<Talk> {
    const speaker = new Person(stage, stage.alice.id, 'alice', workspace);
    return new Talk(stage, workspace, today, speaker, await speaker.direct(), await openStore('memory:'));
  }

  wasTaken(ids: readonly string[]): boolean {
    const message = this.#offering(ids);
    return message !== undefined && this.#taken.has(`${message.ts} ${ids.join()}`);
  }

  offers(ids: readonly string[]): boolean {
    return this.#offering(ids) !== undefined;
  }

  /** Takes the turn on both sides. */
  async turn(payload: { readonly text: string } | { readonly choose: readonly string[] }): Promise<Turn> {
    const { front } = this.#stage;
    const at = this.#turns;
    this.#turns += 1;
    const where = `turn ${at + 1}: ${JSON.stringify(payload)}`;
    const event = 'text' in payload ? payload : { ...payload, choose: [...payload.choose] };
    await this.#reference.accept('c', { id: `e${at}`, at: `${this.#today}T10:00:00+08:00`, payload: event });
    await this.#reference.work('c');
    const items = await this.#reference.waiting('c');
    for (const { id } of items) await this.#reference.sent('c', id);
    const waiting = items.filter(isCard);
    const before = front.posted.length;
    if ('text' in payload) {
      const message = await this.#speaker.message(payload.text, this.#channel, 'im');
      await front.deliver('events_api', { ...envelope(message), team_id: this.#workspace });
    } else await this.#take(payload.choose);
    await this.#stage.settle();
    const posted = front.posted.slice(before);
    // An export names the conversation and its events, which are others here.
    const exported = waiting.filter(({ card }) => plainText(card).includes('"conversationId"')).length;
    // As it travels: what is undefined is not there.
    const expected: unknown = JSON.parse(
      JSON.stringify(waiting.slice(exported).flatMap(({ card }) => renderCard(card, { form: true }).map(({ blocks }) => blocks))),
    );
    const shown = posted.map(({ args, ts }) => ({
      channel: this.#channel,
      ts,
      thread: text(args['thread_ts']),
      blocks: list(args['blocks']),
      text: text(args['text']),
    }));
    this.#shown.push(...shown);
    return {
      where,
      exports: exported > 0 ? JSON.stringify(posted).includes(this.#speaker.conversation) : true,
      expected,
      blocks: posted.slice(exported).map(({ args }) => args['blocks']),
      said: shown.map(words).join('\n').replaceAll(/\s+/gu, ''),
      lines: waiting
        .slice(exported)
        .filter(({ card }) => card.kind !== 'report')
        .flatMap(({ card }) => plainText(card).split('\n'))
        .map((line) => line.replace(/^• |^\[|\]$/gu, '').replaceAll(/\s+/gu, '')),
    };
  }

  /** What is noted of the person, in Slack and by the assistant itself. */
  async end(): Promise<readonly [unknown, unknown]> {
    const noted = [
      await credentialsIn(this.#stage.store, this.#speaker.conversation),
      await credentialsIn(this.#store, 'c'),
    ] as const;
    await this.#store.close();
    return noted;
  }

  /** The latest message that offers them. */
  #offering(ids: readonly string[]): Shown | undefined {
    return this.#shown.findLast((message) =>
      elementsOf(message).some(
        ({ element }) => element['value'] === ids[0] || list(element['options']).some(({ value }) => value === ids[0]),
      ),
    );
  }

  async #take(ids: readonly string[]): Promise<void> {
    const [first = ''] = ids;
    const message = this.#offering(ids);
    if (!message) throw new Error(`Nothing that was shown offers ${ids.join()}`);
    this.#taken.add(`${message.ts} ${ids.join()}`);
    const found = elementsOf(message).find(
      ({ element }) => element['value'] === first || list(element['options']).some(({ value }) => value === first),
    );
    switch (text(found?.element['type'])) {
      case 'button':
        await this.#speaker.presses(message, first);
        return;
      case 'static_select':
        await this.#speaker.picks(message, first);
        return;
      default:
        await this.#speaker.ticks(message, ids);
    }
  }
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
