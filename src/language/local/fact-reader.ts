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
import { isLacking, isNegated, speaksOfOneself, splitClauses, type Clause } from './clauses.ts';
import { sinceFact } from '../../eligibility/credentials.ts';
import { hasEvery, readCues } from './cues.ts';
import { datedFacts, supposedDates } from './dated-facts.ts';
import { deniedLadders, highestLevels, settledLevels, type NamedFact } from './levels.ts';
import { choiceLabels, type Labels, type Lexicon, type Sense } from './lexicon.ts';
import { Message, type StatedFact } from './message.ts';
import { genericAfter, standingOf } from './standing.ts';

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

export interface FactReading {
  readonly stated: readonly StatedFact[];
  readonly ambiguous: readonly AmbiguousWord[];
  readonly supposed: readonly StatedFact[];
  /** What is stated only where the pathway that is sought rests on the fact: "my years are enough". */
  readonly ifSought: readonly StatedFact[];
  /** Ambiguous words in what is supposed. */
  readonly supposedWords: readonly AmbiguousWord[];
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

/** Facts that a question on the policy in general names too. */
const impersonal: ReadonlySet<string> = new Set(['subject', 'field', 'region', 'examField']);
const nobody =
  /(?<![a-z])(?:team leader|group leader|foreman|shift leader|section chief|manager|supervisor)(?![a-z])|班长|组长|队长|车间主任|主管/;
/** "A technician without a title": the title says nothing of the technician. */
const deniedNames =
  /(?<![a-z])(?:no|without(?: an?| any)?|never had an?) (?:[a-z]+ )?(?:titles?|skill (?:level|certificate)s?)(?![a-z])|(?:没有?|无|未评|没评)[^,，]{0,3}(?:职称|技能等级|技能证)/g;
const everyNone =
  /(?<![a-z])(?:none|not one|not a single|neither|nothing)(?![a-z])|都没|一个(?:也|都)?没|一项(?:也|都)?没|全都?没|没有|没得过|没拿过/;

export class FactReader {
  readonly #book: PolicyBook;
  readonly #lexicon: Lexicon;
  readonly #labels: Labels;

  constructor(book: PolicyBook, lexicon: Lexicon) {
    this.#book = book;
    this.#lexicon = lexicon;
    this.#labels = choiceLabels(book);
  }

