/**
 * What a model proposes, let in as far as it does no harm were it all a lie. Pure. The local reading is never changed, only added to:
 *
 * - a fact is not noted but asked about ("by '…', do you mean …?"), and only where its words stand in the message and the local reader
 *   neither read them otherwise nor finds them unlikely;
 * - what a message wants is believed where the local reader was at a loss and finds it possible itself;
 * - what deletes, undoes, stops, confirms or calls somebody is taken from the user's plain words alone.
 */
import { command, type Command, type CommandType } from '../command/command.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { FactValue } from '../policy/schema.ts';
import type { MessageOpinion } from './local/second-opinion.ts';
import type { OpenQuestion, Understanding } from './understander.ts';

/** Proposed by a model: a command that a user can give, with the words of the message that say so. */
export interface Proposal {
  readonly type: CommandType;
  readonly fact: string | null;
  readonly value: FactValue | null;
  readonly goal: string | null;
  readonly quote: string;
}

export interface Admission {
  readonly understanding: Understanding;
  /** How many proposals were not let in, those aside that the local reader had read itself. */
  readonly rejected: number;
}

/** How probable the local reader must find a command that it did not come to itself. */
const possible = 0.2;
/** Questions about one's own words that one message may bring. */
const mostAsked = 2;
/** Commands that tell their meaning by their type, lose nothing and settle nothing. */
const harmless: ReadonlySet<CommandType> = new Set(['check', 'when', 'why', 'summary', 'help', 'resume', 'greeting', 'thanks']);

/** Commands beside which a message may state facts or ask: none of them opens a question of its own, or settles one. */
const besideFacts: ReadonlySet<CommandType> = new Set(['outside', 'inform', 'check', 'ask', 'greeting', 'thanks']);

/** @param open what the message may be a reply to */
export function admit(
  proposals: readonly Proposal[],
  local: Understanding,
  opinion: MessageOpinion,
  open?: OpenQuestion,
): Admission {
  const lost = local.commands.every(({ type }) => type === 'outside');
  const states = local.commands.every(({ type }) => besideFacts.has(type));
  const admitted: Command[] = [];
  let rejected = 0;
  let asked = 0;
  for (const proposal of proposals) {
    if (isKnown(proposal, local.commands) || isKnown(proposal, admitted)) continue;
    const found = admissible(proposal, { lost, states, open }, opinion, local);
    const checked = found && command.safeParse(found);
    const asks = found !== undefined && 'readings' in found;
    if (!checked?.success || (asks && asked === mostAsked)) rejected += 1;
    else {
      admitted.push(checked.data);
      asked += asks ? 1 : 0;
    }
  }
  const kept = admitted.length > 0 ? local.commands.filter(({ type }) => type !== 'outside') : local.commands;
  return { understanding: { ...local, commands: [...kept, ...admitted] }, rejected };
}

/** It is there already: the same fact, or a command of that kind, which is the local reader's to word. */
const isKnown = ({ type, fact, value }: Proposal, commands: readonly Command[]): boolean =>
  type === 'outside' ||
  commands.some((each) =>
    type === 'inform' || type === 'correct'
      ? 'fact' in each && each.fact === fact && 'value' in each && JSON.stringify(each.value) === JSON.stringify(value)
      : each.type === type,
  );

function admissible(
  { type, fact, value, goal, quote }: Proposal,
  { lost, states, open }: { readonly lost: boolean; readonly states: boolean; readonly open: OpenQuestion | undefined },
  opinion: MessageOpinion,
  { language }: Understanding,
): Command | undefined {
  const words = opinion.words(quote);
  if (words === undefined) return undefined;
  switch (type) {
    case 'inform':
    case 'correct':
      if (!states || fact === null || value === null) return undefined;
      return opinion.mayMean(fact, value, quote) ? { type, readings: [{ fact, value }], quote: words } : undefined;
    case 'ask':
      // "Yes" and "why" may be words of a question too, and are none.
      return states && opinion.isAnswered(words, language) ? { type, quote: words } : undefined;
    case 'dont-know':
      // Whose ignorance it is, a model may be wrong about.
      if (!lost || open?.kind !== 'fact' || !opinion.doubts(quote)) return undefined;
      return { type: 'inform', readings: [{ fact: open.fact, value: dontKnow }], quote: words };
    default:
      break;
  }
  if (!lost || !harmless.has(type) || opinion.wants(type, quote) < possible) return undefined;
  switch (type) {
    case 'check':
    case 'when':
      // A check that is under way is turned to another pathway by the user's plain words alone.
      if (open !== undefined && open.kind !== 'offer') return undefined;
      // Which pathway is meant is the message's to name.
      return { type, ...(goal !== null && goal === opinion.goal() ? { goal } : {}), quote: words };
    case 'why':
      return { type, ...(fact !== null && opinion.names(fact) ? { fact } : {}), quote: words };
    case 'summary':
    case 'help':
    case 'resume':
    case 'greeting':
    case 'thanks':
      return { type, quote: words };
    default:
      return undefined;
  }
}
