/** Sends the assistant's cards to where their event came from: a thread, one person's eyes only, direct messages, or a file. */
import type { WaitingCard } from '../../assistant/assistant.ts';
import { plainText, type Card } from '../../presentation/card.ts';
import type { Counts, SlackApi } from './api.ts';
import { actions } from './choices.ts';
import type { Drafts } from './drafts.ts';
import { destination, isDirect, type EventPlace } from './ids.ts';
import type { Address, Posting } from './posting.ts';
import { plainButton, renderCard } from './render.ts';
import { textsIn } from './texts.ts';

export interface DeliveryOptions {
  readonly api: SlackApi;
  readonly counts: Counts;
  readonly posting: Posting;
  readonly drafts: Pick<Drafts, 'take'>;
  /** The report with all of its reasons, where one was given. */
  readonly reportInFull: (conversationId: string) => Promise<readonly Card[]>;
}

export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Sends one reply. Rejects when it is in doubt whether it arrived, or when it can't arrive. */
  async send(conversationId: string, reply: WaitingCard, again: boolean): Promise<void> {
    const { card } = reply;
    const { team, place, shared } = destination(conversationId, reply.eventId);
    const key = JSON.stringify([conversationId, reply.id]);
    if (place.kind === 'file') {
      await this.#file(conversationId, team, place, reply, key, again);
      return;
    }
    if (shared && card.audience === 'asker') {
      await this.#inPrivate(team, place, card, key, again);
      return;
    }
    // In a thread among people, only an answer is worth a word that nobody asked for.
    if (place.kind === 'follow' && !isAnswer(card)) return;
    const { posting, drafts } = this.#options;
    const messages = renderCard(card, { shared, form: true });
    if (place.kind === 'quiet' && place.channel !== undefined && !isDirect(place.channel)) {
      const here = { team, channel: place.channel, thread: place.thread };
      if (await posting.whisperOnce(here, place.user, messages, key, again)) return;
    }
    const address = await this.#address(team, place, shared);
    const draft = await drafts.take(conversationId, reply.eventId, address);
    await posting.post(address, messages, key, again, draft?.ts);
    await draft?.done();
  }

  async #address(team: string, { kind, channel, thread, user }: EventPlace, shared: boolean): Promise<Address> {
    if (channel !== undefined && (shared || (kind !== 'quiet' && isDirect(channel)))) return { team, channel, thread };
    return { team, channel: await this.#options.posting.direct(team, user) };
  }

  /** A notice for who asked alone; pressing its button goes on in the direct messages, with what was written only if that is chosen. */
  async #inPrivate(
    team: string,
    { channel, thread, user, mark }: EventPlace,
    card: Card,
    key: string,
    again: boolean,
  ): Promise<void> {
    if (channel === undefined) return;
    const { posting } = this.#options;
    const texts = textsIn(card.language);
    const messages = renderCard({ ...card, choices: [] }, { shared: true });
    const goal = card.choices[0]?.id ?? '';
    const elements = [
      {
        ...plainButton(`${actions.private}/with`, texts.continueWith, JSON.stringify({ channel, ts: mark, thread, goal })),
        style: 'primary' as const,
      },
      plainButton(`${actions.private}/without`, texts.continueEmpty, JSON.stringify({ goal })),
    ];
    const offered = messages.map((message, page) =>
      page < messages.length - 1
        ? message
        : { ...message, blocks: [...message.blocks, { type: 'actions' as const, block_id: 'private', elements }] },
    );
    if (await posting.whisperOnce({ team, channel, thread }, user, offered, key, again)) return;
    await posting.post({ team, channel: await posting.direct(team, user) }, messages, key, again);
  }

  /** Files can't be looked up by what they are: after a crash one may be there twice. */
  async #file(
    conversationId: string,
    team: string,
    place: EventPlace,
    { card, id }: WaitingCard,
    key: string,
    again: boolean,
  ): Promise<void> {
    // One file a press, whichever cards the turn gave.
    if (!id.endsWith('/0')) return;
    const { api, counts, posting, reportInFull } = this.#options;
    if (again && !(await posting.mayRepeat(key))) return;
    const texts = textsIn(card.language);
    const cards = await reportInFull(conversationId);
    const content = (cards.length > 0 ? cards : [card]).map(plainText).join('\n\n\n');
    const { channel, thread } = await this.#address(team, place, false);
    const file = { filename: texts.fileName, title: texts.fileTitle, content: `${content}\n`, channel_id: channel };
    await api.call(team, (client) =>
      thread === undefined ? client.filesUploadV2(file) : client.filesUploadV2({ ...file, thread_ts: thread }),
    );
    counts.sent += 1;
  }
}

const isAnswer = ({ kind, outcome }: Card): boolean => kind === 'answer' || outcome === 'answered' || outcome === 'clarify';