  /** @param asOf day (YYYY-MM-DD) to which relative times relate */
  read(message: NormalText, asOf: string): FactReading {
    const { text } = message;
    const matches = this.#lexicon.find(text);
    const clauses = splitClauses(text, matches);
    const dates = readDates(message, asOf);
    const reading = new MessageReading(new Message(this.#book, text, clauses, dates), this.#labels, asOf);
    for (const match of matches) reading.context(match);
    for (const match of matches) reading.take(match);
    return reading.finish();
  }
}

/** One message being read. */
class MessageReading {
  readonly #message: Message;
  readonly #labels: Labels;
  readonly #asOf: string;
  readonly #stated: StatedFact[] = [];
  readonly #supposed: StatedFact[] = [];
  readonly #ambiguous: AmbiguousWord[] = [];
  readonly #supposedWords: AmbiguousWord[] = [];
  readonly #sought: Sought[] = [];
  /** Levels that a question is about; the speaker's own where the message speaks of him. */
  readonly #topics: StatedFact[] = [];
  readonly #contexts: (readonly Reading[])[] = [];
  readonly #named = new Set<string>();
  readonly #namedAt: NamedFact[] = [];

  constructor(message: Message, labels: Labels, asOf: string) {
    this.#asOf = asOf;
    this.#message = message;
    this.#labels = labels;
  }

  context(match: Match): void {
    for (const sense of match.values) if (sense.sense === 'context') this.#contexts.push(sense.readings);
  }

  take(match: Match): void {
    const clause = this.#message.clauseAt(match.start);
    if (!clause) return;
    const values = match.values.filter((sense): sense is ValueSense => sense.sense === 'value');
    for (const sense of match.values) {
      if (sense.sense === 'pathway')
        this.#sought.push({
          pathway: sense.pathway,
          start: match.start,
          end: match.end,
          plain: match.values.every((each) => each.sense === 'pathway'),
          other: clause.other,
        });
      else if (sense.sense === 'fact') {
        this.#named.add(sense.fact);
        this.#namedAt.push({ fact: sense.fact, start: match.start, end: match.end, clause });
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
      if (context && this.#message.typeOf(fact) === 'level') this.#takeAmbiguous(context, false, match, clause);
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
    if (clause.other && standingOf(this.#message.text, clause, match.start, match.end) === 'nothing') return;
    if (clause.hypothetical) {
      this.#supposedWords.push({ readings: this.#settledBy(readings, clause), others, start: match.start, end: match.end, clause });
      return;
    }
    // 下一级, 那一级: a step, not level one.
    if (
      /[一1]/.test(this.#message.text.charAt(match.start)) &&
      /[那这下上哪每同某高低]/.test(this.#message.text.charAt(match.start - 1))
    )
      return;
    const standing = standingOf(this.#message.text, clause, match.start, match.end);
    if (standing === 'nothing') return;
    if (standing !== 'held') {
      for (const { fact, value } of this.#settledBy(readings, clause))
        if (typeof value === 'string')
          this.#sought.push({ fact, value, start: match.start, end: match.end, loose: readings.length > 1, other: clause.other });
      return;
    }
    if (isNegated(this.#message.text, clause, match.start, match.end)) return;
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
    const said = clause.text.replaceAll(deniedNames, '');
    const title = /(?<![a-z])titles?(?![a-z])|职称/.test(said);
    const skill = /(?<![a-z])(?:skill|skilled|worker)(?![a-z])|技能|工种|工人/.test(said);
    if (title === skill) return readings;
    const kept = readings.filter(({ fact }) => fact === (title ? 'titleLevel' : 'skillLevel'));
    return kept.length > 0 ? kept : readings;
  }

  #takeValue(sense: ValueSense, match: Match, clause: Clause): void {
    const fact = this.#message.book.facts.get(sense.fact);
    if (!fact) return;
    const { start, end } = match;
    if (fact.type === 'level' && sense.value !== 'none') {
      const standing = standingOf(this.#message.text, clause, start, end);
      if (standing === 'nothing') return;
      if (standing === 'sought') {
        const series = sense.series === undefined ? {} : { series: sense.series };
        this.#sought.push({ fact: fact.id, value: sense.value, start, end, other: clause.other, ...series });
        return;
      }
      if (standing === 'topic') {
        this.#topics.push({ fact: fact.id, value: sense.value, start, end, clause });
        return;
      }
    }
    if (fact.type === 'set' && genericAfter.test(this.#message.text.slice(end, clause.end))) return;
    if (clause.other && fact.subject !== 'employer' && fact.id !== 'subject') return;
    const value = this.#valueOf(fact, sense.value, match, clause);
    if (value === undefined) return;
    const stated: StatedFact = { fact: fact.id, value, start, end, clause };
    if (clause.hypothetical) this.#supposed.push(stated);
    else if (!(clause.question && fact.type === 'boolean' && value !== 'dontKnow' && !this.#message.answered(clause)))
      this.#stated.push(stated);
  }

  /** The value with denials and doubts taken in; undefined where the words state none. */
  #valueOf(fact: Fact, value: string, { start, end }: Match, clause: Clause): FactValue | undefined {
    if (fact.type === 'boolean' && this.#message.doubted(clause)) return 'dontKnow';
    const negated = isNegated(this.#message.text, clause, start, end);
    switch (fact.type) {
      case 'boolean': {
        if (nobody.test(clause.text) && fact.id === 'appointed') return undefined;
        const answer = this.#message.answered(clause);
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

  /** "Senior worker or technician": which of them has to be asked. */
  #readAlternatives(): void {
    const levels = this.#stated.filter(({ fact }) => this.#message.typeOf(fact) === 'level');
    for (const [at, level] of levels.entries()) {
      const other = levels[at + 1];
      const between = other && this.#message.text.slice(level.end, other.start);
      if (!other || other.fact !== level.fact || between === undefined || !/^\s*(?:or|还是|或者?)\s*(?:an? |是)?$/.test(between))
        continue;
      for (const each of [level, other]) this.#stated.splice(this.#stated.indexOf(each), 1);
      const readings = [level, other].map(({ fact, value }) => ({ fact, value }));
      this.#ambiguous.push({ readings, others: false, start: level.start, end: other.end, clause: level.clause });
    }
  }

  /** "Senior worker 2013, technician 2018": a dated step between named skill levels is one itself. */
  #readSequence(): void {
    const levels = this.#stated.filter(({ fact }) => fact === 'skillLevel');
    for (const word of [...this.#ambiguous]) {
      const step = word.readings.find(({ fact }) => fact === 'skillLevel');
      const others = levels.filter((level) => level.clause !== word.clause || Math.abs(level.start - word.start) > 0);
      const corrected = this.#message.clauses.some((clause) => clause.correction && clause.start >= word.start);
      const own = step && word.readings.filter(({ fact }) => fact === 'skillLevel').length === 1;
      if (!step || !own || others.length === 0 || (this.#message.datesIn(word.clause).length === 0 && !corrected)) continue;
      this.#ambiguous.splice(this.#ambiguous.indexOf(word), 1);
      const stated: StatedFact = { fact: step.fact, value: step.value, start: word.start, end: word.end, clause: word.clause };
      this.#stated.push(stated);
      this.#stated.sort((one, other) => one.start - other.start);
    }
  }

  finish(): FactReading {
    this.#dropAppositions();
    this.#takeTopics();
    this.#readAlternatives();
    this.#readSequence();
    const cues = readCues(this.#message, this.#stated);
    this.#stated.push(...cues.stated);
    this.#supposed.push(...cues.supposed);
    const levels = settledLevels(this.#message, this.#stated);
    const words = this.#ambiguous
      .filter(
        ({ readings }) => !readings.some((each) => levels.some(({ fact, value }) => fact === each.fact && value === each.value)),
      )
      .flatMap(heldReading);
    const dated = datedFacts(
      this.#message,
      [...levels, ...words.map(({ level }) => level)].toSorted((one, other) => one.start - other.start),
      this.#stated,
      this.#asOf,
    );
    const dates = dated.filter(({ level }) => levels.includes(level));
    const since = new Map(words.map(({ word, level }) => [word.start, dated.find((each) => each.level === level)]));
    const rest = this.#stated
      .filter(({ fact }) => this.#message.typeOf(fact) !== 'level')
      .toSorted((one, other) => one.start - other.start);
    const stated = [
      ...highestLevels(this.#message, levels),
      ...deniedLadders(this.#message, this.#namedAt, this.#stated),
      ...dates,
      ...this.#join(rest),
      ...this.#emptySets(),
      ...this.#series(levels),
    ];
    const plain = new Set(stated.map(({ fact }) => fact));
    // Who says that he has no title does not mean one.
    const lacked = new Set(stated.filter(({ value }) => value === 'none').map(({ fact }) => fact));
    const possible = this.#ambiguous.map((word) => {
      const readings = word.readings.filter(({ fact }) => !lacked.has(fact));
      return readings.length === 0 ? word : { ...word, readings };
    });
    const ambiguous = possible.filter(
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
    const settled = single.flatMap((word) => this.#settledFacts(word, since.get(word.start)));
    const facts = [...stated, ...settled, ...this.#labelled([...stated, ...settled])];
    return {
      stated: [...new Map(facts.toReversed().map((each) => [each.fact, each])).values()].toSorted(
        (one, other) => one.start - other.start,
      ),
      ambiguous: distinctReadings(
        ambiguous
          .filter(({ readings, others }) => readings.length > 1 || (others && readings.length > 0))
          .map((word) => ({ ...word, ...sinceOf(since.get(word.start)) })),
      ),
      ifSought: cues.ifSought,
      supposed: [...supposedDates(this.#message, this.#supposed), ...this.#supposed],
      supposedWords: this.#supposedWords,
      sought: this.#sought,
      named: [...this.#named],
      clauses: this.#message.clauses,
      dates: this.#message.dates,
      wants: (clause, groups) => hasEvery(clause.text, groups),
    };
  }

  /** A word of one meaning only, with its date. */
  #settledFacts({ readings, start, end, clause }: AmbiguousWord, since: StatedFact | undefined): StatedFact[] {
    return readings.flatMap(({ fact, value }): StatedFact[] => {
      const dated = since === undefined ? undefined : sinceFact(this.#message.book, { fact, value });
      const level = { fact, value, start, end, clause };
      return dated === undefined || since === undefined ? [level] : [level, { ...since, fact: dated }];
    });
  }

  /** A clause that is the label of a fact's choice and nothing else: "…, engineering, …". */
  #labelled(stated: readonly StatedFact[]): StatedFact[] {
    const known = new Set(stated.map(({ fact }) => fact));
    return this.#message.clauses.flatMap((clause): StatedFact[] => {
      const { fact, value } = this.#labels.get(clause.text.trim()) ?? {};
      if (fact === undefined || value === undefined || clause.other || clause.question) return [];
      // "Translation, or actually no, publishing": what comes after a correction stands.
      if (known.has(fact) && this.#message.before(clause)?.correction !== true) return [];
      const start = clause.start + clause.text.indexOf(clause.text.trim());
      return [{ fact, value, start, end: start + clause.text.trim().length, clause }];
    });
  }

  /** "I want to apply for technician, skill level 2": the same once more, and no more held than before. */
  #dropAppositions(): void {
    const isApposition = ({ fact, value, start, end, clause }: StatedFact): boolean => {
      const before = this.#message.before(clause);
      const alone = clause.text.trim().length - (end - start) < 4;
      return (
        alone &&
        this.#sought.some(
          (aim) => aim.fact === fact && aim.value === value && aim.start < start && aim.start >= (before?.start ?? start),
        )
      );
    };
    for (const stated of this.#stated.filter(isApposition)) this.#stated.splice(this.#stated.indexOf(stated), 1);
  }

  /** Where the message speaks of the speaker, what his question is about is his, unless he says that he holds another. */
  #takeTopics(): void {
    const own =
      speaksOfOneself(this.#message.text) || this.#stated.some(({ fact }) => !impersonal.has(fact)) || this.#ambiguous.length > 0;
    for (const topic of this.#topics) {
      if (own && !this.#stated.some(({ fact }) => fact === topic.fact)) this.#stated.push(topic);
      else if (typeof topic.value === 'string')
        this.#sought.push({ fact: topic.fact, value: topic.value, start: topic.start, end: topic.end, other: topic.clause.other });
    }
    this.#stated.sort((one, other) => one.start - other.start);
    this.#sought.sort((one, other) => one.start - other.start);
  }

  /** Other facts: members of a set together, of single values the last one (people correct themselves forwards). */
  #join(facts: readonly StatedFact[]): StatedFact[] {
    const joined = new Map<string, StatedFact>();
    for (const fact of facts) {
      const before = joined.get(fact.fact);
      if (before && Array.isArray(before.value) && Array.isArray(fact.value))
        joined.set(fact.fact, { ...before, value: this.#inOrder(fact.fact, [...before.value, ...fact.value]), end: fact.end });
      else if (before && before.value === 'dontKnow') joined.set(fact.fact, fact);
      else if (!(before && fact.value === 'dontKnow')) joined.set(fact.fact, fact);
    }
    return [...joined.values()];
  }

  /** Members of a set, each once, in the order of the fact's choices. */
  #inOrder(fact: string, members: readonly string[]): string[] {
    const choices = this.#message.book.facts.get(fact)?.choices ?? [];
    return choices.map(({ value }) => value).filter((value) => members.includes(value));
  }

  /** "None of the five honours": the name of a set fact, denied. */
  #emptySets(): StatedFact[] {
    return this.#namedAt.flatMap(({ fact, start, end, clause }): StatedFact[] => {
      if (this.#message.typeOf(fact) !== 'set' || clause.other || clause.hypothetical || clause.dontKnow) return [];
      if (this.#stated.some((each) => each.fact === fact)) return [];
      const around = this.#message.after(clause);
      const lacked = !clause.question && isLacking(this.#message.text, clause, start, end);
      const said = lacked || everyNone.test(clause.text) || (clause.question && around?.polarity === 'no');
      return said ? [{ fact, value: [], start, end: clause.end, clause }] : [];
    });
  }

  /** A title that is sought says the series in which it is sought, unless the message names the series itself. */
  #series(levels: readonly StatedFact[]): StatedFact[] {
    if (this.#stated.some(({ fact }) => fact === 'field')) return [];
    const sought = this.#sought.find(({ series, other }) => series !== undefined && !other);
    if (!sought?.series || levels.some(({ start }) => start === sought.start)) return [];
    const clause = this.#message.clauseAt(sought.start);
    return clause ? [{ fact: 'field', value: sought.series, start: sought.start, end: sought.end, clause }] : [];
  }
}

/** The series of a title's name where all series that use the name agree. */
function seriesOf(senses: readonly ValueSense[]): { series: string } | undefined {
  const series = new Set(senses.flatMap((sense) => sense.series ?? []));
  const [only] = series;
  return series.size === 1 && only !== undefined ? { series: only } : undefined;
}

/** A level that an ambiguous word may mean, for dates to find it. */
function heldReading(word: AmbiguousWord): { readonly word: AmbiguousWord; readonly level: StatedFact }[] {
  const { readings, start, end, clause } = word;
  return readings.slice(0, 1).map(({ fact, value }) => ({ word, level: { fact, value, start, end, clause } }));
}

const sinceOf = (since: StatedFact | undefined): Pick<AmbiguousWord, 'since'> =>
  since === undefined || since.value === 'dontKnow' ? {} : { since };

function distinctReadings(words: readonly AmbiguousWord[]): AmbiguousWord[] {
  const seen = new Set<string>();
  return words.filter(({ readings }) => {
    const key = JSON.stringify(readings);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
