/** A person at a client: does only what the client would offer, judged by what the bot registered and sent. */
import { ApplicationCommandOptionType, ChannelType, MessageFlags } from 'discord.js';
import type { FakeDiscord } from './fake-discord.ts';
import { FakeInteraction, type InteractionOptions } from './interaction.ts';
import { list, number, record, text, tree, type Json } from './json.ts';
import {
  everyone,
  memberOf,
  plainUser,
  threadOf,
  channelOf,
  isThread,
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
} from './model.ts';

export interface Fields {
  readonly [id: string]: string | readonly string[];
}

export class Person {
  readonly user: FakeUser;
  readonly #fake: FakeDiscord;

  constructor(fake: FakeDiscord, user: FakeUser) {
    this.#fake = fake;
    this.user = user;
  }

  /** A slash command; `path` is its name, with a subcommand after a space. */
  slash(
    channel: FakeChannel,
    path: string,
    options: Readonly<Record<string, string | boolean | FakeChannel | { readonly role: string }>> = {},
  ): FakeInteraction {
    const [name = '', sub] = path.split(' ');
    const command = this.#command(name, 1, channel);
    const definition = sub === undefined ? command : this.#fake.state.option(command, sub);
    if (!definition) throw new Error(`no subcommand ${path}`);
    const resolved: Record<string, Record<string, unknown>> = {};
    const given = Object.entries(options).map(([key, value]) => this.#option(definition, key, value, resolved));
    for (const option of list(definition['options']).map(record))
      if (option['required'] === true && !(text(option['name']) in options))
        throw new Error(`option ${text(option['name'])} is required`);
    const inner = sub === undefined ? given : [{ type: ApplicationCommandOptionType.Subcommand, name: sub, options: given }];
    const data = { id: command['id'], name, type: 1, options: inner, ...(Object.keys(resolved).length === 0 ? {} : { resolved }) };
    return this.#send({ type: 2, channel, message: null }, data);
  }

  /** What is offered while typing. */
  async complete(channel: FakeChannel, name: string, optionName: string, typed: string): Promise<readonly Json[]> {
    const command = this.#command(name, 1, channel);
    const option = this.#fake.state.option(command, optionName);
    if (option?.['autocomplete'] !== true) throw new Error(`${optionName} offers nothing`);
    const options = [{ type: option['type'], name: optionName, value: typed, focused: true }];
    const interaction = this.#send({ type: 4, channel, message: null }, { id: command['id'], name, type: 1, options });
    return this.#fake.state.until('completions', () => interaction.choices);
  }

  /** A command of a message's menu. */
  menu(message: FakeMessage, name: string): FakeInteraction {
    const channel = this.#fake.state.find(message.channelId);
    const command = this.#command(name, 3, channel);
    const resolved = { messages: { [message.id]: this.#fake.state.messageOf(message) } };
    return this.#send({ type: 2, channel, message: null }, { id: command['id'], name, type: 3, target_id: message.id, resolved });
  }

  /** A button, by its id or label. */
  click(message: FakeMessage, which: string): FakeInteraction {
    const buttons = this.#usable(message).filter(({ type }) => type === 2);
    const button = buttons.find(({ custom_id: id, label }) => id === which || label === which);
    if (!button) throw new Error(`no button '${which}' among ${buttons.map(({ custom_id: id }) => text(id)).join(', ')}`);
    return this.#component(message, { component_type: 2, custom_id: button['custom_id'], id: button['id'] });
  }

  /** Options of the select that holds them all. */
  select(message: FakeMessage, values: readonly string[]): FakeInteraction {
    const select = this.#usable(message).find(
      ({ type, options }) => type === 3 && values.every((value) => list(options).some((each) => record(each)['value'] === value)),
    );
    if (!select) throw new Error(`no select with ${values.join(', ')}`);
    if (values.length < number(select['min_values']) || values.length > number(select['max_values']))
      throw new Error('too few or too many');
    return this.#component(message, { component_type: 3, custom_id: select['custom_id'], id: select['id'], values: [...values] });
  }

  /** Takes a choice of a card, by button or select. */
  choose(message: FakeMessage, ids: readonly string[]): FakeInteraction {
    const [first = ''] = ids;
    const button = this.#usable(message).find(
      ({ type, custom_id: id }) => type === 2 && text(id).replace(/^[qc]:[^:]*:/, '') === first,
    );
    return button && ids.length === 1 ? this.click(message, text(button['custom_id'])) : this.select(message, ids);
  }

  /** Sends the form that an interaction opened. */
  async submit(opener: FakeInteraction, fields: Fields): Promise<FakeInteraction> {
    const modal = await this.#fake.state.until('a form', () => opener.modal);
    const inputs = tree(modal['components']).filter(({ custom_id: id }) => id !== undefined);
    const unknown = Object.keys(fields).find((key) => !inputs.some(({ custom_id: id }) => id === key));
    if (unknown !== undefined) throw new Error(`no field ${unknown}`);
    const components = list(modal['components'])
      .map(record)
      .map((label, at) => {
        const input = record(label['component']);
        const id = text(input['custom_id']);
        const value = fields[id];
        const common = { type: input['type'], id: at * 2 + 2, custom_id: id };
        if (input['type'] === 3) {
          const values = Array.isArray(value) ? value.map(text) : [];
          if (input['required'] !== false && values.length === 0) throw new Error(`${id} is required`);
          if (values.some((each) => !list(input['options']).some((option) => record(option)['value'] === each)))
            throw new Error(`no such option in ${id}`);
          return { type: 18, id: at * 2 + 1, component: { ...common, values } };
        }
        const words = typeof value === 'string' ? value : '';
        if (input['required'] !== false && words === '') throw new Error(`${id} is required`);
        if (typeof input['max_length'] === 'number' && words.length > input['max_length']) throw new Error(`${id} is too long`);
        return { type: 18, id: at * 2 + 1, component: { ...common, value: words } };
      });
    return this.#send(
      { type: 5, channel: opener.channel, message: opener.message },
      { custom_id: modal['custom_id'], components },
      opener.message,
    );
  }

