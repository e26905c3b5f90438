/** An assistant that answers as it is told, and streams that stand in for a terminal. */
import { PassThrough } from 'node:stream';
import type { AssistantEvent, EventPayload, WaitingItem } from '../../../src/assistant/assistant.ts';
import { runChat, type ChatAssistant, type ChatEnd, type ChatOptions } from '../../../src/channels/terminal/chat.ts';
import type { Card } from '../../../src/presentation/card.ts';

export const card = (text: string, more: Partial<Card> = {}): Card => ({
  kind: 'text',
  language: 'en',
  blocks: [{ block: 'text', text }],
  choices: [],
  ...more,
});

export const question = (text: string, labels: readonly string[], more: Partial<Card> = {}): Card =>
  card(text, { kind: 'question', choices: labels.map((label) => ({ id: `id-${label}`, label })), ...more });

export class FakeAssistant implements ChatAssistant {
  readonly events: AssistantEvent[] = [];
  /** What was called, in order. */
  readonly calls: string[] = [];
  readonly outbox: WaitingItem[] = [];
  readonly #answer: (payload: EventPayload) => readonly Card[] | Promise<readonly Card[]>;
  readonly #inbox: AssistantEvent[] = [];

  constructor(answer: (payload: EventPayload) => readonly Card[] | Promise<readonly Card[]>) {
    this.#answer = answer;
  }

  get payloads(): EventPayload[] {
    return this.events.map(({ payload }) => payload);
  }

  accept(_conversation: string, event: AssistantEvent): Promise<'accepted'> {
    this.calls.push('accept');
    this.events.push(event);
    this.#inbox.push(event);
    return Promise.resolve('accepted');
  }

  async work(): Promise<void> {
    this.calls.push('work');
    for (let event = this.#inbox.shift(); event; event = this.#inbox.shift()) {
      const { id, payload } = event;
      const cards = await this.#answer(payload);
      this.outbox.push(...cards.map((card, index) => ({ id: `${id}/${index}`, eventId: id, card })));
    }
  }

  waiting(): Promise<WaitingItem[]> {
    return Promise.resolve([...this.outbox]);
  }

  sent(_conversation: string, id: string): Promise<void> {
    this.calls.push(`sent ${id}`);
    this.outbox.splice(
      this.outbox.findIndex((reply) => reply.id === id),
      1,
    );
    return Promise.resolve();
  }
}

/** A chat under way: type into it, wait for what it shows. */
export class Chat {
  readonly input: PassThrough & { isTTY?: boolean } = new PassThrough();
  readonly output: PassThrough & { isTTY?: boolean; columns?: number } = new PassThrough();
  readonly errors: unknown[] = [];
  readonly done: Promise<ChatEnd>;
  /** Milliseconds since 1970. */
  clock = Date.UTC(2026, 0, 1);
  shown = '';
  readonly #watchers = new Set<() => void>();

  constructor(assistant: ChatAssistant, { tty = false, ...more }: Partial<ChatOptions> & { readonly tty?: boolean } = {}) {
    if (tty) {
      this.input.isTTY = true;
      this.output.isTTY = true;
      this.output.columns = 80;
    }
    this.output.setEncoding('utf8').on('data', (text: string) => {
      this.shown += text;
      for (const watch of this.#watchers) watch();
    });
    let events = 0;
    const { promise, resolve, reject } = Promise.withResolvers<ChatEnd>();
    this.done = promise;
    runChat({
      assistant,
      input: this.input,
      output: this.output,
      conversationId: 'terminal:test',
      color: false,
      width: 80,
      now: () => new Date(this.clock),
      newEventId: () => `e${(events += 1)}`,
      onExit: resolve,
      onError: (error) => this.errors.push(error),
      ...more,
    }).catch(reject);
  }

  type(text: string): void {
    this.input.write(text);
  }

  /** Resolves when the text is shown after what was shown at an earlier `until`; gives what was shown in between. */
  async until(text: string): Promise<string> {
    for (;;) {
      const at = this.shown.indexOf(text);
      if (at >= 0) {
        const before = this.shown.slice(0, at + text.length);
        this.shown = this.shown.slice(at + text.length);
        return before;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#watchers.add(resolve);
      await promise;
      this.#watchers.delete(resolve);
    }
  }
}

/** Runs a chat of piped lines to its end. */
export async function pipe(assistant: ChatAssistant, text: string | Uint8Array, more: Partial<ChatOptions> = {}): Promise<Chat> {
  const chat = new Chat(assistant, more);
  chat.input.end(text);
  await chat.done;
  return chat;
}
