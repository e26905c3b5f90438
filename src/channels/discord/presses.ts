/** Buttons, selects and forms. */
import {
  ComponentType,
  InteractionResponseType,
  MessageFlags,
  channelMention,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { EventPayload } from '../../assistant/assistant.ts';
import { pathOf, type Asker } from './circumstances.ts';
import { privateId, sharedId } from './conversation-id.ts';
import { readCustomId, type Press } from './custom-id.ts';
import type { Delivery } from './delivery.ts';
import { mention, sentence, type Desk } from './desk.ts';
import { answerForm, complaintForm, fields, questionForm, reasons, type Pickable } from './forms.ts';
import { guarded, receive, say, type Intake, type Reception } from './intake.ts';
import type { Log } from './log.ts';
import type { Postbox } from './postbox.ts';
import { renderCard } from './render.ts';
import { escapeText } from './text.ts';
import { texts } from './texts.ts';
import type { World } from './world.ts';

export interface PressParts {
  readonly delivery: Delivery;
  readonly desk: Desk;
  readonly intake: Intake;
  readonly postbox: Postbox;
  readonly world: World;
  readonly log: Log;
}

type Pressed = MessageComponentInteraction | ModalSubmitInteraction;

export class Presses {
  readonly #parts: PressParts;

  constructor(parts: PressParts) {
    this.#parts = parts;
  }

  async handle(interaction: Pressed, asker: Asker): Promise<void> {
    const press = readCustomId(interaction.customId);
    const { delivery, log } = this.#parts;
    const path = pathOf(interaction, asker, press?.press === 'asked' ? 'everyone' : 'asker', replaces(press, interaction));
    const received = receive(delivery, path, asker.language);
    if (!received) return;
    await guarded(received, log, () =>
      press === undefined ? say(received, texts(asker.language).outdatedButton) : this.#press(press, interaction, asker, received),
    );
  }

  async #press(press: Press, interaction: Pressed, asker: Asker, received: Reception): Promise<void> {
    const words = texts(asker.language);
    switch (press.press) {
      case 'choose':
        return this.#choose([press.id], interaction, asker, received);
      case 'pick':
        return this.#choose(interaction.isStringSelectMenu() ? interaction.values : [], interaction, asker, received);
      case 'type':
        return this.#open(received, answerForm(asker.language, pickable(interaction)));
      case 'ask':
        return this.#open(received, questionForm(asker.language));
      case 'unhelpful':
        return this.#open(received, complaintForm(asker.language));
      case 'typed':
        return this.#take(privateId(asker.userId), answerOf(interaction), interaction, received);
      case 'asked':
        return this.#take(here(asker), { text: wordsOf(interaction), place: 'shared' }, interaction, received);
      case 'private':
        return this.#take(privateId(asker.userId), { command: { type: 'check' }, language: asker.language }, interaction, received);
      case 'human':
        return this.#take(
          asker.direct ? privateId(asker.userId) : here(asker),
          { command: { type: 'human' }, language: asker.language, ...(asker.direct ? {} : { place: 'shared' as const }) },
          interaction,
          received,
        );
      case 'complaint':
        return this.#complain(interaction, asker, received);
      case 'solved':
        return this.#solve(asker, received);
      case 'release':
      case 'discard':
        if (!asker.helper) return say(received, words.helpersOnly);
        return press.press === 'release'
          ? this.#release(press.draft, asker, received)
          : this.#discard(press.draft, asker, received);
      case 'share':
        return this.#share(press.draft, received);
    }
  }

  /** Choices are taken in private, wherever the card stands. */
  async #choose(ids: readonly string[], interaction: Pressed, asker: Asker, received: Reception): Promise<void> {
    const payload: EventPayload = { choose: [...ids] };
    // Where others read, the presser may be new here, and the card speaks another's language.
    const known = asker.direct || isEphemeral(interaction) ? payload : { ...payload, language: asker.language };
    await this.#take(privateId(asker.userId), known, interaction, received);
  }

  #take(conversationId: string, payload: EventPayload, interaction: Pressed, { path }: Reception): Promise<void> {
    return this.#parts.intake.take(conversationId, interaction.id, interaction.createdAt, payload, path);
  }

  async #open({ exchange }: Reception, data: object): Promise<void> {
    await exchange.respond({ type: InteractionResponseType.Modal, data });
  }

  async #complain(interaction: Pressed, asker: Asker, received: Reception): Promise<void> {
    const { intake, desk } = this.#parts;
    const payload: EventPayload = { command: { type: 'feedback-bad' }, place: 'shared', language: asker.language };
    await intake.take(here(asker), interaction.id, interaction.createdAt, payload, received.path);
    if (asker.guildId === null || !interaction.isModalSubmit()) return;
    const [given] = interaction.fields.getStringSelectValues(fields.reason);
    const reason = reasons.find((each) => each === given) ?? 'unclear';
    const place = channelMention(asker.channelId ?? '');
    const remark = wordsOf(interaction);
    await desk.note(asker.guildId, `complaint/${interaction.id}`, (language) =>
      texts(language).complaintNote(place, texts(language).complaintReasons[reason], escapeText(remark).replaceAll('\n', '\n> ')),
    );
  }

  async #solve(asker: Asker, received: Reception): Promise<void> {
    const words = texts(asker.language);
    const { world, postbox, desk } = this.#parts;
    const threadId = asker.channelId ?? '';
    if (!asker.helper && (await world.askerOf(threadId)) !== asker.userId) return say(received, words.solvedRefused);
    const { tag, applied } = world.solvedTag(threadId);
    if (tag !== undefined && !applied.includes(tag)) {
      const tagged = await postbox.patchChannel(threadId, { applied_tags: [...applied, tag].slice(-5) });
      if (tagged === 'forbidden' && asker.guildId !== null) {
        await desk.explain(asker.guildId, threadId);
        return say(received, words.undeliverable);
      }
    }
    await say(received, tag === undefined && world.isForumPost(threadId) ? words.solvedNoTag : words.solvedBy, true);
    // Last, because writing into it would open it again.
    await postbox.patchChannel(threadId, { archived: true });
  }

  async #release(id: string, asker: Asker, received: Reception): Promise<void> {
    const { desk, delivery } = this.#parts;
    const words = texts(asker.language);
    const kept = await desk.findDraft(id);
    if (!kept) return say(received, words.draftGone);
    // Posted under one nonce, so that two helpers at once release it once.
    const posted = await delivery.postAnswer(kept, `release/${id}`);
    if (posted === 'forbidden' && asker.guildId !== null) await desk.explain(asker.guildId, kept.channelId);
    if (posted !== 'posted') return say(received, words.undeliverable);
    await desk.takeDraft(id);
    return this.#replaceMessage(received, words.released(mention(asker.userId)));
  }

  async #discard(id: string, asker: Asker, received: Reception): Promise<void> {
    const words = texts(asker.language);
    const mine = await this.#parts.desk.takeDraft(id);
    return mine ? this.#replaceMessage(received, words.discarded(mention(asker.userId))) : say(received, words.draftGone);
  }

  async #share(id: string, received: Reception): Promise<void> {
    const words = texts(received.language);
    const kept = await this.#parts.desk.findDraft(id);
    if (!kept || !(await this.#parts.desk.takeDraft(id))) return say(received, words.draftGone);
    const bodies = renderCard(kept.card, this.#parts.delivery.publicOptions(kept.card, kept.channelId));
    await received.exchange.show(`share/${id}`, bodies, true, sentence(words.shared));
  }

  async #replaceMessage({ exchange }: Reception, text: string): Promise<void> {
    const { components, flags } = sentence(text);
    await exchange.respond({
      type: InteractionResponseType.UpdateMessage,
      data: { components, flags, allowed_mentions: { parse: [] } },
    });
  }
}

