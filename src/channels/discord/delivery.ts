/** Sends the replies of turns by the way their event came: interaction, message, thread, draft or direct message. */
import type { WaitingCard } from '../../assistant/assistant.ts';
import type { Card } from '../../presentation/card.ts';
import { failureOf, type Api } from './api.ts';
import { readConversationId } from './conversation-id.ts';
import { customId } from './custom-id.ts';
import { sentence, type Desk } from './desk.ts';
import { Exchange, type Shown } from './exchange.ts';
import type { Log } from './log.ts';
import type { PagedAnswer, PersonRecords } from './person-records.ts';
import type { Postbox, Posted } from './postbox.ts';
import { button, isOpen, renderCards, renderPlainCards, withPager, type MessageBody, type Part } from './render.ts';
import type { InteractionPath, MessagePath, ReplyPaths } from './reply-paths.ts';
import { texts } from './texts.ts';
import type { RestOfTurn, Turns } from './turns.ts';
import type { World } from './world.ts';

export interface DeliveryParts {
  readonly api: Api;
  readonly world: World;
  readonly paths: ReplyPaths;
  readonly people: PersonRecords;
  readonly postbox: Postbox;
  readonly desk: Desk;
  readonly turns: Pick<Turns, 'rest'>;
  readonly log: Log;
}

/** Exchanges of this many interactions are kept in memory. */
const mostKept = 10_000;

