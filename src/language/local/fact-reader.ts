/**
 * The facts that a message states, each with the words it was read from. Careful rather than clever: a wish, a supposition, a
 * question, somebody else's level or a vague time states nothing, and an ambiguous word is handed on with its readings.
 */
import type { Reading } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { Fact, PolicyBook } from '../../policy/book.ts';
import { readDates, type DateMention } from '../../text/dates.ts';
import type { NormalText } from '../../text/normal-form.ts';
import type { PhraseMatch } from '../../text/phrases.ts';
import { isNegated, splitClauses, type Clause } from './clauses.ts';
import type { Lexicon, Sense } from './lexicon.ts';

export interface StatedFact {
  readonly fact: string;
  readonly value: FactValue;
  readonly start: number;
  readonly end: number;
  readonly clause: Clause;
}

export interface AmbiguousWord {
  readonly readings: readonly Reading[];
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
  readonly start: number;
  readonly end: number;
}

export interface FactReading {
  readonly stated: readonly StatedFact[];
  readonly ambiguous: readonly AmbiguousWord[];
  readonly supposed: readonly StatedFact[];
  readonly sought: readonly Sought[];
  /** Facts that are named without a value. */
  readonly named: readonly string[];
  readonly clauses: readonly Clause[];
  readonly dates: readonly DateMention[];
  /** Whether a clause has a word of every group. */
  readonly wants: (clause: Clause, groups: readonly (readonly string[])[]) => boolean;
}

type Match = PhraseMatch<Sense>;
type ValueSense = Extract<Sense, { sense: 'value' }>;

const nobody =
  /(?<![a-z])(?:team leader|group leader|foreman|shift leader|section chief|manager|supervisor)(?![a-z])|班长|组长|队长|车间主任|主管/;
const everyNone =
  /(?<![a-z])(?:none|not one|not a single|neither|nothing)(?![a-z])|都没|一个(?:也|都)?没|一项(?:也|都)?没|全都?没|没有|没得过|没拿过/;

export class FactReader {
  readonly #book: PolicyBook;
  readonly #lexicon: Lexicon;

  constructor(book: PolicyBook, lexicon: Lexicon) {
    this.#book = book;
    this.#lexicon = lexicon;
  }

  /** @param asOf day (YYYY-MM-DD) to which relative times relate */
  read(message: NormalText, asOf: string): FactReading {
    const { text } = message;
    const matches = this.#lexicon.find(text);
    const clauses = splitClauses(text, matches);
    const dates = readDates(message, asOf);
    const reading = new MessageReading(this.#book, text, clauses, dates);
    for (const match of matches) reading.context(match);
    for (const match of matches) reading.take(match);
    return reading.finish();
  }
}

/** One message being read. */
class MessageReading {
  readonly #book: PolicyBook;
  readonly #text: string;
  readonly #clauses: readonly Clause[];
  readonly #dates: readonly DateMention[];
  readonly #stated: StatedFact[] = [];
  readonly #supposed: StatedFact[] = [];
  readonly #ambiguous: AmbiguousWord[] = [];
  readonly #sought: Sought[] = [];
  readonly #contexts: (readonly Reading[])[] = [];
  readonly #named = new Set<string>();
  readonly #namedAt: { readonly fact: string; readonly start: number; readonly clause: Clause }[] = [];

  constructor(book: PolicyBook, text: string, clauses: readonly Clause[], dates: readonly DateMention[]) {
    this.#book = book;
    this.#text = text;
    this.#clauses = clauses;
    this.#dates = dates;
  }

  context(match: Match): void {
    for (const sense of match.values) if (sense.sense === 'context') this.#contexts.push(sense.readings);
  }

