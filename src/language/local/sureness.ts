/** Whether the local reader has understood a message: what it is unsure of is worth a second reader. */
import type { Command } from '../../command/command.ts';
import { normalise } from '../../text/normal-form.ts';
import { tokenise } from '../../text/tokens.ts';
import type { Clause } from './clauses.ts';
import type { FactReading } from './fact-reading.ts';
import type { IntentClassifier } from './intent.ts';

/** From this probability on, the wording by itself makes plain that a message is outside of the policy, … */
const plainlyOutside = 0.7;
/** … or what it is for. */
const plain = 0.5;
/** A clause of more characters, or of more words, is no courtesy and no filler. */
const shortClause = 12;
const fewWords = 2;
const fewHan = 5;
/** What goes along with an answer to what was asked is mostly its explanation: it may be so many times longer. */
const explanation = 4;

/** Commands that take all of their quote: for a question its part of the message, else mostly the whole of it. */
const whole: ReadonlySet<Command['type']> = new Set(['ask', 'check', 'when', 'what-if', 'why']);

/**
 * False where the commands are the least unlikely ones rather than what the words plainly say, or where a clause says something of
 * which nothing was taken, though the rest of the message states facts.
 * @param text in normal form
 * @param replied the message answers what was asked, so that its wording alone tells nothing
 */
export function isSure(
  text: string,
  reading: FactReading,
  commands: readonly Command[],
  intents: IntentClassifier,
  replied: boolean,
): boolean {
  const [best] = intents.classify(text);
  const probability = (type: string): number => (best?.intent === type ? best.probability : 0);
  if (commands.every(({ type }) => type === 'outside')) return probability('outside') >= plainlyOutside;
  const states = commands.some(({ type }) => type === 'inform' || type === 'correct');
  if (states) {
    const taken = commands.filter(({ type }) => whole.has(type)).map(({ quote }) => normalise(quote ?? '').text);
    return !leavesUnread(reading, replied ? explanation : 1, taken);
  }
  return replied || commands.some(({ type }) => type === 'ask' || probability(type) >= plain);
}

function leavesUnread(
  { clauses, stated, ambiguous, supposed, supposedWords, sought, dates }: FactReading,
  times: number,
  taken: readonly string[],
): boolean {
  const read = [...stated, ...ambiguous, ...supposed, ...supposedWords, ...sought, ...dates];
  return clauses.some(
    (clause) =>
      says(clause, times) &&
      !taken.some((quote) => quote.includes(clause.text.trim())) &&
      !read.some(({ start, end }) => start < clause.end && clause.start < end),
  );
}

/** Of somebody else, and of what is not known, nothing is to be taken. */
function says({ text, other, dontKnow, polarity }: Clause, times: number): boolean {
  if (other || dontKnow) return false;
  const kinds = Map.groupBy(tokenise(text), ({ kind }) => kind);
  const [words, han] = [kinds.get('word')?.length ?? 0, kinds.get('character')?.length ?? 0];
  return (words > fewWords * times && text.trim().length > shortClause) || (han > fewHan * times && polarity === undefined);
}
