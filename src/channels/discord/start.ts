/** The Discord channel put together and started. */
import { Events, channelMention } from 'discord.js';
import type { Assistant, WaitingDeed } from '../../assistant/assistant.ts';
import type { Lookup } from '../../assistant/lookup.ts';
import type { Store } from '../../storage/adapter.ts';
import { Courier } from '../courier.ts';
import { Admin } from './admin.ts';
import { createApi } from './api.ts';
import { commandDefinitions } from './commands.ts';
import { prefix, privateId, readConversationId } from './conversation-id.ts';
import { Delivery } from './delivery.ts';
import { Desk, mention } from './desk.ts';
import { connect, createClient, fatal, findApplication } from './gateway.ts';
import { Settings } from './guild-settings.ts';
import { Intake } from './intake.ts';
import { Interactions } from './interactions.ts';
import type { Log } from './log.ts';
import { Messages } from './messages.ts';
import { Postbox } from './postbox.ts';
import { Presses } from './presses.ts';
import { registerCommands } from './registration.ts';
import { ReplyPaths } from './reply-paths.ts';
import { texts } from './texts.ts';
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
  readonly assistant: Assistant;
  readonly log: Log;
  /** For measuring: every answer is deferred, also one that is there at once. */
  readonly deferAtOnce?: boolean;
  /** For tests; see `CourierOptions`. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface RunningDiscord {
  /** Rejects with a DiscordError when the connection is past mending. */
  readonly failed: Promise<never>;
  /** Resolves when all that was accepted is handled and sent. */
  settle(): Promise<void>;
  stop(): Promise<void>;
  /** Ends the connection without waiting for what is under way, as a crash would. */
  kill(): Promise<void>;
  /** For tests that make a part fail. */
  readonly parts: { readonly paths: ReplyPaths };
}

/** @throws DiscordError when Discord can't be reached, refuses, or does not let the bot in within the time. */
export async function startDiscord(options: DiscordOptions): Promise<RunningDiscord> {
  const { token, base, store, lookup, log } = options;
  const address = base === undefined ? {} : { base };
  const api = createApi({ token, ...address });
  const application = await findApplication(api.bot);
  const { readsMessages } = application;
  const client = createClient({ ...address, shards: options.shards, readsMessages });

  const settings = new Settings(store);
  const paths = new ReplyPaths(store);
  const postbox = new Postbox(api.bot);
  const world = worldOf(client, application.id, readsMessages);
  const desk = new Desk({ store, settings, postbox, world, log });
  const delivery = new Delivery({ api, world, paths, postbox, desk, log, deferAtOnce: options.deferAtOnce ?? false });
  const guarded = (work: Promise<unknown>, what: string): void =>
    void work.catch((error: unknown) => log.error({ err: error }, what));

  const courier = new Courier({
    assistant: options.assistant,
    prefix,
    send: (conversationId, reply) => delivery.send(conversationId, reply),
    perform,
    onError: (error) => log.error({ err: error }, 'A turn or its delivery failed; it is tried again'),
    ...(options.wait === undefined ? {} : { wait: options.wait }),
  });
  const intake = new Intake({ courier, paths });
  const presses = new Presses({ delivery, desk, intake, postbox, world, log });
  const interactions = new Interactions({ settings, lookup, delivery, intake, presses, admin: new Admin(settings, world), log });
  const messages = new Messages({ settings, delivery, intake, world });

  async function perform(conversationId: string, { id, deed }: WaitingDeed): Promise<void> {
    const where = readConversationId(conversationId);
    if (where === undefined) return;
    if (deed.effect === 'forget' && 'userId' in where) await paths.forget(privateId(where.userId));
    if (deed.effect === 'feedback') log.info({ good: deed.good, cites: deed.cites }, 'Feedback on an answer');
    if (deed.effect !== 'human') return;
    const key = `human/${conversationId}/${id}`;
    if ('channelId' in where) {
      const place = channelMention(where.channelId);
      await desk.note(where.guildId, key, (language) => texts(language).handover(place));
      return;
    }
    const home = intake.homeOf(where.userId);
    const person = mention(where.userId);
    if (home !== undefined) await desk.note(home, key, (language) => texts(language).handoverPrivate(person));
  }

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
  client.on(Events.GuildDelete, (guild) => {
    if (guild.available) guarded(settings.forget(guild.id), 'Settings of a server could not be deleted');
  });

  await connect(client, token, options.startDeadline, log);
  const registered = await registerCommands(api.bot, application.id, commandDefinitions(lookup));
  log.info(
    { commands: registered, servers: client.guilds.cache.size, mode: readsMessages ? 'reads messages' : 'mentions only' },
    'Discord is connected',
  );
  await courier.resume();
  return {
    failed: fatal(client),
    settle: () => courier.settle(),
    parts: { paths },
    kill: async () => {
      void courier.stop();
      await client.destroy();
    },
    stop: async () => {
      await client.destroy();
      await courier.stop();
      api.bot.clearHashSweeper();
      api.bot.clearHandlerSweeper();
      api.interactions.clearHashSweeper();
      api.interactions.clearHandlerSweeper();
    },
  };
}

/** Also what is thrown before the first await becomes a rejection. */
const start = async (work: () => Promise<void>): Promise<void> => work();
