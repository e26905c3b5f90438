/** The routes of the API that the bot and other client libraries use. */
import { ChannelType, MessageFlags, PermissionFlagsBits as P } from 'discord.js';
import { refuse, type FakeInteraction } from './interaction.ts';
import { list, number, record, text, type Json } from './json.ts';
import { channelOf, isThread, plainUser, threadOf, type FakeChannel, type FakeMessage } from './model.ts';
import { commandFaults, messageFaults } from './rules.ts';
import { ApiFault, type FakeState } from './state.ts';
import { intents } from './gateway.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Surroundings {
  readonly state: FakeState;
  readonly interactions: ReadonlyMap<string, FakeInteraction>;
  readonly query: URLSearchParams;
  readonly gatewayUrl: string;
  readonly shards: number;
}

type Handler = (world: Surroundings, ids: readonly string[], body: Json, raw: unknown) => Answer;

const ok = (body: unknown): Answer => ({ status: 200, body });
const none: Answer = { status: 204 };

const routes: readonly (readonly [method: string, pattern: RegExp, handler: Handler])[] = [
  ['GET', /^\/gateway\/bot$/, gatewayBot],
  ['GET', /^\/gateway$/, ({ gatewayUrl }) => ok({ url: gatewayUrl })],
  ['GET', /^\/users\/@me$/, ({ state }) => ok(self(state))],
  ['GET', /^\/applications\/@me$/, ({ state }) => ok(application(state))],
  ['GET', /^\/applications\/(\d+)\/commands$/, ({ state }) => ok(state.commands)],
  ['PUT', /^\/applications\/(\d+)\/commands$/, putCommands],
  ['POST', /^\/users\/@me\/channels$/, openDirect],
  ['GET', /^\/channels\/(\d+)$/, ({ state }, [id]) => ok(readable(state, id))],
  ['PATCH', /^\/channels\/(\d+)$/, patchChannel],
  ['GET', /^\/channels\/(\d+)\/messages\/(\d+)$/, ({ state }, [channel, id]) => ok(state.messageOf(messageIn(state, channel, id)))],
  ['PATCH', /^\/channels\/(\d+)\/messages\/(\d+)$/, editMessage],
  ['DELETE', /^\/channels\/(\d+)\/messages\/(\d+)$/, deleteMessage],
  ['GET', /^\/channels\/(\d+)\/messages$/, listMessages],
  ['POST', /^\/channels\/(\d+)\/messages$/, postMessage],
  ['POST', /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/, openThread],
  ['POST', /^\/interactions\/(\d+)\/([^/]+)\/callback$/, callback],
  ['POST', /^\/channels\/(\d+)\/typing$/, typing],
  [
    'GET',
    /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/,
    ({ state, interactions }, [, token]) => ok(state.messageOf(byToken(interactions, token).response())),
  ],
  [
    'PATCH',
    /^\/webhooks\/(\d+)\/([^/]+)\/messages\/@original$/,
    ({ state, interactions }, [, token], body) => ok(state.messageOf(byToken(interactions, token).edit(state, body))),
  ],
  [
    'POST',
    /^\/webhooks\/(\d+)\/([^/]+)$/,
    ({ state, interactions }, [, token], body) => ok(state.messageOf(byToken(interactions, token).follow(state, body))),
  ],
];

/** Undefined where the fake lacks the route. */
export function route(method: string, path: string): ((world: Surroundings, raw: unknown) => Answer) | undefined {
  for (const [each, pattern, handler] of routes) {
    const match = each === method ? pattern.exec(path) : null;
    if (match) return (world, raw) => handler(world, match.slice(1), record(raw), raw);
  }
  return undefined;
}

/** Shown to whoever is there, and kept by nobody. */
function typing({ state }: Surroundings, [id]: readonly string[]): Answer {
  readable(state, id);
  return none;
}

function gatewayBot({ gatewayUrl, shards }: Surroundings): Answer {
  return ok({
    url: gatewayUrl,
    shards,
    session_start_limit: { total: 1000, remaining: 990, reset_after: 1000, max_concurrency: 16 },
  });
}

function self(state: FakeState): Json {
  return { ...plainUser(state.bot), mfa_enabled: false, locale: 'en-US', verified: true, email: null, ...decorations };
}