export class Delivery {
  readonly #parts: DeliveryParts;
  /** Interactions that this process received, by id. */
  readonly #exchanges = new Map<string, Exchange>();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** @returns undefined for an interaction that was received before. */
  open(path: InteractionPath): Exchange | undefined {
    if (this.#exchanges.has(path.id)) return undefined;
    const exchange = this.#exchange(path, 'now');
    this.#exchanges.set(path.id, exchange);
    if (this.#exchanges.size > mostKept)
      for (const old of [...this.#exchanges.keys()].slice(0, mostKept / 10)) this.#exchanges.delete(old);
    return exchange;
  }

  /**
   * Rejects when it is in doubt whether the reply arrived; it is then sent again.
   * @param since where an earlier attempt may have arrived long ago: id of the event
   */
  async send(conversationId: string, reply: WaitingCard, since: string | undefined): Promise<void> {
    const { paths, turns } = this.#parts;
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
    const exchange = this.#exchanges.get(path.id) ?? this.#exchange(path, 'before');
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
        await this.showAsker(exchange, path, open.length > 0 ? open : cards.slice(0, 1).map(unsure), 'preview'),
        conversationId,
      );
      return;
    }
    const forAll = path.audience === 'everyone' ? open : [];
    const own = path.audience === 'everyone' ? cards.filter((card) => !open.includes(card)) : cards;
    if (own.length > 0) this.#report(await this.showAsker(exchange, path, own, 'private'), conversationId);
    if (forAll.length > 0)
      this.#report(await this.showAll(exchange, path, forAll, { key, since, respond: own.length === 0 }), conversationId);
  }

  /** All of it in the response to the interaction, in pages; where that is over, by direct message. */
  async showAsker(
    exchange: Exchange,
    path: InteractionPath,
    cards: readonly Card[],
    layout: 'private' | 'preview',
  ): Promise<Posted> {
    const { people, postbox } = this.#parts;
    const last = layout === 'private' ? cards.findLast(({ choices }) => choices.length > 0) : undefined;
    if (last) people.aboutToShow(path.userId, chosenFrom(last));
    let posted: Posted = 'refused';
    for (const each of [layout, 'plain'] as const) {
      const outcome = await accepted(() => this.#showPage(exchange, path, { cards, layout: each }));
      if (outcome === 'refused') continue;
      const parts = layoutOf({ cards, layout }, path.id);
      posted = outcome === 'shown' ? 'posted' : await postbox.direct(path.userId, path.id, parts);
      break;
    }
    if (last) await people.keepShown(path.userId, chosenFrom(last));
    return posted;
  }

  async #showPage(exchange: Exchange, path: InteractionPath, answer: PagedAnswer): Promise<Shown> {
    const bodies = pagesOf(answer, path.id);
    if (bodies.length > 1) await this.#parts.people.keepAnswer(path.userId, path.id, answer);
    return exchange.show(withPager(bodies, 0, path.id, languageOf(answer.cards)), false);
  }

  /** Turns to a page of an answer that was shown to this person. @returns false where it is not kept any more. */
  async turnPage(exchange: Exchange, userId: string, answerId: string, at: number): Promise<boolean> {
    const answer = await this.#parts.people.answer(userId, answerId);
    if (answer === undefined) return false;
    const bodies = pagesOf(answer, answerId);
    await exchange.show(withPager(bodies, Math.min(at, bodies.length - 1), answerId, languageOf(answer.cards)), false);
    return true;
  }

  /**
   * To everyone in the channel.
   * @param how `respond`: by the response to the interaction, where that can be seen by everyone, else by a message of its own
   */
  async showAll(
    exchange: Exchange,
    path: Pick<InteractionPath, 'channelId' | 'userId'>,
    cards: readonly Card[],
    how: { readonly key: string; readonly since?: string | undefined; readonly respond: boolean },
  ): Promise<Posted> {
    const { postbox } = this.#parts;
    const { channelId } = path;
    const parts = this.#publicParts(cards, channelId);
    const { outcome, rest } = how.respond
      ? await respondToAll(exchange, parts, languageOf(cards))
      : { outcome: 'hidden' as const, rest: renderCards(parts) };
    const { since } = how;
    if (outcome === 'shown' && rest.length === 0) return 'posted';
    let posted: Posted = 'missing';
    if (channelId !== null && outcome === 'shown') posted = await postbox.post(channelId, `${how.key}/rest`, rest, { since });
    else if (channelId !== null) posted = await postbox.postCards(channelId, how.key, parts, { since });
    if (posted === 'posted' || posted === 'refused') return posted;
    if (outcome === 'over') return postbox.direct(path.userId, how.key, parts);
    // A place that the bot is no member of: there only the interaction leads.
    for (const body of rest) await exchange.follow(body);
    return 'posted';
  }

  async #post(
    conversationId: string,
    reply: WaitingCard,
    path: MessagePath,
    { asksForPerson }: RestOfTurn,
    since: string | undefined,
  ): Promise<void> {
    const { postbox, desk, people } = this.#parts;
    const { card } = reply;
    const channelId = path.channelId ?? '';
    if (path.guildId === null) {
      if (card.choices.length > 0) people.aboutToShow(path.userId, chosenFrom(card));
      this.#report(await postbox.postCards(channelId, reply.id, privateParts([card]), { since }), conversationId);
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
    const posted = await this.postAnswer(answer, reply.id, since);
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
    since?: string,
  ): Promise<Posted> {
    const { postbox } = this.#parts;
    const { cards, channelId, messageId, thread } = answer;
    if (thread === null)
      return postbox.postCards(channelId, key, this.#publicParts(cards, channelId), { replyTo: messageId, since });
    const opened = await postbox.openThread(channelId, messageId, thread);
    return opened === 'posted' ? postbox.postCards(messageId, key, this.#publicParts(cards, messageId, true), { since }) : opened;
  }

  /** By direct message; where the asker takes none, by a button that only tells that there is something to go on with. */
  async #tellPrivately(conversationId: string, reply: WaitingCard, path: MessagePath, since: string | undefined): Promise<void> {
    const { postbox, desk } = this.#parts;
    const posted = await postbox.direct(path.userId, reply.id, [{ card: reply.card }], { since });
    if (posted === 'posted' || path.draft) return;
    const words = texts(reply.card.language);
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
        : await postbox.postCards(where.channelId, reply.id, this.#publicParts([card], where.channelId), { since });
    this.#report(posted, conversationId);
  }

  /** With what stands below an answer that everyone reads. */
  #publicParts(
    cards: readonly Card[],
    channelId: string | null,
    thread = channelId !== null && this.#parts.world.isThread(channelId),
  ): Part[] {
    return cards.map((card, at) => {
      const words = texts(card.language);
      const answered = cards.some(({ outcome }) => outcome === 'answered');
      const buttons = [
        ...(thread ? [own('solved', words.solved)] : []),
        ...(answered ? [own('unhelpful', words.unhelpful)] : []),
        own('human', words.human),
      ];
      return { card, options: { without: ['human'], buttons: at === cards.length - 1 ? buttons : [] } };
    });
  }

  #exchange(path: InteractionPath, received: 'now' | 'before'): Exchange {
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
      received,
    );
  }

  #report(posted: Posted, conversationId: string): void {
    if (posted !== 'posted')
      this.#parts.log.warn({ reason: posted, place: placeOf(conversationId) }, 'An answer could not be delivered');
  }
}

