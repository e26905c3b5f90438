/** What a turn leaves to be shown and done, and the doing: requests for a person and complaints reach HR, what is to be forgotten goes. */
import { channelMention } from 'discord.js';
import { z } from 'zod';
import { isCard, type Assistant, type WaitingDeed, type WaitingItem } from '../../assistant/assistant.ts';
import type { Card } from '../../presentation/card.ts';
import { readConversationId } from './conversation-id.ts';
import { mention, type Desk } from './desk.ts';
import { reasons } from './forms.ts';
import type { GrowingAnswers } from './growing-answers.ts';
import type { Log } from './log.ts';
import type { PersonRecords } from './person-records.ts';
import type { ReplyPaths } from './reply-paths.ts';
import { escapeText } from './text.ts';
import { texts } from './texts.ts';

/** A complaint on its way to HR, as an errand. */
const complaint = z.strictObject({ reason: z.enum(reasons), words: z.string() });
export type Complaint = z.infer<typeof complaint>;

export interface TurnParts {
  readonly assistant: Pick<Assistant, 'waiting'>;
  readonly people: PersonRecords;
  readonly paths: ReplyPaths;
  readonly growing: Pick<GrowingAnswers, 'forget'>;
  readonly desk: Desk;
  readonly log: Log;
}

export interface RestOfTurn {
  /** The card itself and those that follow it. */
  readonly cards: readonly Card[];
  readonly asksForPerson: boolean;
}

export class Turns {
  readonly #parts: TurnParts;

  constructor(parts: TurnParts) {
    this.#parts = parts;
  }

  /** What waits of a turn. Where a person is asked for and nobody can be told, the last card says so. */
  async rest(conversationId: string, { eventId }: WaitingItem): Promise<RestOfTurn> {
    const items = (await this.#parts.assistant.waiting(conversationId)).filter((each) => each.eventId === eventId);
    const cards = items.filter(isCard).map(({ card }) => card);
    const asksForPerson = items.some((each) => !isCard(each) && each.deed.effect === 'human');
    if (!asksForPerson || (await this.#guildOf(conversationId)) !== undefined) return { cards, asksForPerson };
    return {
      asksForPerson,
      cards: cards.map((card, at) => {
        const text = texts(card.language).nobodyTold;
        return at === cards.length - 1 ? { ...card, blocks: [...card.blocks, { block: 'text', text }] } : card;
      }),
    };
  }

  /** @param since where an earlier attempt may have arrived: the event's id */
  async perform(conversationId: string, { id, deed }: WaitingDeed, since: string | undefined): Promise<void> {
    const { people, paths, growing, desk, log } = this.#parts;
    const where = readConversationId(conversationId);
    if (where === undefined) return;
    switch (deed.effect) {
      case 'forget':
        await growing.forget(conversationId);
        await paths.forget(conversationId);
        if ('userId' in where) await people.forget(where.userId);
        return;
      case 'feedback':
        log.info({ good: deed.good, cites: deed.cites }, 'Feedback on an answer');
        return;
      case 'human': {
        const guildId = await this.#guildOf(conversationId);
        if (guildId === undefined) {
          log.warn({}, 'Somebody asks for a person, and no HR channel is named (/bridge-admin desk)');
          return;
        }
        await desk.note(
          guildId,
          id,
          (language) =>
            'channelId' in where
              ? texts(language).handover(channelMention(where.channelId))
              : texts(language).handoverPrivate(mention(where.userId)),
          since,
        );
        return;
      }
      case 'errand': {
        const { reason, words } = complaint.parse(JSON.parse(deed.errand));
        if (!('channelId' in where)) return;
        await desk.note(
          where.guildId,
          id,
          (language) => {
            const { complaintNote, complaintReasons } = texts(language);
            return complaintNote(
              channelMention(where.channelId),
              complaintReasons[reason],
              escapeText(words).replaceAll('\n', '\n> '),
            );
          },
          since,
        );
        return;
      }
    }
  }

  /** The server whose HR is told, if it has named a channel for that. */
  async #guildOf(conversationId: string): Promise<string | undefined> {
    const { people, desk } = this.#parts;
    const where = readConversationId(conversationId);
    const guildId = where === undefined || 'guildId' in where ? where?.guildId : await people.home(where.userId);
    return guildId !== undefined && (await desk.isNamed(guildId)) ? guildId : undefined;
  }
}
