/** The parts of a message that may each want something of their own: its sentences, and what "also", 另外 or 顺便 leads in. */
import type { NormalText } from '../../text/normal-form.ts';
import type { Clause } from './clauses.ts';

/** Place in the normal form, end exclusive. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** So many are looked at: who writes more wants a talk, not a list. */
const most = 6;
const sentenceEnd = /[!?。;\n…]|\.(?!\d)/;
/** Begins something new at the beginning of a clause … */
export const leadsIn =
  /^\s*(?:(?:and|so|ok|oh|but)[, ]+)?(?:also|plus|besides|additionally|by the way|btw|secondly|one more (?:thing|question)|another (?:thing|question)|then|first(?:ly)?|second|third(?:ly)?|finally|either way)(?![a-z])|^\s*and (?=(?:tell|can|could|does|do|is|are|what|who|how|when|where|which|why|will|should|may|check|explain)(?![a-z]))|^\s*(?:另外|还有(?!没)|顺便|顺带|对了|再问|再请问|再帮|此外|然后(?=帮|再|告诉|想)|(?:第?[一二三]|其[一二三])(?:是|来|、)|首先|其次|最后|再者|同时(?=想|请|也想)|还想(?:问|知道|了解)|也想(?:问|知道|了解)|想(?:再)?问)/;
/** … and inside one. */
const joints =
  /(?<=[a-z0-9)] )and (?:also )?(?=(?:tell|can|could|does|do|is|are|what|who|how|when|where|which|why|will|should|may|check|explain)(?![a-z]))|(?<=[一-龥a-z0-9])(?:另外|顺便|还想问|再问|再告诉|然后帮|然后再)/g;
/** Says what is wanted without asking. */
const wanting =
  /(?<![a-z])(?:check|tell me|explain|want to|would like to|show|send|talk to|speak (?:to|with)|export|download)(?![a-z])|帮[我忙]|看看|查一?下|告诉我|说说|讲讲|想(?:问|知道|了解|评|报|考|申|升)|导出|人工|转人/;
const letters = /[\p{L}\p{N}]/u;

/** The parts that may want something, in order; none where the message is of one piece. */
export function partsOf({ text }: NormalText, clauses: readonly Clause[]): Part[] {
  const starts = clauses.flatMap((clause, at) => {
    const before = clauses[at - 1];
    const between = before ? text.slice(before.end, clause.start) : '';
    const begins = !before || sentenceEnd.test(between) || leadsIn.test(clause.text);
    const inside = [...clause.text.matchAll(joints)].map(({ index }) => clause.start + index);
    return [...(begins ? [clause.start] : []), ...inside];
  });
  if (starts.length < 2) return [];
  return starts
    .map((start, at) => ({ start, end: starts[at + 1] ?? text.length }))
    .filter(({ start, end }) => {
      const part = text.slice(start, end);
      const asks = clauses.some((clause) => clause.question && !clause.dontKnow && clause.start < end && clause.end > start);
      return letters.test(part) && (asks || wanting.test(part));
    })
    .slice(0, most);
}
