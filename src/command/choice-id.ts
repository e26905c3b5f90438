/** Short ids that stand for a whole command, as buttons carry them: `check:title-review`, `ask:aim-what`, `human`. */
import { command, type Command } from './command.ts';

/** The id of a command that needs no words, or undefined where a button can't carry it. */
export function choiceId(value: Command): string | undefined {
  switch (value.type) {
    case 'ask':
      return value.entry === undefined ? undefined : `ask:${value.entry}`;
    case 'check':
    case 'when':
      return value.goal === undefined ? value.type : `${value.type}:${value.goal}`;
    case 'language':
      return value.language === undefined ? 'language' : `language:${value.language}`;
    case 'correct':
    case 'forget':
      return value.fact === undefined ? value.type : `${value.type}:${value.fact}`;
    case 'inform':
    case 'what-if':
    case 'outside':
      return undefined;
    default:
      return value.type;
  }
}

/** The command that an id stands for, or undefined where it stands for none. */
export function commandOf(id: string): Command | undefined {
  const colon = id.indexOf(':');
  const type = colon < 0 ? id : id.slice(0, colon);
  const rest = colon < 0 ? undefined : id.slice(colon + 1);
  const parsed = command.safeParse(withRest(type, rest));
  return parsed.success && choiceId(parsed.data) === id ? parsed.data : undefined;
}

function withRest(type: string, rest: string | undefined): Record<string, string> {
  if (rest === undefined) return type === 'ask' ? {} : { type };
  switch (type) {
    case 'ask':
      return { type, quote: '', entry: rest };
    case 'check':
    case 'when':
      return { type, goal: rest };
    case 'language':
      return { type, language: rest };
    case 'correct':
    case 'forget':
      return { type, fact: rest };
    default:
      return {};
  }
}
