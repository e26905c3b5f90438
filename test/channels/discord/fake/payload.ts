/** Interactions as the gateway sends them, in the types of discord-api-types; the messages in them are judged by Discord's schemas. */
import {
  ApplicationCommandOptionType,
  InteractionContextType,
  Locale,
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIBaseInteraction,
  type APIChatInputApplicationCommandInteractionData,
  type APIMessageApplicationCommandInteractionData,
  type APIMessageButtonInteractionData,
  type APIMessageStringSelectInteractionData,
  type APIModalSubmission,
  type InteractionType,
} from 'discord.js';
import type { FakeInteraction } from './interaction.ts';
import { judgeAs } from './judge.ts';
import type { Json } from './json.ts';
import { channelOf, everyone, isThread, memberOf, plainUser, threadOf, type FakeChannel, type FakeMessage } from './model.ts';
import type { FakeState } from './state.ts';

/** The message is put in and judged when the interaction is sent. */
export type InteractionData =
  | { readonly type: InteractionType.ApplicationCommand; readonly data: APIChatInputApplicationCommandInteractionData }
  | {
      readonly type: InteractionType.ApplicationCommand;
      readonly data: Omit<APIMessageApplicationCommandInteractionData, 'resolved'>;
    }
  | {
      readonly type: InteractionType.ApplicationCommandAutocomplete;
      readonly data: APIApplicationCommandAutocompleteInteraction['data'];
    }
  | {
      readonly type: InteractionType.MessageComponent;
      readonly data: APIMessageButtonInteractionData | APIMessageStringSelectInteractionData;
    }
  | { readonly type: InteractionType.ModalSubmit; readonly data: APIModalSubmission };

type Base = Omit<APIBaseInteraction<InteractionType, unknown>, 'type' | 'data' | 'channel' | 'message'>;

/** @param target the message of the menu that a command was taken from */
export function payloadOf(
  state: FakeState,
  interaction: FakeInteraction,
  { type, data }: InteractionData,
  target: FakeMessage | null,
): Json {
  const { channel, user, message } = interaction;
  const guild = channel.guildId === null ? undefined : state.guilds.get(channel.guildId);
  const permissions = (everyone | user.permissions).toString();
  const who =
    guild === undefined ? { user: plainUser(user) } : { member: { ...memberOf(user), user: plainUser(user), permissions } };
  const base: Base = {
    id: interaction.id,
    application_id: state.applicationId,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    ...who,
    ...(guild === undefined
      ? {}
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: localeOf(guild.locale), features: [] },
          guild_locale: localeOf(guild.locale),
        }),
    locale: localeOf(user.locale),
    app_permissions: state.botPermissions(channel).toString(),
    entitlements: [],
    authorizing_integration_owners: interaction.userInstalled ? { 1: user.id } : { 0: guild?.id ?? '0' },
    context: contextOf(channel, state.bot.id),
    attachment_size_limit: 10_485_760,
  };
  const resolved = target === null ? {} : { resolved: { messages: { [target.id]: judged(state, target) } } };
  return {
    ...base,
    type,
    data: { ...data, ...resolved },
    channel: isThread(channel) ? threadOf(channel) : { ...channelOf(channel, state.bot.id), permissions },
    ...(message === null ? {} : { message: judged(state, message) }),
  };
}

function judged(state: FakeState, message: FakeMessage): Json {
  const written = state.messageOf(message);
  state.violations.push(...judgeAs('MessageResponse', written).map((fault) => `message of an interaction: ${fault}`));
  return written;
}

export function contextOf({ guildId, members }: FakeChannel, botId: string): InteractionContextType {
  if (guildId !== null) return InteractionContextType.Guild;
  return members.includes(botId) ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

const locales: ReadonlyMap<string, Locale> = new Map(Object.values(Locale).map((each) => [each, each]));

function localeOf(name: string): Locale {
  const locale = locales.get(name);
  if (locale === undefined) throw new Error(`no locale ${name}`);
  return locale;
}

/** One option of a slash command as it is sent; the value has to be of the option's type. */
export function optionOf(name: string, type: unknown, value: string | boolean): APIApplicationCommandInteractionDataBasicOption {
  if (typeof value === 'boolean' && type === ApplicationCommandOptionType.Boolean) return { name, type, value };
  if (typeof value === 'string')
    switch (type) {
      case ApplicationCommandOptionType.String:
      case ApplicationCommandOptionType.Channel:
      case ApplicationCommandOptionType.Role:
        return { name, type, value };
      default:
        break;
    }
  throw new Error(`${name} takes no '${String(value)}'`);
}
