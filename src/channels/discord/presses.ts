/** Buttons, selects and forms. */
import {
  ComponentType,
  InteractionResponseType,
  MessageFlags,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { EventPayload } from '../../assistant/assistant.ts';
import { createSerialiser } from '../../storage/serialise.ts';
import { pathOf, type Asker } from './circumstances.ts';
import { privateId, sharedId } from './conversation-id.ts';
import { readCustomId, type Press } from './custom-id.ts';
import type { Delivery } from './delivery.ts';
import { mention, sentence, type Desk } from './desk.ts';
import { answerForm, complaintForm, fields, questionForm, reasons, type Pickable } from './forms.ts';
import { guarded, receive, say, type Intake, type Reception } from './intake.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import type { PersonRecords } from './person-records.ts';
import type { Postbox } from './postbox.ts';
import type { Progress } from './progress.ts';
import type { Responses } from './responses.ts';
import { texts } from './texts.ts';
import type { Complaint } from './turns.ts';
import type { World } from './world.ts';

export interface PressParts {
  readonly delivery: Delivery;
  readonly responses: Responses;
  readonly desk: Desk;
  readonly intake: Intake;
  readonly people: PersonRecords;
  readonly postbox: Postbox;
  readonly progress: Pick<Progress, 'stop'>;
  readonly world: World;
  readonly log: Log;
}

type Pressed = MessageComponentInteraction | ModalSubmitInteraction;

export class Presses {
  readonly #parts: PressParts;
  /** What becomes of a draft is decided once. */
  readonly #drafts = createSerialiser();

  constructor(parts: PressParts) {
    this.#parts = parts;
  }

  async handle(interaction: Pressed, asker: Asker): Promise<void> {
    const press = readCustomId(interaction.customId);
    const { responses, log } = this.#parts;
    const path = pathOf(interaction, asker, press?.press === 'asked' ? 'everyone' : 'asker', replaces(press, interaction, asker));
    const received = receive(responses, path, asker.language);
    if (!received) return;
    await guarded(received, log, () =>
      press === undefined ? say(received, texts(asker.language).outdatedButton) : this.#press(press, interaction, asker, received),
    );
  }

  async #press(press: Press, interaction: Pressed, asker: Asker, received: Reception): Promise<void> {
    const words = texts(asker.language);
    switch (press.press) {
      case 'choose':
        return this.#choose([press.id], press.question, interaction, asker, received);
      case 'pick':
        return this.#choose(
          interaction.isStringSelectMenu() ? interaction.values : [],
          press.question,
          interaction,
          asker,
          received,
        );
      case 'page': {
        const turned = await this.#parts.responses.turnPage(received.exchange, asker.userId, press.answer, press.at);
        return turned ? undefined : say(received, words.pageGone);
      }
      case 'stop':
        // The message goes on to show what comes of it.
        await this.#parts.progress.stop(press.event, asker.userId);
        await received.exchange.respond({ type: InteractionResponseType.DeferredMessageUpdate });
        return;
      case 'type':
        return this.#open(received, answerForm(asker.language, press.question, pickable(interaction)));
      case 'ask':
        return this.#open(received, questionForm(asker.language));
      case 'unhelpful':
        return this.#open(received, complaintForm(asker.language));
      case 'typed':
        return this.#typed(press.question, interaction, asker, received);
      case 'asked':
        return this.#take(here(asker), { text: wordsOf(interaction), place: 'shared' }, interaction, received);
      case 'private':
        return this.#take(privateId(asker.userId), { command: { type: 'check' }, language: asker.language }, interaction, received);
      case 'human':
        return this.#take(
          here(asker),
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
        return this.#drafts.runExclusive(press.draft, () =>
          press.press === 'release' ? this.#release(press.draft, asker, received) : this.#discard(press.draft, asker, received),
        );
      case 'share':
        return this.#drafts.runExclusive(press.draft, () => this.#share(press.draft, received));
    }
  }

  /** Choices are taken in private, wherever the card stands. */
  async #choose(
    ids: readonly string[],
    question: string | undefined,
    interaction: Pressed,
    asker: Asker,
    received: Reception,
  ): Promise<void> {
    const payload: EventPayload = { choose: [...ids], ...(question === undefined ? {} : { question }) };
    // Where others read, the presser may be new here, and the card speaks another's language.
    const known = asker.direct || isEphemeral(interaction) ? payload : { ...payload, language: asker.language };
    await this.#take(privateId(asker.userId), known, interaction, received);
  }

  /** What was chosen in the form; else the words, unless they answer a question that was left long ago. */
  async #typed(question: string | undefined, interaction: Pressed, { userId }: Asker, received: Reception): Promise<void> {
    const text = wordsOf(interaction);
    const picked =
      interaction.isModalSubmit() && interaction.fields.fields.has(fields.pick)
        ? interaction.fields.getStringSelectValues(fields.pick)
        : [];
    const current = (await this.#parts.people.shown(userId))?.question === question;
    const choose = text === '' ? [...picked] : [];
    const payload: EventPayload = text !== '' && current ? { text } : { choose, ...(question === undefined ? {} : { question }) };
    await this.#take(privateId(userId), payload, interaction, received);
  }

  async #take(conversationId: string, payload: EventPayload, interaction: Pressed, { path }: Reception): Promise<void> {
    await this.#parts.intake.take(conversationId, interaction.id, interaction.createdAt, payload, path);
  }

  async #open(received: Reception, data: object): Promise<void> {
    const opened = await received.exchange.respond({ type: InteractionResponseType.Modal, data });
    if (!opened) await say(received, texts(received.language).failed);
  }

  async #complain(interaction: Pressed, asker: Asker, received: Reception): Promise<void> {
    const { intake } = this.#parts;
    if (!asker.direct && interaction.isModalSubmit()) {
      const [given] = interaction.fields.getStringSelectValues(fields.reason);
      const reason = reasons.find((each) => each === given) ?? 'unclear';
      const errand = JSON.stringify({ reason, words: wordsOf(interaction) } satisfies Complaint);
      await intake.take(here(asker), `${interaction.id}-note`, interaction.createdAt, { errand }, received.path);
    }
    const payload: EventPayload = {
      command: { type: 'feedback-bad' },
      language: asker.language,
      ...(asker.direct ? {} : { place: 'shared' }),
    };
    await this.#take(here(asker), payload, interaction, received);
  }

  async #solve(asker: Asker, received: Reception): Promise<void> {
    const words = texts(asker.language);
    const { world, postbox, desk } = this.#parts;
    const threadId = asker.channelId ?? '';
    if (!asker.helper && (await world.askerOf(threadId)) !== asker.userId) return say(received, words.solvedRefused);
    const { tag, applied } = world.solvedTag(threadId);
    if (tag !== undefined && !applied.includes(tag)) {
      const tagged = await postbox.patchChannel(threadId, { applied_tags: [...applied, tag].slice(-limits.thread.tags) });
      if (tagged === 'forbidden' && asker.guildId !== null) {
        await desk.explain(asker.guildId, threadId);
        return say(received, words.undeliverable);
      }
    }
    const said = tag === undefined && world.isForumPost(threadId) ? words.solvedNoTag : words.solvedBy;
    if ((await received.exchange.show(sentence(said), true)) === 'hidden') await say(received, said);
    // Last, because writing into it would open it again.
    const archived = await postbox.patchChannel(threadId, { archived: true });
    if (archived === 'forbidden' && asker.guildId !== null) await desk.explain(asker.guildId, threadId);
  }

  async #release(id: string, asker: Asker, received: Reception): Promise<void> {
    const { desk, delivery } = this.#parts;
    const words = texts(asker.language);
    const kept = await desk.findDraft(id);
    if (!kept) return say(received, words.draftGone);
    // Under the same nonce, should the one who released it before this process began have been cut off.
    const posted = await delivery.postAnswer(kept, `release/${id}`, { since: kept.messageId });
    if (posted === 'forbidden' && asker.guildId !== null) await desk.explain(asker.guildId, kept.channelId);
    if (posted !== 'posted') return say(received, words.undeliverable);
    await desk.takeDraft(id);
    await received.exchange.show(sentence(words.released(mention(asker.userId))), false);
  }

  async #discard(id: string, asker: Asker, received: Reception): Promise<void> {
    const words = texts(asker.language);
    if (!(await this.#parts.desk.takeDraft(id))) return say(received, words.draftGone);
    await received.exchange.show(sentence(words.discarded(mention(asker.userId))), false);
  }

  /** Where the message stands that is answered, which need not be where the button stands. */
  async #share(id: string, received: Reception): Promise<void> {
    const { desk, responses } = this.#parts;
    const { exchange, path, language } = received;
    const words = texts(language);
    const kept = await desk.findDraft(id);
    if (!kept) return say(received, words.draftGone);
    const respond = kept.channelId === path.channelId;
    const place = { channelId: kept.channelId, userId: path.userId };
    const posted = await responses.showAll(exchange, place, kept.cards, { key: `share/${id}`, respond });
    if (posted !== 'posted') return say(received, words.undeliverable);
    await desk.takeDraft(id);
    if (!respond) await say(received, words.shared);
  }
}

