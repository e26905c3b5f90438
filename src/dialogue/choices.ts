/** The choices that are open to the user now, by the ids that buttons and `choose` carry, and the command each one means. */
import type { Command, Reading } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';
import { commandOf } from '../command/choice-id.ts';
import type { Fact } from '../policy/book.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { Conversation } from './conversation.ts';
import { questionKey } from './question-key.ts';

/** Id of the choice that says "none of these readings". */
export const noReading = 'none-of-these';
/** Id of the choice that says "none of them" to a question with several answers. */
export const emptySet = 'none';

export const readingId = ({ fact, value }: Reading): string => `${fact}=${Array.isArray(value) ? value.join('+') : String(value)}`;

/**
 * The command that choosing these ids means, or undefined where none of them is open.
 * An id of the open question comes first; ids that stand for a whole command (`check:…`, `ask:…`, `human`) are always open.
 * @param question the question that the choices were shown with; where another one is open by now, they don't answer that
 */
export function commandForChoice(
  conversation: Conversation,
  ids: readonly string[],
  facts: ReadonlyMap<string, Fact>,
  question?: string,
): Command | undefined {
  const [first] = ids;
  if (question !== undefined && question !== questionKey(conversation)) {
    const whole = first === undefined ? undefined : commandOf(first);
    return whole?.type === 'confirm' ? undefined : whole;
  }
  const { open } = conversation;
  switch (open?.kind) {
    case 'fact': {
      const fact = facts.get(open.fact);
      const value = fact && valueForChoice(fact, ids);
      if (value === dontKnow) return { type: 'dont-know', fact: open.fact, value: dontKnow };
      if (value !== undefined) return { type: 'inform', fact: open.fact, value };
      break;
    }
    case 'clarify': {
      const chosen = open.readings.find((reading) => readingId(reading) === first);
      if (chosen) return { type: open.purpose, fact: chosen.fact, value: chosen.value, quote: open.quote };
      if (first === noReading) return { type: 'dont-know' };
      break;
    }
    case 'review':
      if (first === 'confirm') return { type: 'confirm' };
      if (first === 'correct') return { type: 'correct' };
      break;
    case 'which':
      if (first !== undefined && facts.has(first)) return { type: 'correct', fact: first };
      break;
    case 'offer':
      if (first === 'confirm') return { type: 'confirm' };
      break;
    case undefined:
      break;
  }
  return first === undefined ? undefined : commandOf(first);
}

function valueForChoice(fact: Fact, ids: readonly string[]): FactValue | undefined {
  const [first] = ids;
  if (ids.length === 1 && first === dontKnow) return dontKnow;
  const values = fact.choices.map((choice) => choice.value);
  if (fact.type === 'set') {
    const members = ids.filter((id) => id !== emptySet);
    return members.every((id) => values.includes(id)) ? members : undefined;
  }
  if (first === undefined || ids.length > 1) return undefined;
  if (fact.type === 'boolean') return first === 'true' ? true : first === 'false' ? false : undefined;
  return values.includes(first) ? first : undefined;
}