  take(match: Match): void {
    const clause = this.#clauses.find((each) => match.start >= each.start && match.start < each.end);
    if (!clause) return;
    const values = match.values.filter((sense): sense is ValueSense => sense.sense === 'value');
    for (const sense of match.values) {
      if (sense.sense === 'pathway')
        this.#sought.push({
          pathway: sense.pathway,
          start: match.start,
          end: match.end,
          plain: match.values.every((each) => each.sense === 'pathway'),
        });
      else if (sense.sense === 'fact') {
        this.#named.add(sense.fact);
        this.#namedAt.push({ fact: sense.fact, start: match.start, clause });
      } else if (sense.sense === 'ambiguous' && values.length === 0)
        this.#takeAmbiguous(sense.readings, sense.others, match, clause);
    }
    // One name of several facts (a title's name says its series too); of several values of one fact none is settled.
    for (const fact of new Set(values.map((sense) => sense.fact))) {
      const own = values.filter((sense) => sense.fact === fact);
      const [first] = own;
      if (first === undefined) continue;
      const distinct = new Set(own.map((sense) => sense.value));
      const context = this.#contexts.find((readings) => readings.some((each) => each.fact === fact && each.value === first.value));
      if (context && this.#book.facts.get(fact)?.type === 'level') this.#takeAmbiguous(context, false, match, clause);
      else if (distinct.size > 1)
        this.#takeAmbiguous(
          [...distinct].map((value) => ({ fact, value })),
          false,
          match,
          clause,
        );
      else this.#takeValue({ ...first, ...(seriesOf(own) ?? {}) }, match, clause);
    }
  }

  #takeAmbiguous(readings: readonly Reading[], others: boolean, match: Match, clause: Clause): void {
    if (clause.other || clause.hypothetical) return;
    // 下一级, 那一级: a step, not level one.
    if (/[一1]/.test(this.#text.charAt(match.start)) && /[那这下上哪每同某高低]/.test(this.#text.charAt(match.start - 1))) return;
    if (match.start >= clause.wishFrom || clause.question) {
      for (const { fact, value } of readings)
        if (typeof value === 'string') this.#sought.push({ fact, value, start: match.start, end: match.end });
      return;
    }
    if (isNegated(this.#text, clause, match.start, match.end)) return;
    const left = this.#settledBy(readings, clause);
    this.#ambiguous.push({
      readings: left,
      others: others && left.length === readings.length,
      start: match.start,
      end: match.end,
      clause,
    });
  }

  /** Words beside an ambiguous one that leave fewer readings: "skill level …", "… 职称". */
  #settledBy(readings: readonly Reading[], clause: Clause): readonly Reading[] {
    const title = /(?<![a-z])titles?(?![a-z])|职称/.test(clause.text);
    const skill = /(?<![a-z])(?:skill|skilled|worker)(?![a-z])|技能|工种|工人/.test(clause.text);
    if (title === skill) return readings;
    const kept = readings.filter(({ fact }) => fact === (title ? 'titleLevel' : 'skillLevel'));
    return kept.length > 0 ? kept : readings;
  }

  #takeValue(sense: ValueSense, match: Match, clause: Clause): void {
    const fact = this.#book.facts.get(sense.fact);
    if (!fact) return;
    const { start, end } = match;
    const level = fact.type === 'level';
    if (level && sense.value !== 'none' && (start >= clause.wishFrom || (clause.question && !clause.hypothetical))) {
      // "Like its engineers" speaks of people, not of a title that is sought.
      const people = /[a-z]s$/.test(this.#text.slice(start, end));
      if (!clause.other && !people)
        this.#sought.push({
          fact: fact.id,
          value: sense.value,
          start,
          end,
          ...(sense.series === undefined ? {} : { series: sense.series }),
        });
      return;
    }
    if (clause.other && fact.subject !== 'employer' && fact.id !== 'subject') return;
    const value = this.#valueOf(fact, sense.value, match, clause);
    if (value === undefined) return;
    const stated: StatedFact = { fact: fact.id, value, start, end, clause };
    if (clause.hypothetical) this.#supposed.push(stated);
    else if (!(clause.question && fact.type === 'boolean' && !this.#answered(clause))) this.#stated.push(stated);
  }

  /** The value with denials and doubts taken in; undefined where the words state none. */
  #valueOf(fact: Fact, value: string, { start, end }: Match, clause: Clause): FactValue | undefined {
    if (clause.dontKnow && fact.type === 'boolean') return 'dontKnow';
    const negated = isNegated(this.#text, clause, start, end);
    switch (fact.type) {
      case 'boolean': {
        if (nobody.test(clause.text) && fact.id === 'appointed') return undefined;
        const answer = this.#answered(clause);
        if (answer !== undefined) return (value === 'true') === (answer === 'yes');
        return (value === 'true') !== negated;
      }
      case 'set':
        return negated ? undefined : [value];
      case 'level':
      case 'choice':
        return negated && value !== 'none' ? undefined : value;
      case 'date':
        return undefined;
    }
  }

  /** "Outstanding contribution? No." : the yes or no that the next clause opens with. */
  #answered(clause: Clause): 'yes' | 'no' | undefined {
    if (!this.#text.slice(clause.end, clause.end + 2).includes('?')) return undefined;
    return this.#clauses[this.#clauses.indexOf(clause) + 1]?.polarity;
  }

  /** Facts that a clause states in words of its own. */
  #readCues(): void {
    for (const fact of this.#book.facts.values()) {
      for (const row of fact.cues) this.#readCue(fact, row, (text) => !denies(text));
      for (const choice of fact.choices)
        for (const row of choice.cues) this.#readCue(fact, row, (text) => (denies(text) ? undefined : choice.value));
    }
  }

  #readCue(fact: Fact, { groups, without }: Fact['cues'][number], valueIn: (text: string) => boolean | string | undefined): void {
    for (const clause of this.#clauses) {
      if (clause.other || this.#stated.some((each) => each.fact === fact.id && each.clause === clause)) continue;
      const text = this.#cueText(clause, groups);
      if (text === undefined || without.some((word) => hasWord(text, word))) continue;
      const answer = fact.type === 'boolean' ? this.#answered(clause) : undefined;
      const plain = fact.type === 'boolean' && clause.question && !clause.hypothetical && answer === undefined && !clause.dontKnow;
      if (plain) continue;
      const value = clause.dontKnow ? 'dontKnow' : answer === undefined ? valueIn(text) : answer === 'yes';
      if (value === undefined || (value === 'dontKnow' && fact.type !== 'boolean')) continue;
      const stated: StatedFact = { fact: fact.id, value, start: clause.start, end: clause.end, clause };
      (clause.hypothetical ? this.#supposed : this.#stated).push(stated);
    }
  }

  /** The clause, or the clause with the one that leads to it, when it has a word of every group; its own part must have the last. */
  #cueText(clause: Clause, groups: readonly (readonly string[])[]): string | undefined {
    const has = (text: string, group: readonly string[]): boolean => group.some((word) => hasWord(text, word));
    if (groups.every((group) => has(clause.text, group))) return clause.text;
    const before = this.#clauses[this.#clauses.indexOf(clause) - 1];
    const joined =
      before && !before.question && !before.other && this.#text.charAt(before.end) === ','
        ? `${before.text} ${clause.text}`
        : undefined;
    const last = groups.at(-1);
    return joined !== undefined &&
      groups.length > 1 &&
      last &&
      has(clause.text, last) &&
      groups.every((group) => has(joined, group))
      ? joined
      : undefined;
  }

  /** "Senior worker 2013, technician 2018": a dated step between named skill levels is one itself. */
  #readSequence(): void {
    const levels = this.#stated.filter(({ fact }) => fact === 'skillLevel');
    for (const word of [...this.#ambiguous]) {
      const step = word.readings.find(({ fact }) => fact === 'skillLevel');
      const others = levels.filter((level) => level.clause !== word.clause || Math.abs(level.start - word.start) > 0);
      const corrected = this.#clauses.some((clause) => clause.correction && clause.start >= word.start);
      const own = step && word.readings.filter(({ fact }) => fact === 'skillLevel').length === 1;
      if (!step || !own || others.length === 0 || (this.#datesIn(word.clause).length === 0 && !corrected)) continue;
      this.#ambiguous.splice(this.#ambiguous.indexOf(word), 1);
      const stated: StatedFact = { fact: step.fact, value: step.value, start: word.start, end: word.end, clause: word.clause };
      this.#stated.push(stated);
      this.#stated.sort((one, other) => one.start - other.start);
    }
  }

  finish(): FactReading {
    this.#readSequence();
    this.#readCues();
    const levels = this.#settleLevels();
    const dates = this.#dateFacts(levels);
    const rest = this.#stated.filter(({ fact }) => this.#book.facts.get(fact)?.type !== 'level');
    const stated = [...this.#current(levels), ...dates, ...this.#join(rest), ...this.#emptySets(), ...this.#series(levels)];
    const plain = new Set(stated.map(({ fact }) => fact));
    const ambiguous = this.#ambiguous.filter(
      ({ readings }) =>
        !readings.some(
          ({ fact, value }) =>
            stated.some((each) => each.fact === fact && each.value === value) ||
            (readings.length > 1 && plain.has(fact) && readings.every((other) => plain.has(other.fact))),
        ),
    );
    const single = ambiguous.filter(
      ({ readings, others }) => readings.length === 1 && !others && !plain.has(readings[0]?.fact ?? ''),
    );
    const settled = single.flatMap(({ readings, start, end, clause }): StatedFact[] =>
      readings.map(({ fact, value }) => ({ fact, value, start, end, clause })),
    );
    return {
      stated: [...stated, ...settled].toSorted((one, other) => one.start - other.start),
      ambiguous: distinctReadings(
        ambiguous.filter(({ readings, others }) => readings.length > 1 || (others && readings.length > 0)),
      ),
      supposed: [...this.#supposedDates(), ...this.#supposed],
      sought: this.#sought,
      named: [...this.#named],
      clauses: this.#clauses,
      dates: this.#dates,
      wants: (clause, groups) => groups.every((group) => group.some((word) => hasWord(clause.text, word))),
    };
  }

  /** Levels held, in the order of the text; one that is taken back in the message is gone. */
  #settleLevels(): StatedFact[] {
    const levels = this.#stated.filter(({ fact }) => this.#book.facts.get(fact)?.type === 'level');
    return levels.filter((level, at) => {
      const later = levels.slice(at + 1).find((each) => each.fact === level.fact);
      if (!later) return true;
      return !(later.clause.correction || this.#correctionBetween(level, later));
    });
  }

  #correctionBetween(one: StatedFact, other: StatedFact): boolean {
    return this.#clauses.some(
      (clause) => clause.correction && clause.start >= one.clause.start && clause.end <= other.clause.end && clause !== one.clause,
    );
  }

  /** The level of each ladder that is held now: the highest that is named; "none" only where nothing else is. */
  #current(levels: readonly StatedFact[]): StatedFact[] {
    return ['skillLevel', 'titleLevel'].flatMap((fact) => {
      const own = levels.filter((level) => level.fact === fact);
      const ranked = own.toSorted((one, other) => this.#rank(other) - this.#rank(one));
      return ranked.slice(0, 1);
    });
  }

  #rank({ fact, value }: StatedFact): number {
    return this.#book.facts.get(fact)?.choices.findIndex((choice) => choice.value === value) ?? -1;
  }

  /** Dates and durations, each given to the level it stands with. */
  #dateFacts(levels: readonly StatedFact[]): StatedFact[] {
    const found = new Map<string, StatedFact>();
    const taken = new Set<StatedFact>();
    for (const date of this.#dates) {
      const clause = this.#clauses.find((each) => date.start >= each.start && date.start < each.end);
      if (!clause || clause.other || clause.hypothetical || date.vague === true) continue;
      const level = this.#levelOf(date, clause, levels, taken);
      const fact = level && this.#sinceFact(level);
      if (!level || fact === undefined) continue;
      taken.add(level);
      found.set(fact, { fact, value: date.value, start: date.start, end: date.end, clause });
    }
    for (const clause of this.#clauses) {
      if (!clause.dontKnow || clause.other || this.#datesIn(clause).length > 0) continue;
      if (
        !/(?<![a-z])(?:when|which year|what year|date|month|year)(?![a-z])|哪年|哪一年|什么时候|几几年|年份|时间|何时|几年/.test(
          clause.text,
        )
      )
        continue;
      const level = levels.findLast(({ start }) => start < clause.end);
      const fact = level && this.#sinceFact(level);
      if (level && fact !== undefined && !found.has(fact))
        found.set(fact, { fact, value: 'dontKnow', start: clause.start, end: clause.end, clause });
    }
    return [...found.values()];
  }

  /** "If I had been a technician since 2020" supposes the date; that is more than the level. */
  #supposedDates(): StatedFact[] {
    return this.#supposed.flatMap((level): StatedFact[] => {
      const date = this.#datesIn(level.clause).find((each) => each.vague !== true);
      const fact = this.#book.facts.get(level.fact)?.type === 'level' ? this.#sinceFact(level) : undefined;
      return date?.value === undefined || fact === undefined ? [] : [{ ...level, fact, value: date.value }];
    });
  }

  #datesIn(clause: Clause): DateMention[] {
    return this.#dates.filter((date) => date.start >= clause.start && date.start < clause.end);
  }

  #levelOf(
    date: DateMention,
    clause: Clause,
    levels: readonly StatedFact[],
    taken: ReadonlySet<StatedFact>,
  ): StatedFact | undefined {
    const here = levels.filter((level) => level.clause === clause);
    const at = this.#clauses.indexOf(clause);
    if (here.length > 0) {
      const free = here.filter((level) => !taken.has(level));
      const near = (free.length > 0 ? free : here).toSorted((one, other) => gap(one, date) - gap(other, date));
      return near[0];
    }
    if (this.#elsewhere(clause)) return undefined;
    // A date by itself belongs to what was named just before it, corrections included; else to what comes right after.
    const before = levels.findLast((level) => level.start < clause.start && this.#clauses.indexOf(level.clause) >= at - 2);
    if (before && (!taken.has(before) || this.#revises(before, clause))) return before;
    return levels.find((level) => this.#clauses.indexOf(level.clause) === at + 1 && !taken.has(level));
  }

  /** A second date for a level is a correction only where the words say so. */
  #revises(level: StatedFact, clause: Clause): boolean {
    return this.#clauses.some((each) => each.correction && each.start >= level.clause.start && each.end <= clause.end);
  }

  /** The clause's date is about something else: a birthday, joining a firm, an honour. */
  #elsewhere(clause: Clause): boolean {
    return (
      /(?<![a-z])(?:born|joined|hired|years old|aged|started (?:work|at|in)|entered|award|won|employer|company|firm|factory)(?![a-z])|进厂|入职|进的?厂|参加工作|出生|岁|毕业|工龄|入厂/.test(
        clause.text,
      ) || this.#stated.some((fact) => fact.clause === clause && this.#book.facts.get(fact.fact)?.type === 'set')
    );
  }

  #sinceFact(level: StatedFact): string | undefined {
    if (level.fact === 'titleLevel') return level.value === 'none' ? undefined : 'titleSince';
    return [...this.#book.facts.values()].find(({ heldFrom }) => heldFrom?.fact === level.fact && heldFrom.level === level.value)
      ?.id;
  }

  /** Other facts: members of a set together, of single values the last one (people correct themselves forwards). */
  #join(facts: readonly StatedFact[]): StatedFact[] {
    const joined = new Map<string, StatedFact>();
    for (const fact of facts) {
      const before = joined.get(fact.fact);
      if (before && Array.isArray(before.value) && Array.isArray(fact.value))
        joined.set(fact.fact, { ...before, value: [...new Set([...before.value, ...fact.value])], end: fact.end });
      else if (before && before.value === 'dontKnow') joined.set(fact.fact, fact);
      else if (!(before && fact.value === 'dontKnow')) joined.set(fact.fact, fact);
    }
    return [...joined.values()];
  }

  /** "None of the five honours": the name of a set fact, denied. */
  #emptySets(): StatedFact[] {
    return this.#namedAt.flatMap(({ fact, start, clause }): StatedFact[] => {
      if (this.#book.facts.get(fact)?.type !== 'set' || clause.other || clause.hypothetical || clause.dontKnow) return [];
      if (this.#stated.some((each) => each.fact === fact)) return [];
      const around = this.#clauses[this.#clauses.indexOf(clause) + 1];
      const said = everyNone.test(clause.text) || (clause.question && around?.polarity === 'no');
      return said ? [{ fact, value: [], start, end: clause.end, clause }] : [];
    });
  }

  /** A title that is sought says the series in which it is sought, unless the message names the series itself. */
  #series(levels: readonly StatedFact[]): StatedFact[] {
    if (this.#stated.some(({ fact }) => fact === 'field')) return [];
    const sought = this.#sought.find(({ series }) => series !== undefined);
    if (!sought?.series || levels.some(({ start }) => start === sought.start)) return [];
    const clause = this.#clauses.find((each) => sought.start >= each.start && sought.start < each.end);
    return clause ? [{ fact: 'field', value: sought.series, start: sought.start, end: sought.end, clause }] : [];
  }
}

