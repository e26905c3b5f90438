/** Somebody at work in Slack: writes, presses, opens and fills in what is really shown to them. */
import { randomUUID } from 'node:crypto';
import { appId, botUser, type Ack, type DeliveryOptions } from './front.ts';
import type { Stage } from './stage.ts';
import { json, list, text, type Json } from './wire.ts';

export interface Shown {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly blocks: readonly Json[];
  readonly text: string;
  readonly ephemeral?: boolean;
}

/** All words of a message, in the order of its blocks. */
export const words = ({ blocks, text: fallback }: Pick<Shown, 'blocks' | 'text'>): string =>
  blocks.length === 0 ? fallback : blocks.map(wordsOf).join('\n');

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join('\n').replaceAll('\n\n', '\n');
  const read = json.safeParse(value);
  if (!read.success) return '';
  const { type, elements, options } = read.data;
  if (type === 'rich_text_section' && Array.isArray(elements))
    return elements.map((each) => text(json.parse(each)['text'])).join('');
  const own = read.data['text'];
  return [typeof own === 'string' ? own : wordsOf(own), elements, options]
    .map((each) => (typeof each === 'string' ? each : wordsOf(each)))
    .filter((each) => each !== '')
    .join('\n');
}

const shownOf = (message: Json, channel: string): Shown => ({
  channel,
  ts: text(message['ts']),
  thread: text(message['thread_ts']) === '' ? undefined : text(message['thread_ts']),
  blocks: list(message['blocks']),
  text: text(message['text']),
});

export const elementsOf = ({ blocks }: Pick<Shown, 'blocks'>): { readonly element: Json; readonly block: string }[] =>
  blocks.flatMap((block) => list(block['elements']).map((element) => ({ element, block: text(block['block_id']) })));

const label = (element: Json): string => text(json.catch({}).parse(element['text'])['text']);

export class Person {
  readonly id: string;
  readonly name: string;
  readonly workspace: string;
  readonly #stage: Stage;
  #direct: string | undefined;

  /** @param workspace other than the emulated one, for a person of whom nothing is known there */
  constructor(stage: Stage, id: string, name: string, workspace = team) {
    this.workspace = workspace;
    this.#stage = stage;
    this.id = id;
    this.name = name;
  }

  get token(): string {
    return `xoxp-${this.name}`;
  }

  get conversation(): string {
    return `slack:${this.workspace}:${this.id}`;
  }

  async direct(): Promise<string> {
    if (this.#direct === undefined) {
      const { channel } = await this.#stage.front.as(this.token, 'conversations.open', { users: botUser });
      this.#direct = text(json.parse(channel)['id']);
    }
    return this.#direct;
  }

  /** Writes to the app, and Slack tells it. */
  async writes(
    said: string,
    { thread, ...options }: DeliveryOptions & { readonly thread?: string } = {},
  ): Promise<Json & { readonly ack: Ack }> {
    const event = await this.message(said, await this.direct(), 'im', thread);
    return { ...event, ack: await this.tell(event, options) };
  }

  /** Writes, mentions where the text says `@bridge`, in a channel. */
  async says(
    said: string,
    channel: string,
    { thread, twins = true, ...options }: DeliveryOptions & { readonly thread?: string; readonly twins?: boolean } = {},
  ): Promise<Json> {
    const event = await this.message(said.replaceAll('@bridge', `<@${botUser}>`), channel, 'channel', thread);
    if (said.includes('@bridge')) await this.tell({ ...without(event, 'channel_type'), type: 'app_mention' }, options);
    if (twins) await this.tell(event, options);
    return event;
  }

  /** A `message` event as Slack makes it, of a message that is written. */
  async message(said: string, channel: string, channelType: string, thread?: string): Promise<Json> {
    const inThread = thread === undefined ? {} : { thread_ts: thread };
    const { ts } = await this.#stage.front.as(this.token, 'chat.postMessage', { channel, text: said, ...inThread });
    return {
      type: 'message',
      channel,
      channel_type: channelType,
      user: this.id,
      text: said,
      ts,
      event_ts: ts,
      team,
      client_msg_id: randomUUID(),
      ...inThread,
    };
  }

  tell(event: Json, options: DeliveryOptions = {}): Promise<Ack> {
    return this.#stage.front.deliver('events_api', envelope(event), options);
  }

