/** Facts to be filled in together → a modal, and what was filled in. */
import type { types } from '@slack/bolt';
import type { Form, FormField } from '../../presentation/form.ts';
import { limits } from './limits.ts';
import type { FieldValues } from './payloads.ts';
import { shorten } from './split.ts';
import { textsIn } from './texts.ts';

export const formCallback = 'form';
const fieldPrefix = 'fact/';
const element = 'value';

const plain = (text: string, size: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: shorten(text.trim() === '' ? '–' : text, size),
  emoji: false,
});

/** @param metadata comes back with what was filled in */
export function formView(form: Form, metadata: string): types.ModalView {
  const texts = textsIn(form.language);
  const fields = form.fields.slice(0, limits.blocksPerView - 1).map((field) => inputBlock(field, form));
  const intro = fields.length === 0 ? texts.formEmpty : texts.formIntro;
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: metadata,
    title: plain(texts.formTitle, limits.viewTitle),
    close: plain(texts.cancel, limits.viewButton),
    ...(fields.length === 0 ? {} : { submit: plain(texts.save, limits.viewButton) }),
    blocks: [{ type: 'section', text: plain(intro, limits.sectionText) }, ...fields],
  };
}

function inputBlock(field: FormField, { language }: Form): types.KnownBlock {
  const { dateHint } = textsIn(language);
  const hint = field.kind === 'date' ? `${field.hint} ${dateHint}`.trim() : field.hint;
  return {
    type: 'input',
    block_id: `${fieldPrefix}${field.fact}`,
    optional: true,
    label: plain(field.label, limits.inputLabel),
    ...(hint.trim() === '' ? {} : { hint: plain(hint, limits.inputHint) }),
    element: inputElement(field, textsIn(language).pick),
  };
}

function inputElement({ kind, choices, value }: FormField, pick: string): types.InputBlockElement {
  if (kind === 'date') {
    const [noted] = value;
    return {
      type: 'plain_text_input',
      action_id: element,
      max_length: 40,
      ...(noted === undefined ? {} : { initial_value: noted }),
    };
  }
  const options = choices
    .slice(0, limits.optionsPerSelect)
    .map((choice) => ({ text: plain(choice.label, limits.label), value: choice.id }));
  const noted = options.filter((option) => value.includes(option.value));
  const placeholder = plain(pick, limits.placeholder);
  if (kind === 'one') {
    const [initial] = noted;
    return { type: 'static_select', action_id: element, placeholder, options, ...(initial ? { initial_option: initial } : {}) };
  }
  const initial = noted.length === 0 ? {} : { initial_options: noted };
  return options.length <= limits.optionsPerCheckboxes
    ? { type: 'checkboxes', action_id: element, options, ...initial }
    : { type: 'multi_static_select', action_id: element, placeholder, options, ...initial };
}

/** By fact: what was filled in; empty fields are left out. */
export function formValues(values: FieldValues): Record<string, string[]> {
  const read = Object.entries(values).flatMap(([block, elements]): [string, string[]][] => {
    if (!block.startsWith(fieldPrefix)) return [];
    const given = Object.values(elements).flatMap(({ value, selected_option, selected_options }) => [
      ...(value === null || value === undefined || value.trim() === '' ? [] : [value.trim()]),
      ...(selected_option ? [selected_option.value] : []),
      ...(selected_options ?? []).map((option) => option.value),
    ]);
    return given.length === 0 ? [] : [[block.slice(fieldPrefix.length), given]];
  });
  return Object.fromEntries(read);
}

/** The errors of a form as Slack shows them, by field. */
export const formErrors = (facts: readonly string[], text: string): Record<string, string> =>
  Object.fromEntries(facts.map((fact) => [`${fieldPrefix}${fact}`, text]));
