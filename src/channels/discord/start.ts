/** The Discord channel put together and started. */
import { Events, SnowflakeUtil, type Message, type PartialMessage } from 'discord.js';
import type { Assistant, WaitingItem } from '../../assistant/assistant.ts';
import type { Lookup } from '../../assistant/lookup.ts';
import type { Store } from '../../storage/adapter.ts';
import { Courier, type CourierOptions } from '../courier.ts';
import { Admin } from './admin.ts';
import { createApi } from './api.ts';
import { commandDefinitions } from './commands.ts';
import { prefix, readConversationId } from './conversation-id.ts';
import { Delivery } from './delivery.ts';
import { Desk } from './desk.ts';
import { connect, createClient, fatal, findApplication } from './gateway.ts';
import { GrowingAnswers } from './growing-answers.ts';
import { Settings } from './guild-settings.ts';
import { Intake } from './intake.ts';
import { Interactions } from './interactions.ts';
import type { Log } from './log.ts';
import { Messages } from './messages.ts';
import { PersonRecords } from './person-records.ts';
import { Postbox } from './postbox.ts';
import { Presses } from './presses.ts';
import { Progress } from './progress.ts';
import { registerCommands } from './registration.ts';
import { ReplyPaths } from './reply-paths.ts';
import { Responses } from './responses.ts';
import { Turns } from './turns.ts';
import { worldOf } from './world.ts';

export interface DiscordOptions {
  readonly token: string;
  /** Address of the API without version; Discord's own unless given. */
  readonly base?: string | undefined;
  readonly shards: number | 'auto';
  /** Milliseconds within which the connection has to stand. */
  readonly startDeadline: number;
  readonly store: Store;
  readonly lookup: Lookup;
  readonly assistant: CourierOptions['assistant'] & Pick<Assistant, 'exportAlso' | 'follow' | 'forgetTurns' | 'stop'>;
  /** Days for which conversations are kept. */
  readonly retentionDays: number;
  readonly log: Log;
  /** See `CourierOptions`. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface RunningDiscord {
  /** Rejects with a DiscordError when the connection is past mending. */
  readonly failed: Promise<never>;
  /** Resolves when all that was accepted is handled and sent. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws DiscordError when Discord can't be reached, refuses, or does not let the bot in within the time. */
export async function startDiscord(options: DiscordOptions): Promise<RunningDiscord> {
  const { token, base, store, lookup, assistant, log } = options;
  const address = base === undefined ? {} : { base };
  const api = createApi({ token, ...address });
  const application = await findApplication(api.bot);
  const { readsMessages } = application;
  const registered = await registerCommands(api.bot, application.id, commandDefinitions(lookup));
  const client = createClient({ ...address, shards: options.shards, readsMessages, log });

  const settings = new Settings(store);
  // Written before an event is accepted or after it is answered: the wait for the disk that these bring serves for all.
  const light: Store = { ...store, adapter: (namespace) => store.adapter(namespace, { durable: false }) };
  const paths = new ReplyPaths(light);
  const people = new PersonRecords(light, options.retentionDays);
  assistant.exportAlso((conversationId) => people.keptOf(readConversationId(conversationId)));
  const world = worldOf(client, application.id, readsMessages);
  const postbox = new Postbox(api.bot, () => world.botId);
  const desk = new Desk({ store, settings, postbox, world, log });
  const growing = new GrowingAnswers({ postbox, paths, store: light, log });
  const turns = new Turns({ assistant, people, paths, growing, desk, log });
  const responses = new Responses({ api, world, people, postbox, log });
  const progress = new Progress({ assistant, responses, growing, paths, postbox, log });
  const delivery = new Delivery({ responses, world, paths, people, postbox, desk, turns, progress, growing, log });
  const guarded = (work: Promise<unknown>, what: string): void =>
    void work.catch((error: unknown) => log.error({ err: error }, what));

  const courier = new Courier({
    assistant,
    prefix,
    send: (conversationId, reply, again) => delivery.send(conversationId, reply, since(reply, again)),
    perform: (conversationId, deed, again) => turns.perform(conversationId, deed, since(deed, again)),
    onError: (error) => log.error({ err: error }, 'A turn or its delivery failed; it is tried again'),
    ...(options.wait === undefined ? {} : { wait: options.wait }),
  });
  const intake = new Intake({ courier, paths, people, world });
  const presses = new Presses({ delivery, responses, desk, intake, people, postbox, progress, world, log });
  const interactions = new Interactions({ settings, lookup, responses, intake, presses, admin: new Admin(settings, world), log });
  const messages = new Messages({
    settings,
    people,
    intake,
    progress,
    world,
    forgetTurns: (id) => assistant.forgetTurns(id),
  });

  // Each event on its own: what one of them throws must not reach the others, nor end the process.
  client.on(Events.InteractionCreate, (interaction) =>
    guarded(
      start(() => interactions.handle(interaction)),
      'An interaction failed',
    ),
  );
  client.on(Events.MessageCreate, (message) =>
    guarded(
      start(() => messages.handle(message)),
      'A message could not be taken',
    ),
  );
  const takenBack = (message: Message | PartialMessage): void => {
    if (!message.partial)
      guarded(
        start(() => messages.takenBack(message)),
        'What was taken back could not be forgotten',
      );
  };
  client.on(Events.MessageDelete, takenBack);
  client.on(Events.MessageUpdate, (before, after) => {
    if (before.content !== after.content) takenBack(after);
  });
  client.on(Events.GuildDelete, (guild) => {
    if (guild.available) guarded(settings.forget(guild.id), 'Settings of a server could not be deleted');
  });

  await connect(client, token, options.startDeadline, log);
  log.info(
    { commands: registered, servers: client.guilds.cache.size, mode: readsMessages ? 'reads messages' : 'mentions only' },
    'Discord is connected',
  );
  await courier.resume();
  return {
    failed: fatal(client),
    settle: () => courier.settle(),
    stop: async () => {
      await client.destroy();
      await courier.stop();
      progress.close();
      await growing.close();
      api.bot.clearHashSweeper();
      api.bot.clearHandlerSweeper();
      api.interactions.clearHashSweeper();
      api.interactions.clearHandlerSweeper();
    },
  };
}

/** Also what is thrown before the first await becomes a rejection. */
const start = async (work: () => Promise<void>): Promise<void> => work();

/** Milliseconds for which Discord is sure to know a nonce. */
const nonceLife = 60_000;

/** The id of the event that something answers, where an earlier attempt may have arrived so long ago that no nonce keeps it single. */
function since({ eventId }: WaitingItem, again: boolean): string | undefined {
  const [id] = /^\d+/.exec(eventId) ?? [];
  return again && id !== undefined && Date.now() - SnowflakeUtil.timestampFrom(id) > nonceLife ? id : undefined;
}