  /** What stands in the direct messages, or in a channel, of the app; oldest first. */
  async sees(channel?: string): Promise<Shown[]> {
    const where = channel ?? (await this.direct());
    const { messages } = await this.#stage.front.as(this.token, 'conversations.history', { channel: where, limit: 1000 });
    const roots = list(messages);
    const all = new Map<string, Shown>();
    for (const root of roots) {
      const { messages: replies } = await this.#stage.front.as(this.token, 'conversations.replies', {
        channel: where,
        ts: root['ts'],
        limit: 1000,
      });
      for (const message of list(replies)) if (message['user'] === botUser) all.set(text(message['ts']), shownOf(message, where));
    }
    return [...all.values()].toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  async last(channel?: string): Promise<Shown> {
    const found = (await this.sees(channel)).at(-1);
    if (!found) throw new Error('The app has said nothing');
    return found;
  }

  /** The last thing that only this person was shown. */
  whispered(): Shown {
    const found = this.#stage.front.whispers.findLast(({ user }) => user === this.id);
    if (!found) throw new Error('Nothing was whispered');
    return { ...shownOf(found, text(found['channel'])), ephemeral: true };
  }

  /** Presses the button with these words, value or id, which has to be there. */
  async presses(message: Shown, what: string | RegExp, options: DeliveryOptions = {}): Promise<Ack> {
    const found = elementsOf(message).find(({ element }) =>
      typeof what === 'string'
        ? element['value'] === what || element['action_id'] === what || label(element) === what
        : what.test(label(element)),
    );
    if (!found)
      throw new Error(
        `There is no button ${String(what)} among: ${elementsOf(message)
          .map(({ element }) => label(element))
          .join(' | ')}`,
      );
    const { element, block } = found;
    return this.acts(message, { ...element, block_id: block, action_ts: now() }, options);
  }

  /** Takes an option of a select. */
  async picks(message: Shown, value: string, options: DeliveryOptions = {}): Promise<Ack> {
    for (const { element, block } of elementsOf(message)) {
      const option = list(element['options']).find((each) => each['value'] === value);
      if (element['type'] === 'static_select' && option)
        return this.acts(
          message,
          { type: 'static_select', action_id: element['action_id'], block_id: block, selected_option: option, action_ts: now() },
          options,
        );
    }
    throw new Error(`There is no option ${value}`);
  }

  /** Ticks boxes and presses "done". */
  async ticks(message: Shown, values: readonly string[]): Promise<Ack> {
    const boxes = elementsOf(message).filter(({ element }) =>
      ['checkboxes', 'multi_static_select'].includes(text(element['type'])),
    );
    const state: Record<string, Json> = {};
    for (const { element, block } of boxes) {
      const chosen = list(element['options']).filter((each) => values.includes(text(each['value'])));
      state[block] = { [text(element['action_id'])]: { type: element['type'], selected_options: chosen } };
      await this.acts(
        message,
        { type: element['type'], action_id: element['action_id'], block_id: block, selected_options: chosen, action_ts: now() },
        {},
        state,
      );
    }
    const done = elementsOf(message).find(({ element }) => element['action_id'] === 'done');
    if (!done) throw new Error('There is no "done"');
    return this.acts(message, { ...done.element, block_id: done.block, action_ts: now() }, {}, state);
  }

  /** Says whether an answer helped. */
  async rates(message: Shown, good: boolean): Promise<Ack> {
    const found = elementsOf(message).find(({ element }) => element['type'] === 'feedback_buttons');
    if (!found) throw new Error('There are no feedback buttons');
    const button = json.parse(found.element[good ? 'positive_button' : 'negative_button']);
    return this.acts(message, {
      type: 'feedback_buttons',
      action_id: 'feedback',
      block_id: found.block,
      value: button['value'],
      text: button['text'],
      action_ts: now(),
    });
  }

  async acts(
    message: Shown,
    action: Json,
    options: DeliveryOptions = {},
    values: Readonly<Record<string, Json>> = {},
  ): Promise<Ack> {
    const { channel, ts, thread, blocks } = message;
    const ephemeral = message.ephemeral === true;
    return this.#interact(
      {
        type: 'block_actions',
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: channel,
          is_ephemeral: ephemeral,
          ...(thread === undefined ? {} : { thread_ts: thread }),
        },
        channel: { id: channel, name: 'channel' },
        ...(ephemeral
          ? {}
          : {
              message: {
                type: 'message',
                user: botUser,
                ts,
                text: message.text,
                blocks,
                ...(thread === undefined ? {} : { thread_ts: thread }),
              },
            }),
        state: { values },
        response_url: `${this.#stage.front.url}/respond/${ts}`,
        actions: [action],
      },
      options,
    );
  }

  /** A button of the Home tab that was published, or an option of a select on it. */
  async pressesHome(action: string, value?: string): Promise<Ack> {
    const view = this.home();
    const found = elementsOf({ blocks: list(view['blocks']) }).find(({ element }) => element['action_id'] === `home/${action}`);
    if (!found) throw new Error(`There is no ${action} on the Home tab`);
    const option = list(found.element['options']).find((each) => each['value'] === value);
    if (value !== undefined && !option) throw new Error(`There is no option ${value}`);
    const hash = String(this.#stage.front.called('views.publish').length);
    return this.#interact({
      type: 'block_actions',
      container: { type: 'view', view_id: `V${this.id}` },
      view: { id: `V${this.id}`, type: 'home', hash },
      actions: [
        { ...found.element, block_id: found.block, action_ts: now(), ...(option === undefined ? {} : { selected_option: option }) },
      ],
    });
  }

  /** The Home tab as it was published last. */
  home(): Json {
    const call = this.#stage.front.called('views.publish').findLast(({ user_id }) => user_id === this.id);
    return json.parse(call?.['view']);
  }

  /** Resolves when the Home tab is shown, which is later than the acknowledgement. */
  async opens(tab: 'home' | 'messages'): Promise<Ack> {
    const { front } = this.#stage;
    const shown = (): number => front.called('views.publish').filter(({ user_id }) => user_id === this.id).length;
    const before = shown();
    const ack = await this.tell({ type: 'app_home_opened', user: this.id, channel: await this.direct(), tab, event_ts: now() });
    if (tab === 'home') await front.until(() => shown() > before, 'the Home tab');
    return ack;
  }

  /** The modal that was opened last. */
  modal(): Json {
    return json.parse(this.#stage.front.called('views.open').at(-1)?.['view']);
  }

  /** Fills in the modal that was opened last. `values`: by block id. */
  submits(values: Readonly<Record<string, string | readonly string[]>>, id: string = randomUUID()): Promise<Ack> {
    const view = this.modal();
    const state: Record<string, Json> = {};
    for (const block of list(view['blocks'])) {
      if (block['type'] !== 'input') continue;
      const element = json.parse(block['element']);
      const given = values[text(block['block_id'])];
      state[text(block['block_id'])] = { [text(element['action_id'])]: filled(element, given) };
    }
    for (const key of Object.keys(values)) if (!(key in state)) throw new Error(`The form has no field ${key}`);
    return this.#interact({
      type: 'view_submission',
      view: {
        id,
        type: 'modal',
        callback_id: view['callback_id'],
        private_metadata: view['private_metadata'],
        state: { values: state },
      },
    });
  }

  async commands(said: string, channel: string): Promise<Ack> {
    return this.#stage.front.deliver('slash_commands', {
      command: '/bridge',
      text: said,
      team_id: this.workspace,
      user_id: this.id,
      channel_id: channel,
      trigger_id: await this.trigger(),
      response_url: `${this.#stage.front.url}/respond/command`,
      api_app_id: appId,
    });
  }

  async shortcut(message?: { readonly text: string; readonly ts: string; readonly channel: string }): Promise<Ack> {
    if (!message) return this.#interact({ type: 'shortcut', callback_id: 'check_eligibility' });
    return this.#interact({
      type: 'message_action',
      callback_id: 'answer_this',
      channel: { id: message.channel, name: 'channel' },
      message_ts: message.ts,
      message: { type: 'message', user: 'U0OTHER', text: message.text, ts: message.ts },
      response_url: `${this.#stage.front.url}/respond/shortcut`,
    });
  }

  async trigger(): Promise<string> {
    const { trigger_id } = await this.#stage.front.as('xoxb-test-bridge', 'views.generateTriggerId', { user_id: this.id });
    return text(trigger_id);
  }

  async #interact(payload: Json, options: DeliveryOptions = {}): Promise<Ack> {
    const trigger_id = await this.trigger();
    return this.#stage.front.deliver(
      'interactive',
      {
        team: { id: this.workspace, domain: 'test' },
        user: { id: this.id, name: this.name, team_id: this.workspace },
        api_app_id: appId,
        token: 'old',
        trigger_id,
        ...payload,
      },
      options,
    );
  }
}

