/** Sends the replies of turns by the way their event came: interaction, message, thread, draft or direct message. */
import type { WaitingCard } from '../../assistant/assistant.ts';
import type { Card } from '../../presentation/card.ts';
import type { ShownChoices } from '../choose.ts';
import { failureOf, type Api } from './api.ts';
import { privateId, readConversationId } from './conversation-id.ts';
import { customId, type Press } from './custom-id.ts';
import { sentence, type Desk } from './desk.ts';
import { Exchange } from './exchange.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Postbox, Posted } from './postbox.ts';
import { button, isOpen, renderCard, renderPlain, type RenderOptions } from './render.ts';
import type { InteractionPath, MessagePath, ReplyPaths } from './reply-paths.ts';
import { texts } from './texts.ts';
import type { World } from './world.ts';

export interface DeliveryParts {
  readonly api: Api;
  readonly world: World;
  readonly paths: ReplyPaths;
  readonly postbox: Postbox;
  readonly desk: Desk;
  readonly log: Log;
  readonly deferAtOnce: boolean;
}

/** Exchanges and shown choices of this many conversations are kept in memory. */
const mostKept = 10_000;

export class Delivery {
  readonly #parts: DeliveryParts;
  /** Interactions that this process received, by id. */
  readonly #exchanges = new Map<string, Exchange>();
  /** What the numbers mean that a user may type in a direct message. */
  readonly #shown = new Map<string, ShownChoices>();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** @returns undefined for an interaction that was received before. */
  open(path: InteractionPath): Exchange | undefined {
    if (this.#exchanges.has(path.id)) return undefined;
    const exchange = this.#exchange(path, 'now');
    this.#exchanges.set(path.id, exchange);
    if (this.#parts.deferAtOnce)
      void exchange.defer().catch((error: unknown) => this.#parts.log.error({ err: error }, 'A deferral failed'));
    trim(this.#exchanges);
    return exchange;
  }

  shownIn(conversationId: string): ShownChoices | undefined {
    return this.#shown.get(conversationId);
  }

  /** Rejects when it is in doubt whether the reply arrived; it is then sent again. */
  async send(conversationId: string, reply: WaitingCard): Promise<void> {
    const path = await this.#parts.paths.find(conversationId, reply.eventId);
    if (path?.via === 'interaction') await this.#answer(conversationId, reply, path);
    else if (path?.via === 'message') await this.#post(conversationId, reply, path);
    else await this.#sendAnyhow(conversationId, reply);
  }

  async #answer(conversationId: string, reply: WaitingCard, path: InteractionPath): Promise<void> {
    const { card } = reply;
    const first = reply.id.endsWith('/0');
    const exchange = this.#exchanges.get(path.id) ?? this.#exchange(path, first ? 'doubtful' : 'answered');
    const visible = path.audience === 'direct' || (path.audience === 'everyone' && card.audience !== 'asker');
    const words = texts(card.language);
    const preview = path.audience === 'preview';
    const shown: Card =
      preview && card.audience === 'asker'
        ? { kind: 'text', language: card.language, blocks: [{ block: 'text', text: words.unsure }], choices: [] }
        : card;
    const options = preview
      ? { buttons: await this.#previewButtons(reply, path) }
      : visible && path.audience === 'everyone'
        ? this.publicOptions(card, path.channelId)
        : this.#privateOptions(card);
    const note = sentence(words.below);
    const show = (key: string, bodies: ReturnType<typeof renderCard>): Promise<'shown' | 'over'> =>
      exchange.show(key, bodies, visible, note);
    let outcome: 'shown' | 'over';
    try {
      outcome = await show(reply.id, renderCard(shown, options));
    } catch (error) {
      const { kind } = failureOf(error);
      if (kind === 'refused') outcome = await show(`${reply.id}/plain`, renderPlain(shown, options));
      else if (kind === 'other') outcome = this.#refused(error, conversationId);
      else throw error;
    }
    if (outcome === 'over') {
      // The interaction's time is over. What is the asker's goes to the asker; what was for everyone still can.
      const posted: Posted =
        path.audience === 'everyone' && visible && path.channelId !== null
          ? await this.#parts.postbox.postCard(path.channelId, reply.id, card, options)
          : await this.#parts.postbox.direct(path.userId, reply.id, shown, options);
      this.#report(posted, conversationId);
    }
    if (!visible || path.audience === 'direct') this.#remember(privateId(path.userId), card);
  }

  async #previewButtons(reply: WaitingCard, path: InteractionPath): Promise<RenderOptions['buttons']> {
    const { card } = reply;
    if (card.outcome !== 'answered') return [];
    await this.#parts.desk.keepDraft(path.id, { card, channelId: path.channelId ?? '', messageId: path.id, thread: null });
    return [button(customId({ press: 'share', draft: path.id }) ?? '', texts(card.language).share)];
  }

  async #post(conversationId: string, reply: WaitingCard, path: MessagePath): Promise<void> {
    const { card } = reply;
    if (path.guildId === null) {
      if (path.channelId !== null) {
        this.#report(
          await this.#parts.postbox.postCard(path.channelId, reply.id, card, this.#privateOptions(card)),
          conversationId,
        );
      }
      this.#remember(conversationId, card);
      return;
    }
    if (card.audience === 'asker') {
      await this.#tellPrivately(conversationId, reply, path);
      return;
    }
    if (path.quiet && card.outcome !== 'answered') {
      if (path.form && reply.id.endsWith('/0')) await this.#offerForm(conversationId, reply, path);
      return;
    }
    const { desk } = this.#parts;
    const channelId = path.channelId ?? '';
    if (path.draft) {
      await desk.offerDraft(path.guildId, path.messageId, { card, channelId, messageId: path.messageId, thread: path.thread });
      return;
    }
    const posted = await this.postAnswer({ card, channelId, messageId: path.messageId, thread: path.thread }, reply.id);
    if (posted === 'forbidden') await desk.explain(path.guildId, channelId);
    this.#report(posted, conversationId);
  }

  /** An answer that everyone reads, below its message or in a thread of its own. */
  async postAnswer(
    answer: { readonly card: Card; readonly channelId: string; readonly messageId: string; readonly thread: string | null },
    key: string,
  ): Promise<Posted> {
    const { postbox } = this.#parts;
    const { card, channelId, messageId, thread } = answer;
    if (thread === null) return postbox.postCard(channelId, key, card, this.publicOptions(card, channelId), messageId);
    const opened = await postbox.openThread(channelId, messageId, thread);
    return opened === 'posted' ? postbox.postCard(messageId, key, card, this.publicOptions(card, messageId, true)) : opened;
  }

  /** By direct message; where the asker takes none, by a button that only tells that there is something to go on with. */
  async #tellPrivately(conversationId: string, reply: WaitingCard, path: MessagePath): Promise<void> {
    const { postbox, desk } = this.#parts;
    const posted = await postbox.direct(path.userId, reply.id, reply.card, {});
    if (posted === 'posted' || path.draft) return;
    const words = texts(reply.card.language);
    const hint = sentence(words.privateHere, { buttons: [own('private', words.goPrivate)] });
    const hinted = await postbox.post(path.channelId ?? '', `${reply.id}/hint`, [hint], path.messageId);
    if (hinted === 'forbidden' && path.guildId !== null) await desk.explain(path.guildId, path.channelId ?? '');
    this.#report(hinted, conversationId);
  }