const decorations = {
  banner: null,
  accent_color: null,
  avatar_decoration_data: null,
  collectibles: null,
  primary_guild: null,
  clan: null,
};

function application(state: FakeState): Json {
  return {
    id: state.applicationId,
    name: 'Career Bridge',
    icon: null,
    description: '',
    type: null,
    bot: plainUser(state.bot),
    verify_key: '00',
    flags: state.messageContent ? 1 << 19 : 0,
    flags_new: String(state.messageContent ? 1 << 19 : 0),
    integration_types_config: { 0: {}, 1: {} },
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: plainUser(state.bot),
    approximate_guild_count: state.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    event_webhooks_url: null,
    event_webhooks_status: 1,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
    bot_public: true,
    bot_require_code_grant: false,
  };
}

function putCommands({ state }: Surroundings, _ids: readonly string[], _body: Json, raw: unknown): Answer {
  refuse(state, commandFaults(list(raw)));
  state.registrations += 1;
  state.commands = list(raw).map((each) => {
    const command = record(each);
    return {
      id: state.ids.next(),
      application_id: state.applicationId,
      version: state.ids.next(),
      type: 1,
      default_member_permissions: null,
      nsfw: false,
      dm_permission: true,
      contexts: null,
      integration_types: [0],
      description: '',
      description_localizations: null,
      ...withoutEmpty(command),
    };
  });
  state.changed();
  return ok(state.commands);
}

/** Discord leaves out empty lists of options, and false. */
function withoutEmpty(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => !(Array.isArray(each) && each.length === 0))
      .map(([key, each]) => [key, key === 'options' ? list(each).map((option) => withoutEmpty(record(option))) : each]),
  );
}

function openDirect({ state }: Surroundings, _ids: readonly string[], body: Json): Answer {
  const user = state.users.get(text(body['recipient_id']));
  if (!user) throw new ApiFault(404, 10_013, 'Unknown User');
  const channel = state.direct(user);
  return ok({ ...channelOf(channel, state.bot.id), recipients: [plainUser(user)] });
}

function readable(state: FakeState, id: string | undefined): Json {
  const channel = state.find(id ?? '');
  if (channel.guildId !== null && (state.botPermissions(channel) & P.ViewChannel) === 0n)
    throw new ApiFault(403, 50_001, 'Missing Access');
  return isThread(channel) ? { ...threadOf(channel) } : channelOf(channel, state.bot.id);
}

function patchChannel({ state }: Surroundings, [id]: readonly string[], body: Json): Answer {
  const channel = state.find(id ?? '');
  if (!isThread(channel) || (state.botPermissions(channel) & P.ManageThreads) === 0n)
    throw new ApiFault(403, 50_013, 'Missing Permissions');
  if ('applied_tags' in body) {
    const tags = list(body['applied_tags']).map(text);
    const known = state.find(channel.parentId ?? '').tags;
    if (tags.length > 5 || tags.some((tag) => !known.some((each) => each.id === tag))) refuse(state, ['unknown tag']);
    channel.appliedTags = tags;
  }
  if ('archived' in body) channel.archived = body['archived'] === true;
  state.tell('THREAD_UPDATE', channel.guildId, intents.guilds, threadOf(channel));
  return ok(threadOf(channel));
}

function messageIn(state: FakeState, channelId: string | undefined, id: string | undefined): FakeMessage {
  const message = state.find(channelId ?? '').messages.find((each) => each.id === id && each.onlyFor === null && !each.deleted);
  if (!message) throw new ApiFault(404, 10_008, 'Unknown Message');
  return message;
}

function listMessages({ state, query }: Surroundings, [id]: readonly string[]): Answer {
  const channel = state.find(id ?? '');
  const has = state.botPermissions(channel);
  if (channel.guildId !== null && (has & P.ViewChannel) === 0n) throw new ApiFault(403, 50_001, 'Missing Access');
  const after = BigInt(query.get('after') ?? '0');
  const read = channel.guildId === null || (has & P.ReadMessageHistory) !== 0n ? channel.messages : [];
  const found = read.filter((each) => each.onlyFor === null && !each.deleted && BigInt(each.id) > after);
  return ok(
    found
      .slice(0, Number(query.get('limit') ?? 50))
      .toReversed()
      .map((each) => state.messageOf(each)),
  );
}

