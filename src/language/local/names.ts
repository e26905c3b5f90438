/** The names of the lexicon in a message, each taken as it stands there: held, sought, supposed, denied, or of several meanings. */
import type { Reading } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { Fact } from '../../policy/book.ts';
import type { DateMention } from '../../text/dates.ts';
import type { PhraseMatch } from '../../text/phrases.ts';
import { isHeldPaper, isOver } from './cues.ts';
import { isOnlyAsked, isWon } from './awards.ts';
import { isElsewhere } from './elsewhere.ts';
import { isDenied, isNegated, speaksOfOneself, type Clause } from './clauses.ts';
import type { AmbiguousWord, LevelName, Sought } from './fact-reading.ts';
import type { NamedFact } from './levels.ts';
import type { Sense } from './lexicon.ts';
import type { Message, StatedFact } from './message.ts';
import { ofTitle, settledReadings } from './settled-readings.ts';
import { isPlainlyHeld, standingOf, type Standing } from './standing.ts';

type Match = PhraseMatch<Sense>;
type ValueSense = Extract<Sense, { sense: 'value' }>;

const nobody =
  /(?<![a-z])(?:team leader|group leader|foreman|shift leader|section chief|manager|supervisor)(?![a-z])|班长|组长|队长|车间主任|主管/;
