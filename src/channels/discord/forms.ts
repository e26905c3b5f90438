/** The forms (modals): an answer in words, a question, a complaint. */
import { ComponentType, TextInputStyle, type APIModalInteractionResponseCallbackData, type APISelectMenuOption } from 'discord.js';
import type { Language } from '../../command/command.ts';
import { customId } from './custom-id.ts';
import { limits } from './limits.ts';
import { texts } from './texts.ts';

/** Ids of the fields. */
export const fields = { words: 'words', pick: 'pick', reason: 'reason' } as const;

export interface Pickable {
  readonly options: readonly APISelectMenuOption[];
  readonly most: number;
}

/**
 * @param question the key of the question that is answered
 * @param pick what the open question offers in a select, to be chosen from in the form as well
 */
export function answerForm(
  language: Language,
  question: string | undefined,
  pick: Pickable | undefined,
): APIModalInteractionResponseCallbackData {
  const words = texts(language);
  return {
    custom_id: customId({ press: 'typed', question }) ?? '',
    title: words.typeTitle,
    components: [
      ...(pick === undefined
        ? []
        : [
            {
              type: ComponentType.Label as const,
              label: words.pickLabel,
              component: {
                type: ComponentType.StringSelect as const,
                custom_id: fields.pick,
                required: false,
                min_values: 0,
                max_values: pick.most,
                options: pick.options.map(({ label, value }) => ({ label, value })),
              },
            },
          ]),
      {
        type: ComponentType.Label,
        label: words.typeLabel,
        description: words.typeHint,
        component: {
          type: ComponentType.TextInput,
          custom_id: fields.words,
          style: TextInputStyle.Paragraph,
          required: pick === undefined,
          max_length: 1000,
        },
      },
    ],
  };
}

export function questionForm(language: Language): APIModalInteractionResponseCallbackData {
  const words = texts(language);
  return {
    custom_id: customId({ press: 'asked' }) ?? '',
    title: words.askTitle,
    components: [
      {
        type: ComponentType.Label,
        label: words.askLabel,
        description: words.askHint,
        component: {
          type: ComponentType.TextInput,
          custom_id: fields.words,
          style: TextInputStyle.Paragraph,
          required: true,
          max_length: limits.modal.textInput,
        },
      },
    ],
  };
}

export const reasons = ['wrong', 'unclear', 'other-question', 'outdated'] as const;

export function complaintForm(language: Language): APIModalInteractionResponseCallbackData {
  const words = texts(language);
  return {
    custom_id: customId({ press: 'complaint' }) ?? '',
    title: words.complaintTitle,
    components: [
      {
        type: ComponentType.Label,
        label: words.complaintLabel,
        component: {
          type: ComponentType.StringSelect,
          custom_id: fields.reason,
          required: true,
          options: reasons.map((reason) => ({ label: words.complaintReasons[reason], value: reason })),
        },
      },
      {
        type: ComponentType.Label,
        label: words.complaintText,
        component: {
          type: ComponentType.TextInput,
          custom_id: fields.words,
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: 500,
        },
      },
    ],
  };
}
