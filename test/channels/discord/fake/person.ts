/** A person at a client: does only what the client would offer, judged by what the bot registered and sent. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionType,
  MessageFlags,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIInteractionDataResolvedChannel,
  type APIModalSubmissionComponent,
} from 'discord.js';
import type { FakeDiscord } from './fake-discord.ts';
import { FakeInteraction } from './interaction.ts';
import { list, number, record, text, tree, type Json } from './json.ts';
import { roleOf, type FakeChannel, type FakeMessage, type FakeUser } from './model.ts';
import { contextOf, optionOf, payloadOf, type InteractionData } from './payload.ts';

export interface Fields {
  readonly [id: string]: string | readonly string[];
}

type OptionValue = string | boolean | FakeChannel | { readonly role: string };

export class Person {
  readonly user: FakeUser;
  readonly #fake: FakeDiscord;

  constructor(fake: FakeDiscord, user: FakeUser) {
    this.#fake = fake;
    this.user = user;
  }

  /** A slash command; `path` is its name, with a subcommand after a space. */
  slash(channel: FakeChannel, path: string, options: Readonly<Record<string, OptionValue>> = {}): FakeInteraction {
    const [name = '', sub] = path.split(' ');
    const command = this.#command(name, 1, channel);
    const definition = sub === undefined ? command : this.#fake.state.option(command, sub);
    if (!definition) throw new Error(`no subcommand ${path}`);
    const given = Object.entries(options).map(([key, value]) => this.#option(definition, key, value));
    for (const option of list(definition['options']).map(record))
      if (option['required'] === true && !(text(option['name']) in options))
        throw new Error(`option ${text(option['name'])} is required`);
    const inner =
      sub === undefined ? given : [{ type: ApplicationCommandOptionType.Subcommand as const, name: sub, options: given }];
    const values = Object.values(options);
    const roles = values.flatMap((value) =>
      typeof value === 'object' && 'role' in value ? [roleOf(value.role, 'helpers', 0n, 2)] : [],
    );
    const channels = values.flatMap((value) => (typeof value === 'object' && 'messages' in value ? [value] : []));
    const id = text(command['id']);
    const type = InteractionType.ApplicationCommand;
    if (roles.length + channels.length === 0)
      return this.#send(channel, null, { type, data: { id, name, type: ApplicationCommandType.ChatInput, options: inner } });
    const data = { id, name, type: ApplicationCommandType.ChatInput as const, options: inner };
    const resolved = {
      ...(roles.length === 0 ? {} : { roles: Object.fromEntries(roles.map((role) => [role.id, role])) }),
      ...(channels.length === 0 ? {} : { channels: Object.fromEntries(channels.map((each) => [each.id, this.#resolved(each)])) }),
    };
    return this.#send(channel, null, { type, data: { ...data, resolved } });
  }

  /** What is offered while typing. */
  async complete(channel: FakeChannel, name: string, optionName: string, typed: string): Promise<readonly Json[]> {
    const command = this.#command(name, 1, channel);
    const option = this.#fake.state.option(command, optionName);
    if (option?.['autocomplete'] !== true) throw new Error(`${optionName} offers nothing`);
    const options = [{ type: ApplicationCommandOptionType.String as const, name: optionName, value: typed, focused: true }];
    const interaction = this.#send(channel, null, {
      type: InteractionType.ApplicationCommandAutocomplete,
      data: { id: text(command['id']), name, type: ApplicationCommandType.ChatInput, options },
    });
    return this.#fake.state.until('completions', () => interaction.choices);
  }

  /** A command of a message's menu. */
  menu(message: FakeMessage, name: string): FakeInteraction {
    const channel = this.#fake.state.find(message.channelId);
    const command = this.#command(name, 3, channel);
    const data = { id: text(command['id']), name, type: ApplicationCommandType.Message as const, target_id: message.id };
    return this.#send(channel, null, { type: InteractionType.ApplicationCommand, data }, message);
  }

  /** A button, by its id or label. */
  click(message: FakeMessage, which: string): FakeInteraction {
    const buttons = this.#usable(message).filter(({ type }) => type === 2);
    const button = buttons.find(({ custom_id: id, label }) => id === which || label === which);
    if (!button) throw new Error(`no button '${which}' among ${buttons.map(({ custom_id: id }) => text(id)).join(', ')}`);
    return this.#component(message, { component_type: ComponentType.Button, custom_id: text(button['custom_id']) });
  }

  /** Options of the select that holds them all. */
  select(message: FakeMessage, values: readonly string[]): FakeInteraction {
    const select = this.#usable(message).find(
      ({ type, options }) => type === 3 && values.every((value) => list(options).some((each) => record(each)['value'] === value)),
    );
    if (!select) throw new Error(`no select with ${values.join(', ')}`);
    if (values.length < number(select['min_values']) || values.length > number(select['max_values']))
      throw new Error('too few or too many');
    const custom_id = text(select['custom_id']);
    return this.#component(message, { component_type: ComponentType.StringSelect, custom_id, values: [...values] });
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
      .map((label, at): APIModalSubmissionComponent => {
        const input = record(label['component']);
        const id = text(input['custom_id']);
        const value = fields[id];
        const common = { id: at * 2 + 2, custom_id: id };
        const outer = { type: ComponentType.Label as const, id: at * 2 + 1 };
        if (input['type'] === ComponentType.StringSelect) {
          const values = Array.isArray(value) ? value.map(text) : [];
          if (input['required'] !== false && values.length === 0) throw new Error(`${id} is required`);
          if (values.some((each) => !list(input['options']).some((option) => record(option)['value'] === each)))
            throw new Error(`no such option in ${id}`);
          return { ...outer, component: { ...common, type: ComponentType.StringSelect, values } };
        }
        const words = typeof value === 'string' ? value : '';
        if (input['required'] !== false && words === '') throw new Error(`${id} is required`);
        if (typeof input['max_length'] === 'number' && words.length > input['max_length']) throw new Error(`${id} is too long`);
        return { ...outer, component: { ...common, type: ComponentType.TextInput, value: words } };
      });
    return this.#send(opener.channel, opener.message, {
      type: InteractionType.ModalSubmit,
      data: { custom_id: text(modal['custom_id']), components },
    });
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

  #component(
    message: FakeMessage,
    data: Extract<InteractionData, { type: InteractionType.MessageComponent }>['data'],
  ): FakeInteraction {
    const channel = this.#fake.state.find(message.channelId);
    return this.#send(channel, message, { type: InteractionType.MessageComponent, data });
  }

  #command(name: string, type: number, channel: FakeChannel): Json {
    const command = this.#fake.state.commands.find((each) => each['name'] === name && each['type'] === type);
    if (!command) throw new Error(`no command ${name}`);
    const context = contextOf(channel, this.#fake.state.bot.id);
    if (Array.isArray(command['contexts']) && !command['contexts'].includes(context))
      throw new Error(`${name} is not offered here`);
    if (this.#userInstalled(channel) && !list(command['integration_types']).includes(1))
      throw new Error(`${name} is not offered to users`);
    const needed = BigInt(text(command['default_member_permissions']) || '0');
    if ((this.user.permissions & needed) !== needed) throw new Error(`${this.user.name} may not use ${name}`);
    return command;
  }

  #option(definition: Json, name: string, value: OptionValue): APIApplicationCommandInteractionDataBasicOption {
    const option = this.#fake.state.option(definition, name);
    if (!option) throw new Error(`no option ${name}`);
    if (typeof value === 'object') {
      const types = list(option['channel_types']);
      if ('type' in value && types.length > 0 && !types.includes(value.type)) throw new Error(`${value.name} is not offered`);
      return optionOf(name, option['type'], 'role' in value ? value.role : value.id);
    }
    const choices = list(option['choices']).map(record);
    if (choices.length > 0 && !choices.some((each) => each['value'] === value))
      throw new Error(`'${String(value)}' is not offered for ${name}`);
    if (typeof value === 'string' && typeof option['max_length'] === 'number' && value.length > option['max_length'])
      throw new Error('too long');
    return optionOf(name, option['type'], value);
  }

  #resolved({ id, name, type }: FakeChannel): APIInteractionDataResolvedChannel {
    const kind = type === ChannelType.GuildForum ? ChannelType.GuildForum : ChannelType.GuildText;
    return { id, name, type: kind, permissions: '0', app_permissions: '0' };
  }

  #userInstalled(channel: FakeChannel): boolean {
    return channel.guildId !== null && this.#fake.state.guilds.get(channel.guildId)?.joined === false;
  }

  #send(
    channel: FakeChannel,
    message: FakeMessage | null,
    data: InteractionData,
    target: FakeMessage | null = null,
  ): FakeInteraction {
    const { state } = this.#fake;
    const userInstalled = this.#userInstalled(channel);
    const interaction = new FakeInteraction(state, { type: data.type, channel, message, user: this.user, userInstalled });
    this.#fake.interactions.set(interaction.id, interaction);
    this.#fake.dispatchInteraction(interaction, payloadOf(state, interaction, data, target));
    return interaction;
  }
}
