/** What is read in a message: facts stated, words that are ambiguous, what is supposed and what is sought. */
import type { Reading } from '../../command/command.ts';
import type { DateMention } from '../../text/dates.ts';
import type { Clause } from './clauses.ts';
import type { StatedFact } from './message.ts';

export interface AmbiguousWord {
  readonly readings: readonly Reading[];
  /** Since when what is meant has been held, as a partial date. */
  readonly since?: Pick<StatedFact, 'value' | 'start' | 'end'>;
  /** It may also mean something that states no fact. */
  readonly others: boolean;
  readonly start: number;
  readonly end: number;
  readonly clause: Clause;
}

/** Something aimed at, not held: a title or skill level that is sought, or a pathway by name. */
export interface Sought {
  readonly fact?: string;
  readonly value?: string;
  readonly series?: string;
  readonly pathway?: string;
  /** The words name the pathway and nothing else, such as a level that may as well be held. */
  readonly plain?: boolean;
  /** The word has other readings too. */
  readonly loose?: boolean;
  /** Sought by somebody else. */
  readonly other: boolean;
  readonly start: number;
  readonly end: number;
}

/** A name of a level, or a word that may be one. */
export interface LevelName {
  readonly start: number;
  readonly end: number;
  readonly kind: 'xskill' | 'xtitle' | 'xeither';
}

export interface FactReading {
  readonly names: readonly LevelName[];
  readonly stated: readonly StatedFact[];
  readonly ambiguous: readonly AmbiguousWord[];
  readonly supposed: readonly StatedFact[];
  /** What is stated only where the pathway that is sought rests on the fact: "my years are enough". */
  readonly ifSought: readonly StatedFact[];
  /** Ambiguous words in what is supposed. */
  readonly supposedWords: readonly AmbiguousWord[];
  readonly sought: readonly Sought[];
  /** Values that are named and not held: sought, denied, somebody else's, asked about. */
  readonly unheld: readonly Reading[];
  /** Facts that are named without a value. */
  readonly named: readonly string[];
  readonly clauses: readonly Clause[];
  readonly dates: readonly DateMention[];
  /** Those that the speaker may mean of himself. */
  readonly ownDates: readonly DateMention[];
  /** Whether a clause has a word of every group. */
  readonly wants: (clause: Clause, groups: readonly (readonly string[])[]) => boolean;
}

/** "Long on the front line? 31 years": a question read together with what follows it, so that nothing is asked. */
export const isPartOfStatement = (asked: Pick<Clause, 'start' | 'end'>, { stated }: Pick<FactReading, 'stated'>): boolean =>
  stated.some(({ start, end, clause }) => start <= asked.start && end >= asked.end && clause.start >= asked.end);
