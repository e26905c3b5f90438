/** Sends the replies of turns by the way their event came: interaction, message, thread, draft or direct message. */
import type { WaitingCard } from '../../assistant/assistant.ts';
import type { Card } from '../../presentation/card.ts';
import { readConversationId } from './conversation-id.ts';
import { sentence, type Desk } from './desk.ts';
import type { GrowingAnswers } from './growing-answers.ts';
import { chosenFrom, own, privateParts, publicParts, unsure } from './layouts.ts';
import type { Log } from './log.ts';
import type { PersonRecords } from './person-records.ts';
import type { Postbox, PostOptions, Posted } from './postbox.ts';
import type { Progress } from './progress.ts';
import type { InteractionPath, MessagePath, ReplyPaths } from './reply-paths.ts';
import type { Responses } from './responses.ts';
import { texts } from './texts.ts';
import type { RestOfTurn, Turns } from './turns.ts';
import type { World } from './world.ts';

export interface DeliveryParts {
  readonly responses: Responses;
  readonly world: World;
  readonly paths: ReplyPaths;
  readonly people: PersonRecords;
  readonly postbox: Postbox;
  readonly desk: Desk;
  readonly turns: Pick<Turns, 'rest'>;
  readonly progress: Pick<Progress, 'end'>;
  readonly growing: Pick<GrowingAnswers, 'end' | 'take'>;
  readonly log: Log;
}

export class Delivery {
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /**
   * Rejects when it is in doubt whether the reply arrived; it is then sent again.
   * @param since where an earlier attempt may have arrived long ago: id of the event
   */
  async send(conversationId: string, reply: WaitingCard, since: string | undefined): Promise<void> {
    const { paths, turns, progress, growing } = this.#parts;
    progress.end(reply.eventId);
    await growing.end(conversationId, reply.eventId);
    const path = await paths.find(conversationId, reply.eventId);
    const turn = await turns.rest(conversationId, reply);
    if (path?.via === 'interaction') {
      // The replies of a turn are committed together; one whose predecessor is said to be sent was shown with that.
      if (reply.id.endsWith('/0')) await this.#answer(conversationId, reply.id, path, turn.cards, since);
      return;
    }
    const [card = reply.card] = turn.cards;
    if (path?.via === 'message') await this.#post(conversationId, { ...reply, card }, path, turn, since);
    else await this.#sendAnyhow(conversationId, { ...reply, card }, since);
  }

