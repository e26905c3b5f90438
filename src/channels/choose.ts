/** What a typed line means, given the choices that were shown last. */
import { commandOf } from '../command/choice-id.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { Card } from '../presentation/card.ts';

/** What is remembered of the card whose choices are on the screen. */
export type ShownChoices = Pick<Card, 'kind' | 'choices' | 'multiple'>;

export type LineMeaning = { readonly choose: string[] } | { readonly text: string };

const separators = /\s*(?:[,;&+、]|\band\b|和)\s*|\s+/u;
const number = /^\(?([1-9]\d{0,2})[.)。]?$/u;
/** Longer lines are no list of numbers. */
const longestList = 200;

/**
 * Whether the choices go by number. Not where a question is answered in the user's own words and the choices only leave it
 * ("I don't know", "a person"): there "1" is an answer, as January is to "in which month?".
 */
export function goByNumber({ kind, choices }: ShownChoices): boolean {
  return kind !== 'question' || choices.some(({ id }) => id !== dontKnow && commandOf(id) === undefined);
}

/**
 * A bare number within range (also full-width, `1.`, `(1)`) is that choice; several (`1, 3`, `1 3`, `1、3`, `1 and 3`) are, where the
 * card allows it, those choices. Everything else is text, as it was typed.
 */
export function readLine(line: string, shown: ShownChoices | undefined): LineMeaning {
  if (shown === undefined || line.length > longestList || !goByNumber(shown)) return { text: line };
  const words = line
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .split(separators)
    .filter((word) => word !== '');
  if (words.length === 0 || (words.length > 1 && shown.multiple !== true)) return { text: line };
  const ids = new Set<string>();
  for (const word of words) {
    const at = number.exec(word)?.[1];
    const choice = at === undefined ? undefined : shown.choices[Number(at) - 1];
    if (choice === undefined) return { text: line };
    ids.add(choice.id);
  }
  return { choose: [...ids] };
}
