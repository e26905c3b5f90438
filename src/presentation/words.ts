/** Facts, values, provisions and decisions of the policy, in the reader's words. */
import type { Language, Reading } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { PolicyBook } from '../policy/book.ts';
import { normalise } from '../text/normal-form.ts';
import { messagesIn } from './messages.ts';

type AmbiguousWord = PolicyBook['glossary']['ambiguous'][number];

/** Whether a reading in the data is that of a credential: a set there has one member, a boolean its name. */
export const isSame = ({ fact, value }: { readonly fact: string; readonly value: string }, reading: Reading): boolean =>
  fact === reading.fact && value === String(reading.value);

export class Words {
  readonly book: PolicyBook;
  readonly language: Language;

  constructor(book: PolicyBook, language: Language) {
    this.book = book;
    this.language = language;
  }

  get messages(): ReturnType<typeof messagesIn> {
    return messagesIn(this.language);
  }

  fact(id: string): string {
    return this.book.facts.get(id)?.label[this.language] ?? id;
  }

  facts(ids: readonly string[]): string {
    return ids.map((id) => this.fact(id)).join(this.messages.listSeparator);
  }

  value(factId: string, value: FactValue): string {
    const { messages, language } = this;
    const fact = this.book.facts.get(factId);
    if (value === dontKnow) return messages.dontKnow;
    if (Array.isArray(value))
      return value.length === 0
        ? messages.noneOfThem
        : value.map((member) => this.#choice(factId, member)).join(messages.listSeparator);
    if (typeof value === 'boolean')
      return (
        fact?.choices.find((choice) => choice.value === String(value))?.label[language] ?? (value ? messages.yes : messages.no)
      );
    if (fact?.type === 'date')
      return value.endsWith('~') ? messages.approximately(this.date(value.slice(0, -1))) : this.date(value);
    return this.#choice(factId, value);
  }

  /** A partial date as it is written: 2023-05, or 2023年5月. */
  date(value: string): string {
    if (this.language === 'en') return value;
    const [year, month, day] = value.split('-');
    return `${year}年${month === undefined ? '' : `${Number(month)}月`}${day === undefined ? '' : `${Number(day)}日`}`;
  }

  /** The glossary's word with these readings, or with these among others. */
  ambiguousWord(readings: readonly Reading[], quote: string): AmbiguousWord | undefined {
    const said = normalise(quote).text;
    const words = this.book.glossary.ambiguous
      .filter((word) => readings.every((reading) => word.readings.some((each) => isSame(each, reading))))
      .toSorted((one, other) => one.readings.length - other.readings.length);
    // "Level 2" of which one reading is left is still asked about as level 2.
    const isSaid = ({ words: { en, zh } }: AmbiguousWord): boolean => [...en, ...zh].some((name) => normalise(name).text === said);
    return words.find(isSaid) ?? words[0];
  }

  pathway(id: string): string {
    return this.book.pathways.get(id)?.label[this.language] ?? id;
  }

  /** Whose pathway it is. */
  subjectOf(pathway: string): string {
    return this.book.pathways.get(pathway)?.subject ?? '';
  }

  authority(decision: string): string {
    return this.book.decisions.get(decision)?.authority[this.language] ?? decision;
  }

  matter(decision: string): string {
    return this.book.decisions.get(decision)?.matter[this.language] ?? decision;
  }

  /** One line a provision: its id, what it says, and from where, with its trust. */
  source(id: string, statement: boolean): string {
    const provision = this.book.provisions.get(id);
    const source = provision && this.book.sources.get(provision.source);
    if (!provision || !source) return id;
    const said = statement ? `: ${provision.statement[this.language]}` : `: ${provision.label[this.language]}`;
    const trust = source.trust === 'national' ? this.messages.trust.national : this.messages.trust[source.trust];
    return `${id}${said} (${source.name[this.language]}; ${trust})`;
  }

  #choice(factId: string, value: string): string {
    return this.book.facts.get(factId)?.choices.find((choice) => choice.value === value)?.label[this.language] ?? value;
  }
}