function postMessage({ state }: Surroundings, [id]: readonly string[], body: Json): Answer {
  const channel = state.find(id ?? '');
  mayWrite(state, channel);
  refuse(state, messageFaults(body, false));
  if (text(body['content']) === '' && list(body['components']).length === 0)
    throw new ApiFault(400, 50_006, 'Cannot send an empty message');
  const nonce = body['nonce'] === undefined || body['nonce'] === null ? null : text(body['nonce']);
  const before = nonce === null ? undefined : channel.messages.find((each) => each.nonce === nonce && each.author === state.bot);
  if (before && body['enforce_nonce'] === true && state.remembersNonces) return ok(state.messageOf(before));
  const reference = record(body['message_reference']);
  const message = state.post({
    channelId: channel.id,
    author: state.bot,
    content: text(body['content']),
    components: list(body['components']).map(record),
    flags: number(body['flags']),
    nonce,
    replyTo: reference['message_id'] === undefined ? null : text(reference['message_id']),
  });
  channel.archived = false;
  return ok(state.messageOf(message));
}

function ownMessage(state: FakeState, channelId: string | undefined, id: string | undefined): FakeMessage {
  const message = messageIn(state, channelId, id);
  if (message.author !== state.bot) throw new ApiFault(403, 50_005, 'Cannot edit a message authored by another user');
  return message;
}

function editMessage({ state }: Surroundings, [channel, id]: readonly string[], body: Json): Answer {
  const message = ownMessage(state, channel, id);
  const kept = message.flags & MessageFlags.IsComponentsV2;
  refuse(state, messageFaults({ ...body, flags: number(body['flags']) | kept }, false));
  state.edit(message, body);
  return ok(state.messageOf(message));
}

function deleteMessage({ state }: Surroundings, [channel, id]: readonly string[]): Answer {
  ownMessage(state, channel, id).deleted = true;
  state.changed();
  return none;
}

function mayWrite(state: FakeState, channel: FakeChannel): void {
  if (channel.type === ChannelType.DM) {
    const other = channel.members.map((each) => state.users.get(each)).find((each) => each !== undefined && each !== state.bot);
    if (other?.closed === true) throw new ApiFault(403, 50_007, 'Cannot send messages to this user');
    return;
  }
  const has = state.botPermissions(channel);
  if ((has & P.ViewChannel) === 0n) throw new ApiFault(403, 50_001, 'Missing Access');
  if ((has & (isThread(channel) ? P.SendMessagesInThreads : P.SendMessages)) === 0n)
    throw new ApiFault(403, 50_013, 'Missing Permissions');
}

function openThread({ state }: Surroundings, [channelId, messageId]: readonly string[], body: Json): Answer {
  const message = messageIn(state, channelId, messageId);
  const parent = state.find(message.channelId);
  if ((state.botPermissions(parent) & P.CreatePublicThreads) === 0n) throw new ApiFault(403, 50_013, 'Missing Permissions');
  const name = text(body['name']);
  if (name.length < 1 || name.length > 100) refuse(state, ['name of a thread']);
  if (state.channels.has(message.id)) throw new ApiFault(400, 160_004, 'A thread has already been created for this message');
  return { status: 201, body: threadOf(state.thread(parent, state.bot, name, message.id)) };
}

function callback({ state, interactions, query }: Surroundings, [id, token]: readonly string[], body: Json): Answer {
  const interaction = interactions.get(id ?? '');
  if (!interaction || interaction.token !== token) throw new ApiFault(404, 10_062, 'Unknown interaction');
  interaction.callback(state, body);
  if (query.get('with_response') !== 'true') return none;
  const message = interaction.original;
  const described = {
    id: interaction.id,
    type: interaction.type,
    response_message_id: message?.id ?? null,
    response_message_loading: false,
    response_message_ephemeral: message !== undefined && message.onlyFor !== null,
    channel_id: interaction.channel.id,
    guild_id: interaction.channel.guildId,
  };
  const resource = message === undefined ? undefined : { type: body['type'], message: state.messageOf(message) };
  return ok({ interaction: described, ...(resource === undefined ? {} : { resource }) });
}

function byToken(interactions: ReadonlyMap<string, FakeInteraction>, token: string | undefined): FakeInteraction {
  const found = [...interactions.values()].findLast((each) => each.token === token);
  if (!found) throw new ApiFault(404, 10_015, 'Unknown Webhook');
  return found;
}
