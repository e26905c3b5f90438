/** The slash commands and the message command, in English and Chinese. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandSubcommandOption,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Lookup } from '../../assistant/lookup.ts';
import { modes } from './guild-settings.ts';
import { limits } from './limits.ts';
import { shorten } from './text.ts';
import { chinese } from './texts-zh.ts';
import { english } from './texts-en.ts';

export const menuName = 'Answer this';

type Bilingual = readonly [en: string, zh: string];

/** The default needs its own keys too: Discord else falls back in ways of its own. */
const localised = ([en, zh]: Bilingual): Record<string, string> => ({ 'en-US': en, 'en-GB': en, 'zh-CN': zh, 'zh-TW': zh });

const named = (name: Bilingual, description: Bilingual) => ({
  name: name[0],
  name_localizations: localised(name),
  description: description[0],
  description_localizations: localised(description),
});

const everywhere = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

const share: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  ...named(
    ['share', '公开'],
    ['Show the answer to everyone here (else only to you)', '让这里的所有人都看到回答（否则只有您能看到）'],
  ),
};

const longestQuestion = 2000;

/** Checked against Discord's limits by the tests; the pathways come from the policy. */
export function commandDefinitions(lookup: Lookup): RESTPostAPIApplicationCommandsJSONBody[] {
  return [
    {
      ...named(['ask', '提问'], ['Ask about professional titles and skill levels', '提问职称和技能等级政策']),
      ...everywhere,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          ...named(['question', '问题'], ['Your question, or one of those offered', '您的问题，也可以选一个']),
          required: true,
          autocomplete: true,
          max_length: longestQuestion,
        },
        share,
      ],
    },
    {
      ...named(['check', '核对'], ['Check what you may apply for; only you see it', '核对您能申报什么，只有您能看到']),
      ...everywhere,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          ...named(['goal', '目标'], ['What you want to apply for; everything if left out', '想申报的项目，不填则全部核对']),
          choices: pathwayChoices(lookup),
        },
      ],
    },
    {
      ...named(['provision', '条款'], ['Show a provision of the policy', '查看政策条款']),
      ...everywhere,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          ...named(['provision', '条款'], ['What it is about', '关于什么']),
          required: true,
          autocomplete: true,
          max_length: limits.command.choiceValue,
        },
        share,
      ],
    },
    {
      ...named(
        ['my-data', '我的数据'],
        ['What I know of you: show, export or forget it', '我记下的关于您的内容：查看、导出、删除'],
      ),
      ...everywhere,
      options: [
        subcommand(named(['show', '查看'], ['Show what I have noted', '查看已记下的内容'])),
        subcommand(named(['export', '导出'], ['Everything that is kept, as data', '以数据形式导出保存的全部内容'])),
        subcommand(named(['forget', '删除'], ['Delete everything at once', '立即删除全部内容'])),
      ],
    },
    { ...named(['help', '帮助'], ['What I can do', '我能做什么']), ...everywhere },
    {
      type: ApplicationCommandType.Message,
      name: menuName,
      name_localizations: localised([menuName, '回答这条']),
      ...everywhere,
    },
    {
      ...named(['bridge-admin', '职通设置'], ['Settings for this server', '本服务器的设置']),
      integration_types: [ApplicationIntegrationType.GuildInstall],
      contexts: [InteractionContextType.Guild],
      default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
      options: adminOptions(),
    },
  ];
}

function pathwayChoices(lookup: Lookup): APIApplicationCommandOptionChoice<string>[] {
  const inChinese = new Map(lookup.suggest('', 'zh', ['pathway'], limits.command.choices).map(({ id, label }) => [id, label]));
  return lookup.suggest('', 'en', ['pathway'], limits.command.choices).map(({ id, label }) => {
    const name = shorten(label, limits.command.choiceName);
    return {
      name,
      name_localizations: localised([name, shorten(inChinese.get(id) ?? label, limits.command.choiceName)]),
      value: id,
    };
  });
}

function subcommand(
  names: ReturnType<typeof named>,
  options: APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, ...names, options };
}

function adminOptions(): APIApplicationCommandSubcommandOption[] {
  return [
    subcommand(named(['show', '查看'], ['Show the settings and what is missing', '查看设置和缺少的权限'])),
    subcommand(named(['channel', '频道'], ['Name a forum or channel where members ask', '指定成员提问的论坛或频道']), [
      {
        type: ApplicationCommandOptionType.Channel,
        ...named(['channel', '频道'], ['Forum or text channel', '论坛或文字频道']),
        required: true,
        channel_types: [ChannelType.GuildForum, ChannelType.GuildText],
      },
      {
        type: ApplicationCommandOptionType.String,
        ...named(['mode', '模式'], ['What happens to a new post', '遇到新帖怎么办']),
        required: true,
        choices: modes.map((mode) => ({
          name: english.admin.modes[mode],
          name_localizations: localised([english.admin.modes[mode], chinese.admin.modes[mode]]),
          value: mode,
        })),
      },
    ]),
    subcommand(named(['helpers', '协助人员'], ['Who may release drafts', '谁可以发出草稿']), [
      {
        type: ApplicationCommandOptionType.Role,
        ...named(['role', '身份组'], ['Role of the helpers; without it, none', '协助人员的身份组；不填则取消']),
      },
    ]),
    subcommand(named(['desk', '人事频道'], ['Where drafts and requests for a person go', '草稿和人工请求发到哪里']), [
      {
        type: ApplicationCommandOptionType.Channel,
        ...named(
          ['channel', '频道'],
          ['A channel that only HR and helpers can read; without it, none', '只有人事和协助人员能看到的频道；不填则取消'],
        ),
        channel_types: [ChannelType.GuildText],
      },
    ]),
    subcommand(named(['language', '语言'], ['Language where a member has another one', '成员使用其他语言时用哪种']), [
      {
        type: ApplicationCommandOptionType.String,
        ...named(['language', '语言'], ["English or Chinese; without it, the server's own", '英文或中文；不填则用服务器的语言']),
        choices: [
          { name: 'English', value: 'en' },
          { name: '中文', value: 'zh' },
        ],
      },
    ]),
  ];
}