  async #offerForm(conversationId: string, reply: WaitingCard, path: MessagePath): Promise<void> {
    const words = texts(reply.card.language);
    const offer = sentence(words.askHere, { buttons: [own('ask', words.askButton)] });
    this.#report(await this.#parts.postbox.post(path.channelId ?? '', `${reply.id}/form`, [offer]), conversationId);
  }

  /** The way is not known any more: what is private goes to its user, what is shared to its channel. */
  async #sendAnyhow(conversationId: string, reply: WaitingCard): Promise<void> {
    const { postbox } = this.#parts;
    const where = readConversationId(conversationId);
    const { card } = reply;
    if (where === undefined || ('channelId' in where && card.audience === 'asker')) {
      this.#report('missing', conversationId);
      return;
    }
    const posted =
      'userId' in where
        ? await postbox.direct(where.userId, reply.id, card, this.#privateOptions(card))
        : await postbox.postCard(where.channelId, reply.id, card, this.publicOptions(card, where.channelId));
    this.#report(posted, conversationId);
  }

  #privateOptions(card: Card): RenderOptions {
    if (!isOpen(card)) return {};
    return { inPlace: true, buttons: [own('type', texts(card.language).typeAnswer)] };
  }

  /** What stands below an answer that everyone reads. */
  publicOptions(
    card: Card,
    channelId: string | null,
    thread = channelId !== null && this.#parts.world.isThread(channelId),
  ): RenderOptions {
    const words = texts(card.language);
    const buttons = [
      ...(thread ? [own('solved', words.solved)] : []),
      ...(card.outcome === 'answered' ? [own('unhelpful', words.unhelpful)] : []),
      own('human', words.human),
    ];
    return { without: ['human'], buttons };
  }

  #remember(conversationId: string, { kind, choices, multiple }: Card): void {
    if (choices.length === 0) return;
    this.#shown.delete(conversationId);
    this.#shown.set(conversationId, { kind, choices, multiple });
    trim(this.#shown);
  }

  #exchange(path: InteractionPath, received: 'now' | 'doubtful' | 'answered'): Exchange {
    const { api, world, log } = this.#parts;
    return new Exchange(
      {
        rest: api.interactions,
        applicationId: world.applicationId,
        id: path.id,
        token: path.token,
        receivedAt: path.receivedAt,
        inPlace: path.inPlace,
        direct: path.audience === 'direct',
        onError: (error) => log.error({ err: error }, 'An interaction could not be acknowledged'),
      },
      Date.now() - path.receivedAt > limits.token ? 'answered' : received,
    );
  }

  #refused(error: unknown, conversationId: string): 'over' {
    this.#parts.log.error({ err: error, place: placeOf(conversationId) }, 'Discord refused an answer');
    return 'over';
  }

  #report(posted: Posted, conversationId: string): void {
    if (posted !== 'posted')
      this.#parts.log.warn({ reason: posted, place: placeOf(conversationId) }, 'An answer could not be delivered');
  }
}

const own = (press: 'type' | 'ask' | 'solved' | 'unhelpful' | 'human' | 'private', label: string): ReturnType<typeof button> =>
  button(customId({ press } satisfies Press) ?? '', label);

/** Conversations of persons stay unnamed in logs. */
const placeOf = (conversationId: string): string => {
  const where = readConversationId(conversationId);
  return where !== undefined && 'channelId' in where ? where.channelId : 'private';
};

function trim(map: Map<string, unknown>): void {
  if (map.size <= mostKept) return;
  for (const key of [...map.keys()].slice(0, mostKept / 10)) map.delete(key);
}
