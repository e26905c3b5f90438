/**
 * The facts that a message states, each with the words it was read from. Careful rather than clever: a wish, a supposition, a
 * question, somebody else's level or a vague time states nothing, and an ambiguous word is handed on with its readings.
 */
import type { Reading } from '../../command/command.ts';
import type { PolicyBook } from '../../policy/book.ts';
import { sinceFact } from '../../eligibility/credentials.ts';
import { readDates } from '../../text/dates.ts';
import type { NormalText } from '../../text/normal-form.ts';
import { alternative, isLacking, splitClauses } from './clauses.ts';
import { hasEvery, readCues } from './cues.ts';
import { datedFacts, heldLevels, ownDates, supposedDates } from './dated-facts.ts';
import type { AmbiguousWord, FactReading } from './fact-reading.ts';
import { deniedLadders, highestLevels, settledLevels } from './levels.ts';
import { choiceLabels, type Labels, type Lexicon } from './lexicon.ts';
import { Message, type StatedFact } from './message.ts';
import { withLearntFacts } from './learnt-facts.ts';
import { Names } from './names.ts';
import { weigh } from './names-weighed.ts';
import { ended, labelled, notKnown, wantedInstead } from './told-choices.ts';
import type { StatementClassifier } from './statement-classifier.ts';

const everyNone =
  /(?<![a-z])(?:none|not one|not a single|neither|nothing|exactly zero|zero)(?![a-z])|(?:一|哪)(?:个|项|样|条)(?:我)?(?:也|都)?(?:没|不)|都没|一个(?:也|都)?没|一项(?:也|都)?没|全都?没|没有|没得过|没拿过/;

