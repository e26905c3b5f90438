/** Answers to interactions: to the asker alone, or to everyone in the channel. */
import type { Card } from '../../presentation/card.ts';
import { failureOf, type Api } from './api.ts';
import { sentence } from './desk.ts';
import { Exchange, type Shown } from './exchange.ts';
import { chosenFrom, languageOf, layoutOf, pagesOf, publicParts } from './layouts.ts';
import type { Log } from './log.ts';
import type { PagedAnswer, PersonRecords } from './person-records.ts';
import type { Postbox, Posted } from './postbox.ts';
import { renderCards, renderPlainCards, withPager, type MessageBody, type Part } from './render.ts';
import type { InteractionPath } from './reply-paths.ts';
import { texts } from './texts.ts';
import type { World } from './world.ts';

export interface ResponseParts {
  readonly api: Api;
  readonly world: World;
  readonly people: PersonRecords;
  readonly postbox: Postbox;
  readonly log: Log;
}

/** Exchanges of this many interactions are kept in memory. */
const mostKept = 10_000;

export class Responses {
  readonly #parts: ResponseParts;
  /** Interactions that this process received, by id. */
  readonly #exchanges = new Map<string, Exchange>();

  constructor(parts: ResponseParts) {
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

  /** Of an interaction whose answer is there now, though it may have been received by an earlier process. */
  of(path: InteractionPath): Exchange {
    return this.#exchanges.get(path.id) ?? this.#exchange(path, 'before');
  }

  /** What is written so far of the answer to an interaction. @returns false where this process received none of that id */
  draft(interactionId: string, body: MessageBody): boolean {
    const exchange = this.#exchanges.get(interactionId);
    exchange?.draft(body);
    return exchange !== undefined;
  }

  /** All of it in the response to the interaction, in pages; where that is over or takes no form of it, by direct message. */
  async showAsker(
    exchange: Exchange,
    path: InteractionPath,
    cards: readonly Card[],
    layout: 'private' | 'preview',
  ): Promise<Posted> {
    const { people, postbox } = this.#parts;
    const last = layout === 'private' ? cards.findLast(({ choices }) => choices.length > 0) : undefined;
    if (last) people.aboutToShow(path.userId, chosenFrom(last));
    const show = (as: PagedAnswer['layout']): Promise<Shown | 'refused'> =>
      accepted(() => this.#showPage(exchange, path, { cards, layout: as }));
    let outcome = await show(layout);
    if (outcome === 'refused') outcome = await show('plain');
    const posted =
      outcome === 'shown' ? 'posted' : await postbox.direct(path.userId, path.id, layoutOf({ cards, layout }, path.id));
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
    const { postbox, world } = this.#parts;
    const { channelId } = path;
    const parts = publicParts(cards, channelId !== null && world.isThread(channelId));
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