  say(channel: FakeChannel, content: string, more: { readonly id?: string; readonly replyTo?: string } = {}): FakeMessage {
    const { state } = this.#fake;
    const mentions = content.includes(`<@${state.bot.id}>`) ? [state.bot] : [];
    return state.post({ channelId: channel.id, author: this.user, content, mentions, ...more });
  }

  direct(content: string): FakeMessage {
    return this.say(this.#fake.state.direct(this.user), content);
  }

  /** A new post in a forum: the thread, then its first message, which bears the same id. */
  post(forum: FakeChannel, title: string, content: string): FakeChannel {
    const thread = this.#fake.state.thread(forum, this.user, title);
    this.say(thread, content, { id: thread.id });
    return thread;
  }

  /** The messages that this person can see in a channel. */
  sees(channel: FakeChannel): readonly FakeMessage[] {
    return channel.messages.filter(({ onlyFor, deleted }) => !deleted && (onlyFor === null || onlyFor === this.user.id));
  }

  #usable(message: FakeMessage): Json[] {
    if (message.onlyFor !== null && message.onlyFor !== this.user.id) throw new Error('this message is not theirs to see');
    if ((message.flags & MessageFlags.Loading) !== 0) throw new Error('still loading');
    return tree(message.components).filter(({ disabled }) => disabled !== true);
  }

