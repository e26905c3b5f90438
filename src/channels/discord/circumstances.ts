/** Who does something, where, in which language: read once from the library's objects. */
import { ChannelType, InteractionContextType, PermissionFlagsBits, type BaseInteraction } from 'discord.js';
import type { Language } from '../../command/command.ts';
import { languageOfLocale, type GuildSettings } from './guild-settings.ts';
import type { InteractionPath } from './reply-paths.ts';

export interface Asker {
  readonly userId: string;
  readonly guildId: string | null;
  readonly channelId: string | null;
  /** In a direct conversation with the bot, where nobody else reads. */
  readonly direct: boolean;
  readonly language: Language;
  readonly helper: boolean;
}

export function askerOf(interaction: BaseInteraction, settings: GuildSettings): Asker {
  const { user, guildId, channelId, locale, guildLocale, memberPermissions } = interaction;
  return {
    userId: user.id,
    guildId,
    channelId,
    direct:
      interaction.context === InteractionContextType.BotDM ||
      (interaction.context === null && interaction.channel?.type === ChannelType.DM),
    language: languageOfLocale(locale) ?? settings.language ?? languageOfLocale(guildLocale) ?? 'en',
    helper:
      memberPermissions?.has(PermissionFlagsBits.ManageGuild) === true ||
      memberPermissions?.has(PermissionFlagsBits.ManageThreads) === true ||
      (settings.helperRole !== undefined && rolesOf(interaction).includes(settings.helperRole)),
  };
}

function rolesOf({ member }: BaseInteraction): readonly string[] {
  if (member === null) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

export function pathOf(
  interaction: BaseInteraction,
  asker: Asker,
  audience: InteractionPath['audience'],
  inPlace: boolean,
): InteractionPath {
  return {
    via: 'interaction',
    id: interaction.id,
    token: interaction.token,
    receivedAt: Date.now(),
    userId: asker.userId,
    guildId: asker.guildId,
    channelId: asker.channelId,
    audience: asker.direct ? 'direct' : audience,
    inPlace,
  };
}
