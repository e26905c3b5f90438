/** Interactions: slash commands, the message command, completions; buttons, selects and forms are handed on. */
import {
  InteractionResponseType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
} from 'discord.js';
import type { EventPayload } from '../../assistant/assistant.ts';
import type { Lookup, Suggestion } from '../../assistant/lookup.ts';
import type { Command } from '../../command/command.ts';
import type { Admin } from './admin.ts';
import { askerOf, pathOf, type Asker } from './circumstances.ts';
import { privateId, sharedId } from './conversation-id.ts';
import { nothingSet, type GuildSettings, type Settings } from './guild-settings.ts';
import { guarded, receive, say, type Intake, type Reception } from './intake.ts';
import { limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Presses } from './presses.ts';
import type { Responses } from './responses.ts';
import { shorten } from './text.ts';
import { texts } from './texts.ts';

export interface InteractionParts {
  readonly settings: Settings;
  readonly lookup: Lookup;
  readonly responses: Responses;
  readonly intake: Intake;
  readonly presses: Presses;
  readonly admin: Admin;
  readonly log: Log;
}

/** Values of completions: what was chosen rather than typed. */
const chosen = { question: 'question:', provision: 'provision:' } as const;

export class Interactions {
  readonly #parts: InteractionParts;

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  async handle(interaction: Interaction): Promise<void> {
    const asker = askerOf(interaction, await this.#settingsOf(interaction.guildId));
    if (interaction.isAutocomplete()) await this.#complete(interaction, asker);
    else if (interaction.isChatInputCommand()) await this.#command(interaction, asker);
    else if (interaction.isMessageContextMenuCommand()) await this.#answerThis(interaction, asker);
    else if (interaction.isMessageComponent() || interaction.isModalSubmit()) await this.#parts.presses.handle(interaction, asker);
  }

  /** Without them whoever asks is answered all the same. */
  async #settingsOf(guildId: string | null): Promise<GuildSettings> {
    const { settings, log } = this.#parts;
    try {
      return await settings.of(guildId);
    } catch (error) {
      log.error({ err: error, guild: guildId }, 'Settings of a server could not be read');
      return nothingSet;
    }
  }

  async #complete(interaction: AutocompleteInteraction, asker: Asker): Promise<void> {
    const kinds: Suggestion['kind'][] = interaction.commandName === 'provision' ? ['provision'] : ['question', 'provision'];
    const typed = interaction.options.getFocused();
    const found = this.#parts.lookup.suggest(typed, asker.language, kinds, limits.autocomplete.choices);
    const choices = found
      .map(({ kind, id, label }) => ({ name: shorten(label, limits.command.choiceName), value: `${kind}:${id}` }))
      .filter(({ value }) => value.length <= limits.command.choiceValue);
    const exchange = this.#parts.responses.open(pathOf(interaction, asker, 'asker', false));
    await exchange?.respond({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  async #command(interaction: ChatInputCommandInteraction, asker: Asker): Promise<void> {
    const shared = interaction.options.getBoolean('share') === true && !asker.direct;
    const received = receive(
      this.#parts.responses,
      pathOf(interaction, asker, shared ? 'everyone' : 'asker', false),
      asker.language,
    );
    if (!received) return;
    await guarded(received, this.#parts.log, async () => {
      const { options } = interaction;
      switch (interaction.commandName) {
        case 'ask':
          await this.#ask(interaction, asker, received, options.getString('question', true), shared);
          break;
        case 'check': {
          const goal = options.getString('goal');
          await this.#order(interaction, received, goal === null ? { type: 'check' } : { type: 'check', goal });
          break;
        }
        case 'provision':
          await this.#provision(received, options.getString('provision', true), shared);
          break;
        case 'my-data':
          await this.#order(interaction, received, { type: myData[options.getSubcommand()] ?? 'summary' });
          break;
        case 'help':
          await this.#order(interaction, received, { type: 'help' });
          break;
        case 'bridge-admin':
          await this.#parts.admin.handle(interaction, received);
          break;
      }
    });
  }

  async #ask(
    interaction: ChatInputCommandInteraction,
    asker: Asker,
    received: Reception,
    question: string,
    shared: boolean,
  ): Promise<void> {
    const { lookup } = this.#parts;
    if (question.startsWith(chosen.provision) && lookup.has('provision', question.slice(chosen.provision.length))) {
      await this.#provision(received, question, shared);
      return;
    }
    const entry = question.startsWith(chosen.question) ? question.slice(chosen.question.length) : undefined;
    const payload: EventPayload =
      entry !== undefined && lookup.has('question', entry)
        ? { command: { type: 'ask', quote: '', entry }, language: asker.language }
        : { text: question };
    const { path } = received;
    const conversation = shared && asker.channelId !== null ? sharedId(asker.guildId, asker.channelId) : privateId(asker.userId);
    await this.#parts.intake.take(
      conversation,
      interaction.id,
      interaction.createdAt,
      shared ? { ...payload, place: 'shared' } : payload,
      path,
    );
  }

  async #order(interaction: ChatInputCommandInteraction, received: Reception, command: Command): Promise<void> {
    const { path, language } = received;
    await this.#parts.intake.take(privateId(path.userId), interaction.id, interaction.createdAt, { command, language }, path);
  }

  /** Nothing is kept of it, so it needs no turn. */
  async #provision(received: Reception, value: string, shared: boolean): Promise<void> {
    const { exchange, path, language } = received;
    const words = texts(language);
    const { lookup } = this.#parts;
    const typed = value.startsWith(chosen.provision) ? value.slice(chosen.provision.length) : value;
    const best = lookup.has('provision', typed) ? typed : lookup.suggest(typed, language, ['provision'], 1)[0]?.id;
    const card = best === undefined ? undefined : lookup.provision(best, language);
    const { responses } = this.#parts;
    if (card === undefined) await say(received, words.noSuchProvision);
    else if (shared) await responses.showAll(exchange, path, [card], { key: path.id, respond: true });
    else await responses.showAsker(exchange, path, [card], 'private');
  }

  /** The message is another's: it is answered as what everyone reads, and what it says of a person is not noted. */
  async #answerThis(interaction: MessageContextMenuCommandInteraction, asker: Asker): Promise<void> {
    const received = receive(this.#parts.responses, pathOf(interaction, asker, 'preview', false), asker.language);
    if (!received) return;
    await guarded(received, this.#parts.log, async () => {
      const text = interaction.targetMessage.content;
      if (text.trim() === '') {
        await say(received, texts(asker.language).noText);
        return;
      }
      await this.#parts.intake.take(
        sharedId(asker.guildId, asker.channelId ?? asker.userId),
        interaction.id,
        interaction.createdAt,
        { text, place: 'shared' },
        received.path,
      );
    });
  }
}

const myData: Readonly<Record<string, 'summary' | 'export' | 'forget'>> = { show: 'summary', export: 'export', forget: 'forget' };
