/** The connection to Discord: what is subscribed to, within which time it has to stand, and when it is past mending. */
import {
  Client,
  Events,
  GatewayIntentBits,
  Options,
  Partials,
  Routes,
  SimpleShardingStrategy,
  type ClientOptions,
  type REST,
} from 'discord.js';
import { z } from 'zod';
import { DiscordError, fatalClose, loginError } from './discord-error.ts';
import type { Log } from './log.ts';

/** Flags of the application: Message Content is allowed, fully or for a bot in few servers. */
const contentFlags = (1 << 18) | (1 << 19);

const applicationForm = z.object({ id: z.string(), flags: z.number().default(0) });

export interface Application {
  readonly id: string;
  readonly readsMessages: boolean;
}

/**
 * Also the first test of the token and the network.
 * @throws DiscordError
 */
export async function findApplication(rest: REST): Promise<Application> {
  try {
    const { id, flags } = applicationForm.parse(await rest.get(Routes.currentApplication()));
    return { id, readsMessages: (flags & contentFlags) !== 0 };
  } catch (error) {
    throw loginError(error);
  }
}

export interface ClientSettings {
  readonly base?: string;
  readonly shards: number | 'auto';
  readonly readsMessages: boolean;
  readonly log: Log;
}

/** A client that keeps little: servers, channels and threads, not messages and members. */
export function createClient({ base, shards, readsMessages, log }: ClientSettings): Client {
  const options: ClientOptions = {
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(readsMessages ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Direct messages come from channels that were not seen before.
    partials: [Partials.Channel],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 20,
      ReactionManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
    allowedMentions: { parse: [] },
    ws: {
      buildStrategy: (manager) => {
        skipUnreadable(manager, 'emit', log);
        return new SimpleShardingStrategy(manager);
      },
    },
    rest: { version: '10', ...(base === undefined ? {} : { api: base }) },
    ...(shards === 'auto' ? { shards: 'auto' as const } : { shardCount: shards }),
  };
  const client = new Client(options);
  skipUnreadable(client.ws, 'handlePacket', log);
  return client;
}

/**
 * An event of a form that the library does not expect ends the process: what reading it throws reaches nobody. So the two ways by which
 * it is handed on (as it comes, and from the queue of those that came before the client was ready) are each made to skip it.
 */
function skipUnreadable(reader: object, way: 'emit' | 'handlePacket', log: Log): void {
  const read: unknown = Reflect.get(reader, way);
  if (typeof read !== 'function') throw new TypeError(`This version of discord.js has no ${way}`);
  Reflect.set(reader, way, (...given: unknown[]): unknown => {
    try {
      return Reflect.apply(read, reader, given);
    } catch (error) {
      log.error({ err: error }, 'An event of Discord that could not be read was skipped');
      return false;
    }
  });
}

/**
 * Logs in and waits until all servers are there.
 * @throws DiscordError after `deadline` milliseconds, or when Discord refuses for good
 */
export async function connect(client: Client, token: string, deadline: number, log: Log): Promise<Client<true>> {
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      fail(
        new DiscordError(
          'discord-start-timeout',
          `Discord did not let the bot in within ${deadline / 1000} seconds`,
          'Check https://discordstatus.com and the network, then start again; DISCORD_START_SECONDS sets the time',
        ),
      ),
    deadline,
  );
  const { promise: ready, resolve } = Promise.withResolvers<Client<true>>();
  client.once(Events.ClientReady, resolve);
  // Without a listener an error event would end the process.
  client.on(Events.Error, (error) => log.error({ err: error }, 'Discord client'));
  client.on(Events.ShardError, (error, shard) => log.warn({ err: error, shard }, 'Discord connection'));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'Discord connection lost, connecting again'));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'Discord connection resumed'));
  try {
    const login = client.login(token).then(
      () => ready,
      (error: unknown) => Promise.reject(loginError(error)),
    );
    // Whichever loses must not be an unhandled rejection.
    login.catch(() => undefined);
    failed.catch(() => undefined);
    return await Promise.race([login, failed, fatal(client)]);
  } catch (error) {
    await client.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects when the connection is past mending: the process is then to end, and to say why. */
export function fatal(client: Client): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  client.on(Events.ShardDisconnect, ({ code }) => {
    const error = fatalClose(code);
    if (error) reject(error);
  });
  client.on(Events.Invalidated, () =>
    reject(new DiscordError('discord-connection-ended', 'Discord ended the session for good', 'Start the program again')),
  );
  promise.catch(() => undefined);
  return promise;
}