  async #answer(
    conversationId: string,
    key: string,
    path: InteractionPath,
    cards: readonly Card[],
    since: string | undefined,
  ): Promise<void> {
    const { responses } = this.#parts;
    const exchange = responses.of(path);
    const open = cards.filter(({ audience }) => audience !== 'asker');
    if (path.audience === 'preview') {
      const sure = open.filter(({ outcome }) => outcome === 'answered');
      if (sure.length > 0)
        await this.#parts.desk.keepDraft(path.id, {
          cards: sure,
          channelId: path.channelId ?? '',
          messageId: path.id,
          thread: null,
        });
      this.#report(
        await responses.showAsker(exchange, path, open.length > 0 ? open : cards.slice(0, 1).map(unsure), 'preview'),
        conversationId,
      );
      return;
    }
    const forAll = path.audience === 'everyone' ? open : [];
    const own = path.audience === 'everyone' ? cards.filter((card) => !open.includes(card)) : cards;
    if (own.length > 0) this.#report(await responses.showAsker(exchange, path, own, 'private'), conversationId);
    if (forAll.length > 0)
      this.#report(await responses.showAll(exchange, path, forAll, { key, since, respond: own.length === 0 }), conversationId);
  }

  async #post(
    conversationId: string,
    reply: WaitingCard,
    path: MessagePath,
    { asksForPerson }: RestOfTurn,
    since: string | undefined,
  ): Promise<void> {
    const { postbox, desk, people, growing } = this.#parts;
    const { card } = reply;
    const channelId = path.channelId ?? '';
    if (path.guildId === null) {
      if (card.choices.length > 0) people.aboutToShow(path.userId, chosenFrom(card));
      const instead = await growing.take(conversationId, reply);
      this.#report(await postbox.postCards(channelId, reply.id, privateParts([card]), { since, instead }), conversationId);
      if (card.choices.length > 0) await people.keepShown(path.userId, chosenFrom(card));
      return;
    }
    if (card.audience === 'asker') {
      await this.#tellPrivately(conversationId, reply, path, since);
      return;
    }
    if (path.quiet && card.outcome !== 'answered' && (path.draft || !asksForPerson)) {
      if (path.form && reply.id.endsWith('/0')) await this.#offerForm(conversationId, reply, path, since);
      return;
    }
    const answer = { cards: [card], channelId, messageId: path.messageId, thread: path.thread };
    if (path.draft) {
      await desk.offerDraft(path.guildId, reply.id, answer, since);
      return;
    }
    const instead = await growing.take(conversationId, reply);
    const posted = await this.postAnswer(answer, reply.id, { since, instead });
    if (posted === 'forbidden') await desk.explain(path.guildId, channelId);
    this.#report(posted, conversationId);
  }

  /** An answer that everyone reads, below its message or in a thread of its own. */
  async postAnswer(
    answer: {
      readonly cards: readonly Card[];
      readonly channelId: string;
      readonly messageId: string;
      readonly thread: string | null;
    },
    key: string,
    options: Pick<PostOptions, 'since' | 'instead'>,
  ): Promise<Posted> {
    const { postbox } = this.#parts;
    const { cards, channelId, messageId, thread } = answer;
    if (thread === null)
      return postbox.postCards(channelId, key, publicParts(cards, this.#isThread(channelId)), { replyTo: messageId, ...options });
    const opened = await postbox.openThread(channelId, messageId, thread);
    return opened === 'posted' ? postbox.postCards(messageId, key, publicParts(cards, true), options) : opened;
  }

  /**
   * By direct message; where the asker takes none, by a button that only tells that there is something to go on with. Where helpers
   * release what is said, they release that too.
   */
  async #tellPrivately(conversationId: string, reply: WaitingCard, path: MessagePath, since: string | undefined): Promise<void> {
    const { postbox, desk } = this.#parts;
    const posted = await postbox.direct(path.userId, reply.id, [{ card: reply.card }], { since });
    if (posted === 'posted') return;
    const { language } = reply.card;
    const words = texts(language);
    if (path.draft && path.guildId !== null) {
      const card: Card = {
        kind: 'text',
        language,
        blocks: [{ block: 'text', text: words.privateHere }],
        choices: [{ id: 'check', label: words.goPrivate }],
      };
      const { channelId, messageId, thread } = path;
      await desk.offerDraft(path.guildId, reply.id, { cards: [card], channelId: channelId ?? '', messageId, thread }, since);
      return;
    }
    const hint = sentence(words.privateHere, { buttons: [own('private', words.goPrivate)] });
    const hinted = await postbox.post(path.channelId ?? '', `${reply.id}/hint`, [hint], { replyTo: path.messageId, since });
    if (hinted === 'forbidden' && path.guildId !== null) await desk.explain(path.guildId, path.channelId ?? '');
    this.#report(hinted, conversationId);
  }

  async #offerForm(conversationId: string, reply: WaitingCard, path: MessagePath, since: string | undefined): Promise<void> {
    const words = texts(reply.card.language);
    const offer = sentence(words.askHere, { buttons: [own('ask', words.askButton)] });
    this.#report(await this.#parts.postbox.post(path.channelId ?? '', `${reply.id}/form`, [offer], { since }), conversationId);
  }

  /** The way is not known any more: what is private goes to its user, what is shared to its channel. */
  async #sendAnyhow(conversationId: string, reply: WaitingCard, since: string | undefined): Promise<void> {
    const { postbox } = this.#parts;
    const where = readConversationId(conversationId);
    const { card } = reply;
    if (where === undefined || ('channelId' in where && card.audience === 'asker')) {
      this.#report('missing', conversationId);
      return;
    }
    const posted =
      'userId' in where
        ? await postbox.direct(where.userId, reply.id, privateParts([card]), { since })
        : await postbox.postCards(where.channelId, reply.id, publicParts([card], this.#isThread(where.channelId)), { since });
    this.#report(posted, conversationId);
  }

  #isThread(channelId: string): boolean {
    return this.#parts.world.isThread(channelId);
  }

  #report(posted: Posted, conversationId: string): void {
    if (posted !== 'posted')
      this.#parts.log.warn({ reason: posted, place: placeOf(conversationId) }, 'An answer could not be delivered');
  }
}

/** Conversations of persons stay unnamed in logs. */
const placeOf = (conversationId: string): string => {
  const where = readConversationId(conversationId);
  return where !== undefined && 'channelId' in where ? where.channelId : 'private';
};