/** @returns also which bodies are left to be posted otherwise. */
async function respondToAll(
  exchange: Exchange,
  parts: readonly Part[],
  language: Card['language'],
): Promise<{ readonly outcome: Shown | 'refused'; readonly rest: readonly MessageBody[] }> {
  let bodies = renderCards(parts);
  const show = (): Promise<Shown | 'refused'> =>
    accepted(async () => (bodies[0] === undefined ? 'shown' : exchange.show(bodies[0], true)));
  let outcome = await show();
  if (outcome === 'refused') {
    bodies = renderPlainCards(parts);
    outcome = await show();
  }
  if (outcome === 'hidden') await exchange.show(sentence(texts(language).below), false);
  return { outcome, rest: outcome === 'shown' ? bodies.slice(1) : bodies };
}

/** `refused`: Discord will not take this body. Rejects where it may have arrived, or may yet. */
async function accepted(work: () => Promise<Shown>): Promise<Shown | 'refused'> {
  try {
    return await work();
  } catch (error) {
    const { kind } = failureOf(error);
    if (kind === 'refused' || kind === 'forbidden') return 'refused';
    throw error;
  }
}

const pagesOf = (answer: PagedAnswer, id: string): MessageBody[] =>
  answer.layout === 'plain' ? renderPlainCards(layoutOf(answer, id)) : renderCards(layoutOf(answer, id));

function layoutOf({ cards, layout }: PagedAnswer, id: string): Part[] {
  if (layout !== 'preview') return privateParts(cards);
  const share = button(customId({ press: 'share', draft: id }) ?? '', texts(languageOf(cards)).share);
  const sure = cards.some(({ outcome }) => outcome === 'answered');
  return cards.map((card, at) => (sure && at === cards.length - 1 ? { card, options: { buttons: [share] } } : { card }));
}

/** Open questions can also be answered in words. What follows takes their place, unless something else stands with them. */
function privateParts(cards: readonly Card[]): Part[] {
  const inPlace = cards.every((card) => isOpen(card) || card.kind === 'notice');
  return cards.map((card) => {
    if (!isOpen(card)) return { card };
    const id = customId({ press: 'type', question: card.question }) ?? '';
    return { card, options: { inPlace, buttons: [button(id, texts(card.language).typeAnswer)] } };
  });
}

const unsure = ({ language }: Card): Card => ({
  kind: 'text',
  language,
  blocks: [{ block: 'text', text: texts(language).unsure }],
  choices: [],
});

const chosenFrom = ({ kind, choices, multiple, question }: Card): Pick<Card, 'kind' | 'choices' | 'multiple' | 'question'> => ({
  kind,
  choices,
  multiple,
  question,
});

const languageOf = (cards: readonly Card[]): Card['language'] => cards[0]?.language ?? 'en';

const own = (press: 'ask' | 'solved' | 'unhelpful' | 'human' | 'private', label: string): ReturnType<typeof button> =>
  button(press, label);

/** Conversations of persons stay unnamed in logs. */
const placeOf = (conversationId: string): string => {
  const where = readConversationId(conversationId);
  return where !== undefined && 'channelId' in where ? where.channelId : 'private';
};