/** Where others read: the shared conversation of the channel. */
const here = ({ guildId, channelId, userId, direct }: Asker): string =>
  direct ? privateId(userId) : sharedId(guildId, channelId ?? userId);

/** What follows takes the place of an open question that only its asker sees, of a page that is turned, and of a draft. */
function replaces(press: Press | undefined, interaction: Pressed, { helper }: Asker): boolean {
  switch (press?.press) {
    case 'choose':
    case 'pick':
      return press.inPlace;
    case 'typed':
      return idsOf(interaction).some((id) => /^qs?:/.test(id));
    case 'page':
    case 'stop':
      return true;
    case 'release':
    case 'discard':
      return helper;
    default:
      return false;
  }
}

const isEphemeral = ({ message }: Pressed): boolean => message?.flags.has(MessageFlags.Ephemeral) === true;

const wordsOf = (interaction: Pressed): string =>
  interaction.isModalSubmit() ? interaction.fields.getTextInputValue(fields.words).trim() : '';

const rowsOf = ({ message }: Pressed) =>
  (message?.components ?? []).flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));

const idsOf = (interaction: Pressed): string[] => rowsOf(interaction).flatMap(({ customId }) => customId ?? []);

/** What the pressed message offers in a select. */
function pickable(interaction: Pressed): Pickable | undefined {
  for (const component of rowsOf(interaction)) {
    if (component.type === ComponentType.StringSelect && readCustomId(component.customId)?.press === 'pick')
      return { options: component.options, most: component.maxValues ?? component.options.length };
  }
  return undefined;
}
