/** What was read in a message as commands: told, corrected or supposed, each with the message's own words. */
import type { Command, Reading } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import { sinceFact } from '../../eligibility/credentials.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { NormalText } from '../../text/normal-form.ts';
import type { AmbiguousWord, FactReading } from './fact-reading.ts';
import type { StatedFact } from './message.ts';

export class Statements {
  readonly #message: NormalText;
  readonly #reading: FactReading;
  readonly #evaluator: Evaluator;

  constructor(message: NormalText, reading: FactReading, evaluator: Evaluator) {
    this.#message = message;
    this.#reading = reading;
    this.#evaluator = evaluator;
  }

  told(type: 'inform' | 'correct', isTold: (each: Pick<StatedFact, 'clause'>) => boolean = () => true): Command[] {
    const { stated, ambiguous } = this.#reading;
    return [
      ...stated.filter(isTold).map((each) => this.inform(each, type)),
      ...ambiguous.filter(isTold).map((word) => this.unclear(word, type)),
    ];
  }

  /** "My years are enough": which years is said by the pathway that is sought. */
  ifSought(goal: string | null | undefined): Command[] {
    const { policy } = this.#evaluator;
    const support = policy.pathways.find(({ pathway }) => pathway.id === goal)?.support;
    const kindred = new Set(this.#reading.ifSought.map((each) => each.fact));
    const byFact = new Map(this.#reading.ifSought.map((each) => [each.fact, each]));
    return [...byFact.values()]
      .filter(
        ({ fact, clause }) =>
          support?.has(policy.facts.get(fact)?.index ?? -1) &&
          // A clause that says which years it means has stated them already.
          !this.#reading.stated.some((each) => each.fact === fact || (each.clause === clause && kindred.has(each.fact))),
      )
      .map((stated) => this.inform(stated, 'inform'));
  }

  /** Who tells of his company and of no worker asks for the company. */
  forEmployer(): Command[] {
    const { facts } = this.#evaluator.book;
    const subjects = this.#reading.stated.map(({ fact }) => (fact === 'subject' ? 'worker' : facts.get(fact)?.subject));
    const first = this.#reading.stated.find(({ fact }) => facts.get(fact)?.subject === 'employer');
    if (!first || subjects.includes('worker')) return [];
    return [this.inform({ ...first, fact: 'subject', value: 'employer' }, 'inform')];
  }

  unclear({ readings, since, start, end }: AmbiguousWord, type: 'inform' | 'correct'): Command {
    const quote = this.#message.quote(start, end);
    if (since === undefined) return { type, readings: [...readings], quote };
    const words = this.#message.quote(since.start, since.end);
    return { type, readings: [...readings], since: { value: String(since.value), quote: words }, quote };
  }

  inform({ fact, value, start, end }: StatedFact, type: 'inform' | 'correct'): Command {
    return { type, fact, value: mutable(value), quote: this.#message.quote(start, end) };
  }

  corrections(quote: string): Command[] {
    const corrections = this.told('correct');
    if (corrections.length > 0) return corrections;
    // Another person's date corrects nothing.
    const isOthers = (place: number): boolean =>
      this.#reading.clauses.some(({ other, start, end }) => other && start <= place && place < end);
    const dates = this.#reading.dates.filter((date) => date.vague !== true && !isOthers(date.start));
    const fact = this.#reading.named.at(-1);
    // "June 2024, not 2021": the one that is denied is the old one, whichever comes first.
    const denied = dates.find(({ start }) =>
      /(?:not|不是|instead of|rather than) (?:in |since )?$|不是$/.test(this.#message.text.slice(0, start)),
    );
    const told = dates.filter((date) => date !== denied);
    const value = told.at(-1)?.value;
    const was = denied?.value ?? (told.length > 1 ? told[0]?.value : undefined);
    const isDate = fact !== undefined && this.#evaluator.book.facts.get(fact)?.type === 'date';
    if (value !== undefined && (fact === undefined || isDate))
      return [{ type: 'correct', value, ...(fact === undefined ? {} : { fact }), ...(was === undefined ? {} : { was }), quote }];
    return [{ type: 'correct', ...(fact === undefined ? {} : { fact }), quote }];
  }

  suppositions(quote: string): Command[] {
    const { supposed } = this.#reading;
    if (supposed.length === 0) return [this.#supposition(quote)];
    // One command a fact, and of a level with its date the date, which supposes the level.
    const byFact = new Map(supposed.toReversed().map((each) => [each.fact, each]));
    const { book } = this.#evaluator;
    return [...byFact.values()]
      .toReversed()
      .filter(({ fact, value }) => !byFact.has(sinceFact(book, { fact, value }) ?? ''))
      .map(({ fact, value }): Command => ({ type: 'what-if', fact, value: mutable(value), quote }));
  }

  #supposition(quote: string): Command {
    const { supposedWords, stated, ambiguous, sought } = this.#reading;
    const [unclear] = supposedWords;
    if (unclear) return { type: 'what-if', readings: this.#dated(unclear), quote };
    const [told] = stated;
    if (told) return { type: 'what-if', fact: told.fact, value: mutable(told.value), quote };
    const [word] = ambiguous;
    if (word) return { type: 'what-if', readings: [...word.readings], quote };
    const aim = sought.find(({ fact }) => fact !== undefined);
    if (aim?.fact !== undefined && aim.value !== undefined) return { type: 'what-if', fact: aim.fact, value: aim.value, quote };
    // A date by itself is about the one that is noted.
    const date = this.#reading.dates.find((each) => each.vague !== true);
    if (date) return { type: 'what-if', value: date.value, quote };
    return { type: 'what-if', quote };
  }

  /** "If I had been a technician since 2020": what is supposed is the date, of whichever level is meant. */
  #dated({ readings, clause }: AmbiguousWord): Reading[] {
    const date = this.#reading.dates
      .filter((each) => each.vague !== true)
      .find(({ start }) => start >= clause.start && start < clause.end);
    return readings.map(({ fact, value }) => {
      const since = date && sinceFact(this.#evaluator.book, { fact, value });
      return since === undefined ? { fact, value } : { fact: since, value: date?.value ?? value };
    });
  }
}

const mutable = (value: FactValue): FactValue => (Array.isArray(value) ? [...value] : value);