  #component(message: FakeMessage, data: Json): FakeInteraction {
    return this.#send({ type: 3, channel: this.#fake.state.find(message.channelId), message }, data, message);
  }

  #command(name: string, type: number, channel: FakeChannel): Json {
    const command = this.#fake.state.commands.find((each) => each['name'] === name && each['type'] === type);
    if (!command) throw new Error(`no command ${name}`);
    const context = contextOf(channel, this.#fake.state.bot);
    if (Array.isArray(command['contexts']) && !command['contexts'].includes(context))
      throw new Error(`${name} is not offered here`);
    if (this.#userInstalled(channel) && !list(command['integration_types']).includes(1))
      throw new Error(`${name} is not offered to users`);
    const needed = BigInt(text(command['default_member_permissions']) || '0');
    if ((this.user.permissions & needed) !== needed) throw new Error(`${this.user.name} may not use ${name}`);
    return command;
  }

  #option(
    definition: Json,
    name: string,
    value: string | boolean | FakeChannel | { readonly role: string },
    resolved: Record<string, Record<string, unknown>>,
  ): Json {
    const option = this.#fake.state.option(definition, name);
    if (!option) throw new Error(`no option ${name}`);
    const type = number(option['type']);
    if (typeof value === 'object' && 'role' in value) {
      const role = {
        id: value.role,
        name: 'helpers',
        color: 0,
        colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
        hoist: false,
        icon: null,
        unicode_emoji: null,
        position: 2,
        permissions: '0',
        managed: false,
        mentionable: false,
        flags: 0,
      };
      resolved['roles'] = { [value.role]: role };
      return { name, type, value: value.role };
    }
    if (typeof value === 'object') {
      const types = list(option['channel_types']);
      if (types.length > 0 && !types.includes(value.type)) throw new Error(`${value.name} is not offered`);
      resolved['channels'] = {
        [value.id]: { ...channelOf(value, this.#fake.state.bot.id), permissions: '0', app_permissions: '0' },
      };
      return { name, type, value: value.id };
    }
    const choices = list(option['choices']).map(record);
    if (choices.length > 0 && !choices.some((each) => each['value'] === value))
      throw new Error(`'${String(value)}' is not offered for ${name}`);
    if (typeof value === 'string' && typeof option['max_length'] === 'number' && value.length > option['max_length'])
      throw new Error('too long');
    return { name, type, value };
  }

  #userInstalled(channel: FakeChannel): boolean {
    return channel.guildId !== null && this.#fake.state.guilds.get(channel.guildId)?.joined === false;
  }

  #send(
    options: Pick<InteractionOptions, 'type' | 'channel' | 'message'>,
    data: Json,
    message: FakeMessage | null = null,
  ): FakeInteraction {
    const { state } = this.#fake;
    const { channel } = options;
    const userInstalled = this.#userInstalled(channel);
    const interaction = new FakeInteraction(state, { ...options, user: this.user, userInstalled });
    this.#fake.interactions.set(interaction.id, interaction);
    const guild = channel.guildId === null ? undefined : state.guilds.get(channel.guildId);
    const member = {
      ...memberOf(this.user),
      user: plainUser(this.user),
      permissions: (everyone | this.user.permissions).toString(),
    };
    this.#fake.dispatchInteraction(interaction, {
      id: interaction.id,
      application_id: state.applicationId,
      type: options.type,
      token: interaction.token,
      version: 1,
      data,
      channel: isThread(channel) ? threadOf(channel) : { ...channelOf(channel, state.bot.id), permissions: '0' },
      channel_id: channel.id,
      ...(guild === undefined
        ? { user: plainUser(this.user) }
        : { guild_id: guild.id, guild: { id: guild.id, locale: guild.locale, features: [] }, member, guild_locale: guild.locale }),
      locale: this.user.locale,
      app_permissions: state.botPermissions(channel).toString(),
      entitlements: [],
      authorizing_integration_owners: userInstalled ? { 1: this.user.id } : { 0: guild?.id ?? '0' },
      context: contextOf(channel, state.bot),
      attachment_size_limit: 10_485_760,
      ...(message === null ? {} : { message: state.messageOf(message) }),
    });
    return interaction;
  }
}

const contextOf = (channel: FakeChannel, bot: FakeUser): number =>
  channel.guildId !== null ? 0 : channel.type === ChannelType.DM && channel.members.includes(bot.id) ? 1 : 2;
