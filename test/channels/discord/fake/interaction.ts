/** Interactions: what the bot may answer, when, and what becomes of it. */
import { MessageFlags, type InteractionType } from 'discord.js';
import { ApiFault, type FakeState } from './state.ts';
import { list, number, record, text, type Json } from './json.ts';
import { type FakeChannel, type FakeMessage, type FakeUser } from './model.ts';
import { messageFaults, modalFaults } from './rules.ts';

export interface InteractionOptions {
  readonly type: InteractionType;
  readonly user: FakeUser;
  readonly channel: FakeChannel;
  /** The message whose component was used. */
  readonly message: FakeMessage | null;
  /** The bot is not in the server: installed by the user. */
  readonly userInstalled: boolean;
}

const allowed: Readonly<Record<number, readonly number[]>> = { 2: [4, 5, 9], 3: [4, 5, 6, 7, 9], 4: [8], 5: [4, 5, 6, 7] };

export class FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly user: FakeUser;
  readonly channel: FakeChannel;
  readonly message: FakeMessage | null;
  readonly userInstalled: boolean;
  readonly born = performance.now();
  /** Callbacks that were accepted: at most one. */
  readonly callbacks: Json[] = [];
  /** Milliseconds from the event to the acknowledgement. */
  acknowledgedAfter: number | undefined;
  /** The response, then the follow-ups. */
  readonly responses: FakeMessage[] = [];
  /** The response goes to the message that was clicked. */
  original: FakeMessage | undefined;
  modal: Json | undefined;
  choices: readonly Json[] | undefined;
  /** Requests for it, accepted or not. */
  attempts = 0;
  followUps = 0;
  /** Moves the clock of this interaction. */
  late = 0;
  /** Told of every answer. */
  onChange: () => void = () => undefined;

  constructor(state: FakeState, options: InteractionOptions) {
    this.id = state.ids.next();
    this.token = `token-${this.id}`;
    this.type = options.type;
    this.user = options.user;
    this.channel = options.channel;
    this.message = options.message;
    this.userInstalled = options.userInstalled;
  }

  get acknowledged(): boolean {
    return this.callbacks.length > 0;
  }

  get age(): number {
    return performance.now() - this.born + this.late;
  }

  callback(state: FakeState, body: Json): void {
    this.attempts += 1;
    if (!this.acknowledged && this.age > 3000) throw new ApiFault(404, 10_062, 'Unknown interaction');
    if (this.acknowledged) throw new ApiFault(400, 40_060, 'Interaction has already been acknowledged.');
    const type = number(body['type']);
    const may = this.type === 5 && this.message === null ? [4, 5] : (allowed[this.type] ?? []);
    if (!may.includes(type)) throw invalid(state, [`a callback of type ${type} can't answer an interaction of type ${this.type}`]);
    const data = record(body['data']);
    switch (type) {
      case 4:
        refuse(state, messageFaults(data, true));
        this.original = this.#say(state, data);
        break;
      case 5:
        if ((number(data['flags']) & ~MessageFlags.Ephemeral) !== 0) throw invalid(state, ['a deferral takes no other flag']);
        this.original = this.#say(state, { ...data, flags: number(data['flags']) | MessageFlags.Loading });
        break;
      case 6:
        this.original = this.message ?? undefined;
        break;
      case 7: {
        refuse(
          state,
          messageFaults(data, true).filter((fault) => !fault.includes('no components')),
        );
        this.original = this.message ?? undefined;
        if (this.original) state.edit(this.original, data);
        break;
      }
      case 8:
        if (list(data['choices']).length > 25) throw invalid(state, ['more than 25 choices']);
        for (const { name, value } of list(data['choices']).map(record))
          if (text(name).length > 100 || text(name) === '' || text(value).length > 100)
            throw invalid(state, [`choice '${text(name)}'`]);
        this.choices = list(data['choices']).map(record);
        break;
      case 9:
        refuse(state, modalFaults(data));
        this.modal = data;
        break;
      default:
        break;
    }
    this.callbacks.push(body);
    this.acknowledgedAfter = performance.now() - this.born;
    if (this.original && (type === 4 || type === 5)) this.responses.push(this.original);
    if (this.original && type === 7) this.responses.push(this.original);
    state.changed();
    this.onChange();
  }

  response(): FakeMessage {
    this.#alive();
    if (!this.original) throw new ApiFault(404, 10_015, 'Unknown Webhook');
    return this.original;
  }

  edit(state: FakeState, body: Json): FakeMessage {
    const original = this.response();
    const kept = original.flags & MessageFlags.IsComponentsV2;
    refuse(state, messageFaults({ ...body, flags: number(body['flags']) | kept }, true));
    state.edit(original, body);
    if (!this.responses.includes(original)) this.responses.push(original);
    state.changed();
    this.onChange();
    return original;
  }

  follow(state: FakeState, body: Json): FakeMessage {
    this.#alive();
    if (!this.acknowledged) throw new ApiFault(404, 10_015, 'Unknown Webhook');
    this.followUps += 1;
    if (this.userInstalled && this.followUps > 5) throw new ApiFault(400, 40_094, 'Too many follow-ups');
    refuse(state, messageFaults(body, true));
    // The first one after a deferral takes its place.
    if (this.original && (this.original.flags & MessageFlags.Loading) !== 0) {
      state.edit(this.original, body);
      return this.original;
    }
    const message = this.#say(state, body);
    this.responses.push(message);
    state.changed();
    this.onChange();
    return message;
  }

  #alive(): void {
    if (this.age > 15 * 60_000) throw new ApiFault(401, 50_027, 'Invalid Webhook Token');
  }

  #say(state: FakeState, body: Json): FakeMessage {
    const flags = number(body['flags']);
    return state.post({
      channelId: this.channel.id,
      author: state.bot,
      content: text(body['content']),
      components: list(body['components']).map(record),
      flags,
      onlyFor: (flags & MessageFlags.Ephemeral) === 0 ? null : this.user.id,
      type: this.type === 2 ? 20 : 0,
      interaction: { id: this.id, type: this.type, user: this.user, parent: this.message },
    });
  }
}

export function refuse(state: FakeState, faults: readonly string[]): void {
  if (faults.length > 0) throw invalid(state, faults);
}

/** A body that Discord would refuse is also a fault of the bot. */
function invalid(state: FakeState, faults: readonly string[]): ApiFault {
  state.violations.push(...faults);
  return new ApiFault(400, 50_035, `Invalid Form Body: ${faults.join('; ')}`);
}
