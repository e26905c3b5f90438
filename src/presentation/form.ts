/** Facts to be filled in together, still of no platform. */
import type { Language } from '../command/command.ts';
import { emptySet } from '../dialogue/choices.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { Fact, PolicyBook } from '../policy/book.ts';
import type { FactValue } from '../policy/schema.ts';
import type { Choice } from './card.ts';
import { Words } from './words.ts';

export interface FormField {
  readonly fact: string;
  readonly label: string;
  readonly hint: string;
  /** `date`: typed, as a year, a month or a day. */
  readonly kind: 'one' | 'several' | 'date';
  readonly choices: readonly Choice[];
  /** What is noted: ids of choices, or the one date. */
  readonly value: readonly string[];
}

export interface Form {
  readonly language: Language;
  readonly fields: readonly FormField[];
}

/** One field a fact, in the order given, with what is noted filled in. */
export function presentForm(
  book: PolicyBook,
  facts: readonly string[],
  credentials: Readonly<Record<string, FactValue>>,
  language: Language,
): Form {
  const words = new Words(book, language);
  const fields = facts
    .flatMap((id) => book.facts.get(id) ?? [])
    .map((fact): FormField => {
      const value = credentials[fact.id];
      return {
        fact: fact.id,
        label: fact.question[language],
        hint: fact.help[language],
        kind: fact.type === 'date' ? 'date' : fact.type === 'set' ? 'several' : 'one',
        choices: choicesOf(fact, words),
        value: value === undefined ? [] : formValue(fact, value),
      };
    });
  return { language, fields };
}

function choicesOf(fact: Fact, { language, messages }: Words): Choice[] {
  if (fact.type === 'date') return [];
  return [
    ...fact.choices.map((choice) => ({ id: choice.value, label: choice.label[language] })),
    ...(fact.type === 'set' ? [{ id: emptySet, label: messages.noneOfThem }] : []),
    { id: dontKnow, label: messages.dontKnow },
  ];
}

/** A value as the form shows it and gives it back. */
export function formValue(fact: Fact, value: FactValue): string[] {
  if (value === dontKnow) return fact.type === 'date' ? [] : [dontKnow];
  if (Array.isArray(value)) return value.length === 0 ? [emptySet] : [...value];
  return [fact.type === 'date' ? String(value).replace('~', '') : String(value)];
}