/** A word inside a clause; Latin words with whatever ending. */
function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at >= 0 && !(/[a-z]/.test(word.charAt(0)) && /[a-z]/.test(text.charAt(at - 1)));
}

const denials =
  /(?<![a-z])(?:not|no|never|nothing|none|without|isn't|aren't|don't|doesn't|didn't|haven't|hasn't|wouldn't|can't|few|handful|weak|poor|poorly|messy|behind|below|short|lack|different|unrelated|hardly|neither|nor)(?![a-z])|不(?!错|少|仅|但|光|过)|没(?!错|问题)|无关|以下|规下|弱|一般|混乱|松散|太少|还差|差(?=一|两|二|三|四|五|几|\d)|谈不上/;
/** "Not only", 不少 and their like affirm. */
const denies = (text: string): boolean => denials.test(text.replaceAll(/not (?:only|just)/g, ''));

const gap = (level: StatedFact, date: DateMention): number =>
  date.start >= level.end ? date.start - level.end : level.start - date.end + 0.5;

/** The series of a title's name where all series that use the name agree. */
function seriesOf(senses: readonly ValueSense[]): { series: string } | undefined {
  const series = new Set(senses.flatMap((sense) => sense.series ?? []));
  const [only] = series;
  return series.size === 1 && only !== undefined ? { series: only } : undefined;
}

function distinctReadings(words: readonly AmbiguousWord[]): AmbiguousWord[] {
  const seen = new Set<string>();
  return words.filter(({ readings }) => {
    const key = JSON.stringify(readings);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