/** Where others read: the shared conversation of the channel. */
const here = ({ guildId, channelId, userId, direct }: Asker): string =>
  direct ? privateId(userId) : sharedId(guildId, channelId ?? userId);

/** The open question is replaced by what follows, if only its asker sees it. */
function replaces(press: Press | undefined, interaction: Pressed): boolean {
  if (interaction.isModalSubmit()) return press?.press === 'typed' && interaction.message !== null;
  return (press?.press === 'choose' || press?.press === 'pick') && press.inPlace;
}

const isEphemeral = ({ message }: Pressed): boolean => message?.flags.has(MessageFlags.Ephemeral) === true;

const wordsOf = (interaction: Pressed): string =>
  interaction.isModalSubmit() ? interaction.fields.getTextInputValue(fields.words).trim() : '';

/** What was chosen in the form; else the words. */
function answerOf(interaction: Pressed): EventPayload {
  const text = wordsOf(interaction);
  if (text !== '' || !interaction.isModalSubmit() || !interaction.fields.fields.has(fields.pick)) return { text };
  const values = interaction.fields.getStringSelectValues(fields.pick);
  return values.length === 0 ? { text } : { choose: [...values] };
}

/** What the pressed message offers in a select. */
function pickable(interaction: Pressed): Pickable | undefined {
  for (const row of interaction.message?.components ?? []) {
    if (row.type !== ComponentType.ActionRow) continue;
    for (const component of row.components) {
      if (component.type === ComponentType.StringSelect && readCustomId(component.customId)?.press === 'pick')
        return { options: component.options, most: component.maxValues ?? component.options.length };
    }
  }
  return undefined;
}
