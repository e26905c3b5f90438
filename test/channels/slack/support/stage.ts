/** The real app over real sockets, and people who talk to it. */
import { afterEach } from 'vitest';
import type { AssistantModel } from '../../../../src/assistant/assistant.ts';
import { createAssistant, createProfileReader } from '../../../../src/assistant/create-assistant.ts';
import { startSlack, type SlackChannel, type SlackSettings } from '../../../../src/channels/slack/slack.ts';
import type { SlackError } from '../../../../src/channels/slack/slack-error.ts';
import type { Store } from '../../../../src/storage/adapter.ts';
import { openStore } from '../../../../src/storage/open-store.ts';
import { testKnowledge } from '../../../support/knowledge.ts';
import { appToken, botToken, Front, signingSecret } from './front.ts';
import { Person } from './person.ts';
import { list, text } from './wire.ts';

/** Milliseconds that a crashed app keeps the next one waiting. */
const claimFor = 300;

export type Mode = 'http' | 'socket';
export const modes: readonly Mode[] = ['http', 'socket'];

export interface StageOptions {
  readonly mode?: Mode;
  readonly settings?: Partial<SlackSettings>;
  readonly store?: Store;
  readonly front?: Front;
  /** Lets a test stand between the app and its store. */
  readonly wrapStore?: (store: Store) => Store;
  /** People are handed over to the channel `hr-desk`. */
  readonly helped?: boolean;
  readonly model?: AssistantModel | undefined;
}

export class Stage {
  readonly front: Front;
  readonly store: Store;
  readonly lines: string[] = [];
  readonly fatal: SlackError[] = [];
  readonly people = new Map<string, Person>();
  readonly channels = new Map<string, string>();
  readonly mode: Mode;
  readonly #settings: Partial<SlackSettings>;
  readonly #wrapStore: (store: Store) => Store;
  readonly #helped: boolean;
  readonly #model: AssistantModel | undefined;
  #channel: SlackChannel | undefined;

  private constructor(
    front: Front,
    store: Store,
    { mode = 'socket', settings = {}, wrapStore = (each) => each, helped = false, model }: StageOptions,
  ) {
    this.#helped = helped;
    this.#model = model;
    this.front = front;
    this.store = store;
    this.mode = mode;
    this.#settings = settings;
    this.#wrapStore = wrapStore;
  }

  /** With the app started. */
  static async open(options: StageOptions = {}): Promise<Stage> {
    const stage = await Stage.prepare(options);
    await stage.start();
    return stage;
  }

  static async prepare(options: StageOptions = {}): Promise<Stage> {
    const front = options.front ?? (await Front.open());
    const stage = new Stage(front, options.store ?? (await openStore('memory:')), options);
    const { members } = await front.as('xoxp-alice', 'users.list', {});
    for (const { id, name } of list(members)) stage.people.set(text(name), new Person(stage, text(id), text(name)));
    const { channels } = await front.as('xoxp-alice', 'conversations.list', { types: 'public_channel,private_channel' });
    for (const { id, name } of list(channels)) stage.channels.set(text(name), text(id));
    return stage;
  }

  get app(): SlackChannel {
    if (!this.#channel) throw new Error('The app is not started');
    return this.#channel;
  }

  get alice(): Person {
    return this.person('alice');
  }

  get bob(): Person {
    return this.person('bob');
  }

  person(name: string): Person {
    const found = this.people.get(name);
    if (!found) throw new Error(`Nobody is called ${name}`);
    return found;
  }

  channel(name: string): string {
    return this.channels.get(name) ?? '';
  }

  async start(): Promise<SlackChannel> {
    const knowledge = testKnowledge();
    const store = this.#wrapStore(this.store);
    const options = { store, retentionDays: 30, onQuarantine: () => undefined };
    const assistant = createAssistant(knowledge, { ...options, model: this.#model }, claimFor);
    const now = (): Date => new Date();
    const transport = this.mode === 'http' ? { signingSecret } : { appToken };
    const hr = this.#helped ? { hrChannel: this.channel('hr-desk') } : {};
    this.#channel = await startSlack({
      settings: { botToken, host: '127.0.0.1', port: 0, apiUrl: this.front.apiUrl, ...transport, ...hr, ...this.#settings },
      assistant,
      profiles: createProfileReader(knowledge, { ...options, now }),
      store,
      retentionDays: 30,
      now,
      log: (line) => this.lines.push(line),
      onFatal: (error) => this.fatal.push(error),
      pingTimeout: 600,
    });
    this.front.target = this.app.port === undefined ? undefined : `http://127.0.0.1:${this.app.port}/slack/events`;
    return this.#channel;
  }

  /** The app ends as it would be told to. */
  async stop(): Promise<void> {
    await this.#channel?.stop();
    this.#channel = undefined;
    for (const socket of this.front.sockets) socket.terminate();
  }

  /** Resolves when all that was delivered is answered. */
  settle(): Promise<void> {
    return this.app.settle();
  }

  /** @param quiet the app must have had nothing to tell the operator */
  async close({ quiet = false }: { readonly quiet?: boolean } = {}): Promise<void> {
    await this.stop();
    await this.front.close();
    await this.store.close();
    if (quiet && this.lines.length > 0) throw new Error(`The app told the operator:\n${this.lines.join('\n')}`);
  }
}

/** Stages of a file's tests, each closed when its test is over. */
export function stages(): { readonly [way in 'open' | 'prepare']: (options?: StageOptions) => Promise<Stage> } {
  const opened: Stage[] = [];
  afterEach(async () => {
    for (const stage of opened.splice(0)) await stage.close();
  });
  const kept = async (work: Promise<Stage>): Promise<Stage> => {
    const stage = await work;
    opened.push(stage);
    return stage;
  };
  return { open: (options) => kept(Stage.open(options)), prepare: (options) => kept(Stage.prepare(options)) };
}
