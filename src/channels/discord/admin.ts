/** `/bridge-admin`: settings of a server, made in Discord by whoever may manage it. */
import { PermissionFlagsBits, channelMention, roleMention, type ChatInputCommandInteraction } from 'discord.js';
import { languages } from '../../command/command.ts';
import { sentence } from './desk.ts';
import { modes, type GuildSettings, type Settings } from './guild-settings.ts';
import { say, type Reception } from './intake.ts';
import { texts } from './texts.ts';
import type { World } from './world.ts';

export class Admin {
  readonly #settings: Settings;
  readonly #world: World;

  constructor(settings: Settings, world: World) {
    this.#settings = settings;
    this.#world = world;
  }

  async handle(interaction: ChatInputCommandInteraction, received: Reception): Promise<void> {
    const { guildId, options, memberPermissions } = interaction;
    const words = texts(received.language);
    // Discord keeps others out already, unless a server has changed that.
    if (guildId === null || memberPermissions?.has(PermissionFlagsBits.ManageGuild) !== true)
      return say(received, words.helpersOnly);
    const before = await this.#settings.of(guildId);
    const change = changeOf(options);
    if (change === undefined) return this.#show(received, before, '');
    const after = change(before);
    if (after.desk === undefined && Object.values(after.channels).includes('suggest')) return say(received, words.admin.deskFirst);
    return this.#show(received, await this.#settings.change(guildId, change), `${words.admin.saved}\n\n`);
  }

  async #show({ exchange, language }: Reception, settings: GuildSettings, lead: string): Promise<void> {
    const { admin } = texts(language);
    const channels = Object.entries(settings.channels).map(([id, mode]) => {
      const lacking = this.#world.missingPermissions(id);
      const lacks = lacking.length === 0 ? '' : `\n  - ⚠️ ${admin.lacks(lacking.join(', '))}`;
      return `- ${channelMention(id)}: ${admin.modes[mode]}${lacks}`;
    });
    const { desk } = settings;
    const deskLacks = desk === undefined ? [] : this.#world.missingPermissions(desk);
    const deskWarnings = [
      ...(deskLacks.length === 0 ? [] : [admin.lacks(deskLacks.join(', '))]),
      ...(desk !== undefined && this.#world.everyoneReads(desk) ? [admin.deskOpen] : []),
    ];
    const lines = [
      `**${admin.channels}**${channels.length === 0 ? `: ${admin.none}` : ''}`,
      ...channels,
      `**${admin.helperRole}**: ${settings.helperRole === undefined ? admin.notSet : roleMention(settings.helperRole)}`,
      `**${admin.desk}**: ${desk === undefined ? admin.notSet : channelMention(desk)}`,
      ...deskWarnings.map((warning) => `- ⚠️ ${warning}`),
      `**${admin.language}**: ${settings.language === undefined ? admin.notSet : admin.languages[settings.language]}`,
      '',
      this.#world.readsMessages ? admin.contentOn : admin.contentOff,
    ];
    const text = `${lead}**${admin.title}**\n${lines.join('\n')}`;
    await exchange.tell(sentence(text));
  }
}

type Options = ChatInputCommandInteraction['options'];

/** What a subcommand changes; undefined where it only shows. What is left out is set no longer. */
function changeOf(options: Options): ((settings: GuildSettings) => GuildSettings) | undefined {
  switch (options.getSubcommand()) {
    case 'channel': {
      const { id } = options.getChannel('channel', true);
      const mode = modes.find((each) => each === options.getString('mode', true)) ?? 'off';
      return (settings) => ({ ...settings, channels: { ...settings.channels, [id]: mode } });
    }
    case 'helpers': {
      const helperRole = options.getRole('role')?.id;
      return (settings) => ({ ...settings, helperRole });
    }
    case 'desk': {
      const desk = options.getChannel('channel')?.id;
      return (settings) => ({ ...settings, desk });
    }
    case 'language': {
      const language = languages.find((each) => each === options.getString('language'));
      return (settings) => ({ ...settings, language });
    }
    default:
      return undefined;
  }
}
