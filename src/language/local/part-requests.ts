/** What a part of a message plainly wants, by itself: only that is done beside what the message wants as a whole. */
import type { Command, Language } from '../../command/command.ts';
import type { NormalText } from '../../text/normal-form.ts';
import type { FactReading } from './fact-reading.ts';
import type { Purpose, TurnParts } from './purpose.ts';
import type { Request } from './requests.ts';

/** How probable a part's own wording must make what it wants, … */
const asked = 0.6;
/** … how probable the provision that answers it must be, … */
const answered = 0.3;
/** … and how probable where it points back to what stands before it. */
const plainlyAnswered = 0.6;
/** … and how probable what is done at once, and looks odd where it was not asked for. */
const plainlyAsked = 0.95;
/** Of one's own case, not of anybody's. */
const ownCase = /(?<![a-z])(?:i|i'm|i've|me|my|we|our|us|he|she|check)(?![a-z])|我|咱|俺|[他她]|帮|查|看看/;
const pointing = /(?<![a-z])(?:it|this|that|they|them|he|she|his|her|so|then|there)(?![a-z])|它|这个|那个|这样|那样|[他她]|该/;
/** Words that only lead over to a question. */
const leadIn =
  /^[\s,，、;；.。]*(?:(?:and|but|so|also|plus|then|by the way|btw|(?:can|could) you tell me|(?:please )?tell me)[\s,]+)*|^(?:另外|还有|顺便|顺带|对了|然后|此外)[,，\s]*/i;

export interface Part {
  readonly message: NormalText;
  readonly reading: FactReading;
  /** What the part would become as a message. */
  readonly commands: readonly Command[];
  readonly purpose: Purpose;
  /** No question is open. */
  readonly unprompted: boolean;
  readonly parts: TurnParts;
  readonly language: Language;
}

export function requestsOf(part: Part): Request[] {
  const { message, purpose, parts, language } = part;
  const [likely] = parts.intents.classify(message.text);
  const probability = likely?.probability ?? 0;
  const isPlainly = (intent: string): boolean => likely?.intent === intent && probability >= asked;
  const own = message.original.replace(leadIn, '');
  return part.commands.flatMap((command): Request[] => {
    switch (command.type) {
      case 'ask': {
        const quote = command.quote.replace(leadIn, '');
        const { outcome, restsOn, check, explanation } = parts.answerer.answer(quote, language);
        const score = explanation.candidates
          .filter(({ cites }) => cites[0] === restsOn[0])
          .reduce((sum, candidate) => sum + candidate.score, 0);
        const needed = pointing.test(message.text) ? plainlyAnswered : answered;
        return outcome === 'answered' && score >= needed
          ? [{ command: { ...command, quote }, key: `ask ${restsOn.join()}`, pathways: pathwaysOn(part, restsOn[0], check) }]
          : [];
      }
      case 'check':
        return likely?.intent === 'check' && isOwnCase(part) && (command.goal !== undefined || probability >= asked)
          ? [{ command: plainly(command, purpose), key: 'check' }]
          : [];
      case 'when':
        return isPlainly('when') ? [{ command, key: 'when' }] : [];
      case 'outside':
        return isPlainly('outside') && asksOther(part) ? [{ command: { type: 'ask', quote: own }, key: 'other' }] : [];
      case 'human':
      case 'export':
      case 'summary':
      case 'language':
        return probability >= plainlyAsked ? [{ command, key: command.type }] : [];
      default:
        return [];
    }
  });
}

/** A question about something else: that it can't be answered is said beside the rest, except in the middle of an interview. */
const asksOther = ({ unprompted, reading, purpose }: Part): boolean =>
  unprompted && reading.clauses.some(({ question }) => question) && purpose.answer().declined === 'outside';

const isOwnCase = ({ reading, message }: Part): boolean =>
  reading.stated.some(({ clause, fact }) => !clause.question && fact !== 'subject') || ownCase.test(message.text);

/** Without a goal that only the answer to it points to: the whole message says it better. */
function plainly(command: Extract<Command, { type: 'check' }>, purpose: Purpose): Command {
  const { goal, ...rest } = command;
  if (goal === null) return command;
  const named = purpose.goal(false);
  return named === undefined ? rest : { ...rest, goal: named };
}

function pathwaysOn({ parts }: Part, provision: string | undefined, check: string | undefined): string[] {
  const { pathways } = parts.evaluator.book;
  return [...pathways.values()].filter(({ id, cites }) => id === check || cites[0] === provision).map(({ id }) => id);
}