/** Said of what stands right before it. */
const everyOneOfThem =
  /^\s*(?:我|俺)?(?:[一哪](?:个|项|样|条)(?:我)?(?:也|都)?(?:没|不)|全都?没|都没(?!问题))|^\s*(?:i have |i've |i hold |i got )?(?:none|not one|not a single one|neither|zero)(?: of (?:them|those|these))?(?![a-z])/;

const atPresent = /(?<![a-z])(?:now|currently|at present|at the moment|these days)(?![a-z])|现在|目前|眼下|如今/;
const reportedOfMe =
  /(?<![a-z])(?:says?|said|tells? me|told me|thinks?|reckons?)(?: that)? i(?![a-z])|说(?:是)?(?:我|咱|俺)|说(?:能|可以|够)/;

export interface ReadingContext {
  /** See `splitClauses`. */
  readonly heIsMeant?: boolean;
  /** The level that the message as a whole is after. */
  readonly aim?: Reading | undefined;
}

export class FactReader {
  readonly #book: PolicyBook;
  readonly #lexicon: Lexicon;
  readonly #labels: Labels;

  readonly #statements: StatementClassifier;

  constructor(book: PolicyBook, lexicon: Lexicon, statements: StatementClassifier) {
    this.#statements = statements;
    this.#book = book;
    this.#lexicon = lexicon;
    this.#labels = choiceLabels(book);
  }

  /**
   * @param asOf day (YYYY-MM-DD) to which relative times relate
   */
  read(message: NormalText, asOf: string, { heIsMeant = false, aim }: ReadingContext = {}): FactReading {
    const { text } = message;
    const matches = this.#lexicon.find(text);
    const clauses = splitClauses(text, matches, heIsMeant);
    const dates = readDates(message, asOf);
    const whole = new Message(this.#book, text, clauses, dates);
    return new MessageReading(whole, new Names(whole, matches, aim), this.#labels, asOf, this.#statements).finish();
  }
}

/** One message being read: what its names state, weighed against each other. */
class MessageReading {
  readonly #message: Message;
  readonly #labels: Labels;
  readonly #asOf: string;
  readonly #names: Names;

  readonly #statements: StatementClassifier;

  constructor(message: Message, names: Names, labels: Labels, asOf: string, statements: StatementClassifier) {
    this.#statements = statements;
    this.#message = message;
    this.#names = names;
    this.#labels = labels;
    this.#asOf = asOf;
  }

  finish(): FactReading {
    weigh(this.#message, this.#names);
    const cues = readCues(this.#message, this.#names.stated);
    const open = new Set(cues.alternatives.map(({ stated }) => stated));
    for (const { stated, value } of cues.alternatives) {
      const readings = [stated.value, value].map((each) => ({ fact: stated.fact, value: each }));
      this.#names.ambiguous.push({ ...stated, readings, others: false });
    }
    const read = [...this.#names.stated, ...cues.stated].filter((each) => !open.has(each));
    const all = withLearntFacts(this.#message, read, cues.ifSought, this.#names.places, this.#statements);
    this.#names.stated.splice(0, this.#names.stated.length, ...all);
    this.#names.supposed.push(...cues.supposed);
    const levels = heldLevels(this.#message, settledLevels(this.#message, this.#names.stated), this.#asOf);
    const words = this.#names.ambiguous
      .filter(
        ({ readings }) => !readings.some((each) => levels.some(({ fact, value }) => fact === each.fact && value === each.value)),
      )
      .flatMap(heldReading);
    const dated = datedFacts(
      this.#message,
      [...levels, ...words.map(({ level }) => level)].toSorted((one, other) => one.start - other.start),
      this.#names.stated,
      this.#asOf,
    );
    const dates = dated.filter(({ level }) => levels.includes(level));
    const since = new Map(words.map(({ word, level }) => [word.start, dated.find((each) => each.level === level)]));
    const rest = this.#names.stated
      .filter(({ fact }) => this.#message.typeOf(fact) !== 'level')
      .toSorted((one, other) => one.start - other.start);
    const stated = [
      ...highestLevels(this.#message, levels),
      ...deniedLadders(this.#message, this.#names.facts, this.#names.stated),
      ...dates,
      ...this.#join(rest),
      ...this.#emptySets(),
      ...this.#series(levels),
    ];
    const plain = new Set(stated.map(({ fact }) => fact));
    // Who says that he has no title does not mean one.
    const lacked = new Set(stated.filter(({ value }) => value === 'none').map(({ fact }) => fact));
    const possible = this.#names.ambiguous.map((word) => {
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
    const told = [...stated, ...settled];
    const known = new Set([...told, ...this.#names.ambiguous.flatMap(({ readings }) => readings)].map(({ fact }) => fact));
    const facts = [
      ...wantedInstead(this.#message, told),
      ...told,
      ...labelled(this.#message, told, this.#labels),
      ...notKnown(this.#message, this.#names.facts, known),
      ...ended(this.#message, this.#names.facts, known),
    ];
    // Who asks for an employer is after no title of his own.
    const forEmployer = facts.some(({ fact, value }) => fact === 'subject' && value === 'employer');
    return {
      stated: [
        ...new Map(
          facts
            .filter(({ fact }) => !(forEmployer && fact === 'field'))
            .toReversed()
            .map((each) => [each.fact, each]),
        ).values(),
      ].toSorted((one, other) => one.start - other.start),
      ambiguous: distinctReadings(
        ambiguous
          .filter(({ readings, others }) => readings.length > 1 || (others && readings.length > 0))
          .map((word) => ({ ...word, ...sinceOf(since.get(word.start)) })),
      ),
      ifSought: cues.ifSought,
      supposed: [...supposedDates(this.#message, this.#names.supposed), ...this.#names.supposed],
      supposedWords: this.#names.supposedWords,
      sought: this.#names.sought,
      unheld: this.#names.unheld,
      named: [...new Set(this.#names.facts.map(({ fact }) => fact))],
      names: this.#names.levels,
      clauses: this.#message.clauses,
      dates: this.#message.dates,
      ownDates: ownDates(this.#message, this.#asOf),
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

  /** Other facts: members of a set together, of single values the last one (people correct themselves forwards). */
  #join(facts: readonly StatedFact[]): StatedFact[] {
    const joined = new Map<string, StatedFact>();
    for (const fact of facts) {
      const before = joined.get(fact.fact);
      if (before && Array.isArray(before.value) && Array.isArray(fact.value))
        joined.set(fact.fact, { ...before, value: this.#inOrder(fact.fact, [...before.value, ...fact.value]), end: fact.end });
      else if (before && before.value === 'dontKnow') joined.set(fact.fact, fact);
      // "At a public institution. Or is it for companies only?": what is asked takes nothing back.
      else if (before && fact.clause.question && !before.clause.question) continue;
      // "I work for myself, no employer behind me".
      else if (
        before &&
        fact.value === 'none' &&
        this.#message.before(fact.clause) === before.clause &&
        !atPresent.test(fact.clause.text)
      )
        continue;
      else if (!(before && fact.value === 'dontKnow')) joined.set(fact.fact, fact);
    }
    return [...joined.values()];
  }

  /** Members of a set, each once, in the order in which they are named. */
  #inOrder(fact: string, members: readonly string[]): string[] {
    const choices = this.#message.book.facts.get(fact)?.choices ?? [];
    const { text } = this.#message;
    const placeOf = (value: string): number => {
      const choice = choices.find((each) => each.value === value);
      const names = [
        ...(choice?.synonyms?.en ?? []),
        ...(choice?.synonyms?.zh ?? []),
        ...(choice?.cues.flatMap(({ groups }) => groups[0] ?? []) ?? []),
      ];
      const places = names.map((name) => text.indexOf(name.toLowerCase())).filter((place) => place >= 0);
      return places.length === 0 ? text.length : Math.min(...places);
    };
    return [...new Set(members)].toSorted((one, other) => placeOf(one) - placeOf(other));
  }

  /** "None of the five honours": the name of a set fact, denied. */
  #emptySets(): StatedFact[] {
    return [...this.#names.facts, ...this.#names.denied].flatMap(({ fact, start, end, clause }): StatedFact[] => {
      if (this.#message.typeOf(fact) !== 'set' || clause.other || clause.hypothetical || clause.dontKnow) return [];
      if (this.#names.stated.some((each) => each.fact === fact)) return [];
      const around = this.#message.after(clause);
      const lacked = !clause.question && isLacking(this.#message.text, clause, start, end);
      const said =
        lacked ||
        everyNone.test(clause.text.replaceAll(alternative, '$1')) ||
        (!clause.question && around?.other === false && everyOneOfThem.test(around.text)) ||
        (clause.question && around?.polarity === 'no');
      return said ? [{ fact, value: [], start, end: clause.end, clause }] : [];
    });
  }

  /** A title that is sought says the series in which it is sought, unless the message names the series itself. */
  #series(levels: readonly StatedFact[]): StatedFact[] {
    if (this.#names.stated.some(({ fact }) => fact === 'field')) return [];
    // "They all say that I may be an assistant engineer" is after it too.
    const isOwn = reportedOfMe.test(this.#message.text);
    const sought = this.#names.sought.find(({ series, other }) => series !== undefined && (!other || isOwn));
    if (!sought?.series || levels.some(({ start }) => start === sought.start)) return [];
    const clause = this.#message.clauseAt(sought.start);
    return clause ? [{ fact: 'field', value: sought.series, start: sought.start, end: sought.end, clause }] : [];
  }
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