/** The emulated workspace. */
export const team = 'T000000001';

let events = 0;
export const envelope = (event: Json): Json => ({
  type: 'event_callback',
  team_id: team,
  api_app_id: appId,
  event,
  event_id: `Ev${(events += 1)}`,
  event_time: Math.floor(Date.now() / 1000),
  authorizations: [{ team_id: team, user_id: botUser, is_bot: true, enterprise_id: null, is_enterprise_install: false }],
});

let ticks = 0;
const now = (): string => `${Math.floor(Date.now() / 1000)}.${String((ticks += 1)).padStart(6, '0')}`;

const without = (value: Json, key: string): Json => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

function filled(element: Json, given: string | readonly string[] | undefined): Json {
  const type = element['type'];
  const values = given === undefined ? undefined : typeof given === 'string' ? [given] : given;
  const option = (value: string): Json => {
    const found = list(element['options']).find((each) => each['value'] === value);
    if (!found) throw new Error(`There is no option ${value}`);
    return found;
  };
  if (type === 'plain_text_input') return { type, value: values?.[0] ?? element['initial_value'] ?? null };
  if (type === 'static_select')
    return { type, selected_option: values?.[0] === undefined ? (element['initial_option'] ?? null) : option(values[0]) };
  return { type, selected_options: values === undefined ? (element['initial_options'] ?? []) : values.map(option) };
}
