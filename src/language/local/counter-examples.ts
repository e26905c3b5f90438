/** Of all examples those that teach what a request for a check, or a statement, is and what only looks like one. */
import type { PolicyBook } from '../../policy/book.ts';
import { normalise } from '../../text/normal-form.ts';
import type { AimExample, IntentExample, ReplyExample, StatementExample } from './examples.ts';
import type { Lexicon } from './lexicon.ts';
import { spread } from './spread.ts';

/** Messages of one intent that name facts look like a request for a check; of the others few are enough. */
const mostAlike = 150;
const mostDifferent = 25;
const mostOutside = 120;
const mostAsked = 300;

/** Messages that want no check, some of each kind. */
export function wantingNoCheck(
  lexicon: Lexicon,
  examples: readonly IntentExample[],
  outside: readonly string[],
  asked: readonly string[],
): AimExample[] {
  const byIntent = Map.groupBy(examples, ({ intent }) => intent);
  byIntent.delete('check');
  const namesFact = ({ text }: IntentExample): boolean =>
    lexicon.find(normalise(text).text).some(({ values }) => values.some(({ sense }) => sense === 'value' || sense === 'ambiguous'));
  const texts = [...byIntent.values()].flatMap((all) => {
    const alike = all.filter(namesFact);
    const different = all.filter((each) => !alike.includes(each));
    return [...spread(alike, mostAlike), ...spread(different, mostDifferent)].map(({ text }) => text);
  });
  return [...texts, ...spread(outside, mostOutside), ...spread(asked, mostAsked)].map((text) => ({ text }));
}

const mostOfValue = 30;
const mostOthers = 800;

/** Replies to the yes-or-no questions that say of themselves what they are about. */
export function fullReplies({ facts }: PolicyBook, replies: readonly ReplyExample[]): StatementExample[] {
  const full = replies.filter(
    ({ fact, value, text }) => facts.get(fact)?.type === 'boolean' && value !== 'dontKnow' && isSentence(text),
  );
  return [...Map.groupBy(full, ({ fact, value }) => `${fact} ${value}`).values()].flatMap((same) => spread(same, mostOfValue));
}

/** Messages of other kinds, and replies to other questions: a level by itself states no such fact. */
export function statingNothing({ facts }: PolicyBook, replies: readonly ReplyExample[], others: readonly string[]): string[] {
  const different = replies.filter(({ fact, text }) => fact !== 'any' && facts.get(fact)?.type !== 'boolean' && isSentence(text));
  return [...spread(others, mostOthers), ...spread(different, mostOthers).map(({ text }) => text)];
}

/** At least so many words, or Han characters. */
const fewestWords = 4;
const fewestHan = 5;
const isSentence = (text: string): boolean =>
  text.split(/\s+/).length >= fewestWords || (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= fewestHan;