/** "I get the allowance" is no wish. */
const receives = /(?<![a-z])(?:i|and|also) (?:also |now |already )?(?:get|receive|draw|enjoy) (?:the |an? )?(?:[a-z']+ )?$/;
/** Leads to what one is or has already. */
const held =
  /(?<![a-z])(?:i'm|i am|am|as|being|have|hold|got|already|my) (?:an? |the )?(?:[a-z-]+ )?$|(?:是|当|做|有|拿了|考了|考过|评了|评上|取得了?)(?:了)?(?:一?[个名级二])?$/;

const isRightBehind = (end: number, date: DateMention): boolean => date.start >= end && date.start - end < 3;

/** Between two names of which only one is meant. */
export const isOr = /^\s*(?:or|还是|或者?)\s*(?:an? |是)?$/;
const isOrHas =
  /(?<![a-z])(?:it's|it is|it was|is|was|i'm|i am|i have|i hold|i've got|i got|mine is|says|said) (?:only |just )?(?:an? |the )?$|(?:是|算|拿的|考的|有|评的|写的)个?$/;

/** The members are named only to say that none of them is had. */
const everyOneDenied =
  /(?:一|哪)(?:个|项|样|条)我?(?:也|都)?(?:没|不)|(?<![a-z])(?:none of (?:these|those|them|the five)|neither of|not one of)(?![a-z])/;
const planned =
  /(?<![a-z])(?:going to be|will be|will get|promis\w*|supposed to|expect\w*|hop(?:e|es|ed|ing) to|next (?:month|year|week)|planned|about to be|soon)(?![a-z])|答应|说要|打算|将来|明年|后年|希望|下个?月|快要|马上要|预计|等着/;

/** Where a name stands, in characters of the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** All names of one message. */
export class Names {
  readonly stated: StatedFact[] = [];
  readonly supposed: StatedFact[] = [];
  readonly ambiguous: AmbiguousWord[] = [];
  readonly supposedWords: AmbiguousWord[] = [];
  readonly sought: Sought[] = [];
  /** Levels that a question is about; the speaker's own where the message speaks of him. */
  readonly topics: StatedFact[] = [];
  /** Values that are named and not held: sought, denied, somebody else's, asked about. */
  readonly unheld: Reading[] = [];
  /** Sets of which no member is had. */
  readonly denied: NamedFact[] = [];
  /** Facts named without a value. */
  readonly facts: NamedFact[] = [];
  /** Of levels and of members of sets. */
  readonly places: readonly Place[];
  readonly #message: Message;
  readonly levels: readonly LevelName[];
  readonly #aim: Reading | undefined;
  /** By place of a title's name. */
  readonly #series = new Map<number, string>();
  readonly #contexts: readonly (readonly Reading[])[];

  constructor(message: Message, matches: readonly Match[], aim?: Reading) {
    this.#message = message;
    this.#aim = aim;
    this.levels = matches.flatMap((match) => this.#levelName(match));
    this.places = matches.filter(({ values }) =>
      values.some((sense) => sense.sense === 'value' && ['level', 'set'].includes(message.typeOf(sense.fact) ?? '')),
    );
    this.#contexts = matches.flatMap(({ values }) =>
      values.flatMap((sense) => (sense.sense === 'context' ? [sense.readings] : [])),
    );
    let doubted: Match | undefined;
    for (const [at, match] of matches.entries()) {
      const other = matches[at + 1];
      if (match === doubted) continue;
      if (other && this.#takeInDoubt(match, other)) doubted = other;
      else this.#take(match);
    }
  }

  /** "Not sure if it's technician or senior technician": one of them is held. */
  #takeInDoubt(match: Match, other: Match): boolean {
    const { text } = this.#message;
    const clause = this.#message.clauseAt(match.start);
    const isDoubt =
      clause?.dontKnow === true &&
      !clause.other &&
      other.start < clause.end &&
      isOr.test(text.slice(match.end, other.start)) &&
      isOrHas.test(text.slice(clause.start, match.start));
    if (!isDoubt) return false;
    const [own, others] = [levelReadings(match), levelReadings(other)];
    const readings = own.filter(({ fact }) => others.some((each) => each.fact === fact));
    const all = [...readings, ...others.filter(({ fact }) => readings.some((each) => each.fact === fact))];
    if (all.length === 0) return false;
    this.ambiguous.push({ readings: all, others: false, start: match.start, end: other.end, clause });
    return true;
  }

  #levelName({ start, end, values }: Match): LevelName[] {
    const level = values.find(
      (sense): sense is ValueSense => sense.sense === 'value' && this.#message.typeOf(sense.fact) === 'level',
    );
    if (level) return [{ start, end, kind: this.#message.book.facts.get(level.fact)?.ladder === 'skill' ? 'xskill' : 'xtitle' }];
    return values.some(({ sense }) => sense === 'ambiguous') ? [{ start, end, kind: 'xeither' }] : [];
  }

  /** The words around the name say how it stands; that it is what the message as a whole is after says more. */
  #standing(readings: readonly Reading[], match: Match, clause: Clause): Standing {
    const { start, end } = match;
    const standing = standingOf(this.#message.text, clause, start, end);
    const aim = this.#aim;
    if (aim === undefined || clause.other || clause.hypothetical) return standing;
    if (readings.some(({ fact, value }) => fact === aim.fact && value === aim.value))
      return standing === 'held' && (this.#isDated(clause, match) || isPlainlyHeld(this.#message.text, clause, start, end))
        ? 'held'
        : 'sought';
    // Who asks about one ladder from the other speaks of what he holds: 技师能评工程师吗.
    return standing === 'topic' && readings.every(({ fact }) => fact !== aim.fact) ? 'held' : standing;
  }

  /** What has a date of its own, and is not wished, has been had since. */
  #isDated(clause: Clause, { start, end }: Match): boolean {
    const isItsOwn = (date: DateMention): boolean => this.#message.clauseAt(date.start) === clause || isRightBehind(end, date);
    return clause.wishFrom > start && !clause.question && this.#message.dates.some((date) => date.vague !== true && isItsOwn(date));
  }

  #take(match: Match): void {
    const clause = this.#message.clauseAt(match.start);
    if (!clause) return;
    const values = match.values.filter((sense): sense is ValueSense => sense.sense === 'value');
    for (const sense of match.values) {
      if (sense.sense === 'pathway')
        this.sought.push({
          pathway: sense.pathway,
          start: match.start,
          end: match.end,
          plain: match.values.every((each) => each.sense === 'pathway'),
          other: clause.other,
        });
      else if (sense.sense === 'fact') {
        this.facts.push({ fact: sense.fact, start: match.start, end: match.end, clause });
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
    const standing = this.#standing(readings, match, clause);
    if (clause.other && standing === 'nothing') return;
    if (clause.hypothetical) {
      this.supposedWords.push({
        readings: settledReadings(this.#message.text, readings, match, clause),
        others,
        start: match.start,
        end: match.end,
        clause,
      });
      return;
    }
    // 下一级, 那一级: a step, not level one.
    if (
      /[一1]/.test(this.#message.text.charAt(match.start)) &&
      /[那这下上哪每同某高低]/.test(this.#message.text.charAt(match.start - 1))
    )
      return;
    if (standing === 'nothing') return;
    if (standing !== 'held') {
      for (const { fact, value } of settledReadings(this.#message.text, readings, match, clause))
        if (typeof value === 'string')
          this.sought.push({ fact, value, start: match.start, end: match.end, loose: readings.length > 1, other: clause.other });
      return;
    }
    if (isNegated(this.#message.text, clause, match.start, match.end)) return;
    const left = settledReadings(this.#message.text, readings, match, clause);
    const [only] = left;
    if (only && left.length === 1 && readings.length > 1) {
      this.stated.push({ fact: only.fact, value: only.value, start: match.start, end: match.end, clause });
      return;
    }
    this.ambiguous.push({
      readings: left,
      others: others && left.length === readings.length,
      start: match.start,
      end: match.end,
      clause,
    });
  }

  #takeValue(sense: ValueSense, match: Match, clause: Clause): void {
    const fact = this.#message.book.facts.get(sense.fact);
    if (!fact) return;
    const { start, end } = match;
    if (sense.series !== undefined) this.#series.set(start, sense.series);
    if (fact.type === 'level' && sense.value !== 'none') {
      const standing = this.#standing([sense], match, clause);
      if (standing !== 'held') this.unheld.push({ fact: fact.id, value: sense.value });
      if (standing === 'nothing') return;
      if (standing === 'sought') {
        const series = sense.series === undefined ? {} : { series: sense.series };
        this.sought.push({ fact: fact.id, value: sense.value, start, end, other: clause.other, ...series });
        return;
      }
      if (standing === 'topic') {
        this.topics.push({ fact: fact.id, value: sense.value, start, end, clause });
        return;
      }
    }
    if (fact.type === 'set' && (!isWon(this.#message, clause) || isOnlyAsked(this.#message.text, clause, start))) {
      this.unheld.push({ fact: fact.id, value: sense.value });
      return;
    }
    if (fact.type === 'set' && everyOneDenied.test(this.#listFrom(clause))) {
      this.denied.push({ fact: fact.id, start, end, clause });
      this.unheld.push({ fact: fact.id, value: sense.value });
      return;
    }
    const isGot = receives.test(this.#message.text.slice(clause.start, start));
    if (
      fact.type === 'set' &&
      !isGot &&
      standingOf(this.#message.text, clause, start, end) !== 'held' &&
      !this.#isOwnTopic(clause)
    ) {
      this.unheld.push({ fact: fact.id, value: sense.value });
      return;
    }
    if (clause.other && fact.subject !== 'employer' && fact.id !== 'subject') {
      this.unheld.push({ fact: fact.id, value: sense.value });
      return;
    }
    if (fact.wanted && (held.test(this.#message.text.slice(clause.start, start)) || isHeldPaper(clause))) return;
    if (fact.type === 'choice' && isElsewhere(this.#message.text, clause, start, end)) return;
    // 算不算拔尖 has the name of what is denied, and denies nothing.
    const { text } = this.#message;
    const isAsked =
      sense.value === 'false' && /^[不没]/.test(text.slice(start)) && text.charAt(start - 1) === text.charAt(start + 1);
    const value = this.#valueOf(fact, isAsked ? 'true' : sense.value, match, clause);
    if (value === undefined) {
      this.unheld.push({ fact: fact.id, value: sense.value });
      return;
    }
    const stated: StatedFact = { fact: fact.id, value, start, end, clause };
    if (clause.hypothetical) this.supposed.push(stated);
    else if (!(clause.question && fact.type === 'boolean' && value !== 'dontKnow' && !this.#message.answered(clause)))
      this.stated.push(stated);
  }

  /** The clause with the members that a list goes on with: "A、B of which I have none". */
  #listFrom({ start, end, text: own }: Clause): string {
    const { text } = this.#message;
    const isListed = text.charAt(end) === '、' || text.charAt(start - 1) === '、';
    return isListed ? (/^[^。.;!?\n,]*/.exec(text.slice(start))?.[0] ?? own) : own;
  }

  /** The series that the title's name at this place is of. */
  seriesAt(start: number): { series: string } | undefined {
    const series = this.#series.get(start);
    return series === undefined ? undefined : { series };
  }

  /** "With my National Technical Expert, may I …?": what the speaker asks about is his. */
  #isOwnTopic(clause: Clause): boolean {
    return clause.question && !clause.other && speaksOfOneself(this.#message.text);
  }

  /** The value with denials and doubts taken in; undefined where the words state none. */
  #valueOf(fact: Fact, value: string, { start, end }: Match, clause: Clause): FactValue | undefined {
    if (fact.type === 'boolean' && this.#message.doubted(clause)) return 'dontKnow';
    // What is promised, planned or hoped for is not so yet.
    if (fact.type === 'boolean' && planned.test(this.#message.text.slice(clause.start, start))) return undefined;
    const negated = isNegated(this.#message.text, clause, start, end);
    switch (fact.type) {
      case 'boolean': {
        if (fact.id === 'appointed' && (nobody.test(clause.text) || ofTitle.test(clause.text))) return undefined;
        if (fact.lasting && isOver(this.#message, clause)) return false;
        const answer = this.#message.answered(clause);
        if (answer !== undefined) return (value === 'true') === (answer === 'yes');
        // "Only the certificate is missing": a denial denied says nothing for sure.
        return value === 'false' && negated ? undefined : (value === 'true') !== negated;
      }
      case 'set':
        return negated ? undefined : [value];
      case 'level':
        return negated && value !== 'none' ? undefined : value;
      case 'choice':
        return isDenied(this.#message.text, clause, start, end) ? undefined : value;
      case 'date':
        return undefined;
    }
  }
}

const levelReadings = ({ values }: Match): Reading[] =>
  values.flatMap((sense) =>
    sense.sense === 'ambiguous' ? [...sense.readings] : sense.sense === 'value' ? [{ fact: sense.fact, value: sense.value }] : [],
  );

/** The series of a title's name where all series that use the name agree. */
function seriesOf(senses: readonly ValueSense[]): { series: string } | undefined {
  const series = new Set(senses.flatMap((sense) => sense.series ?? []));
  const [only] = series;
  return series.size === 1 && only !== undefined ? { series: only } : undefined;
}
