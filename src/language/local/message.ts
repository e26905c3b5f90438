/** A message taken apart for reading: its text, clauses and dates, and the policy whose facts it may state. */
import type { FactValue } from '../../policy/schema.ts';
import type { PolicyBook } from '../../policy/book.ts';
import type { DateMention } from '../../text/dates.ts';
import type { Clause } from './clauses.ts';

export interface StatedFact {
  readonly fact: string;
  readonly value: FactValue;
  readonly start: number;
  readonly end: number;
  readonly clause: Clause;
}

export class Message {
  readonly book: PolicyBook;
  /** In normal form. */
  readonly text: string;
  readonly clauses: readonly Clause[];
  readonly dates: readonly DateMention[];

  constructor(book: PolicyBook, text: string, clauses: readonly Clause[], dates: readonly DateMention[]) {
    this.book = book;
    this.text = text;
    this.clauses = clauses;
    this.dates = dates;
  }

  clauseAt(place: number): Clause | undefined {
    return this.clauses.find((each) => place >= each.start && place < each.end);
  }

  before(clause: Clause): Clause | undefined {
    return this.clauses[this.clauses.indexOf(clause) - 1];
  }

  after(clause: Clause): Clause | undefined {
    return this.clauses[this.clauses.indexOf(clause) + 1];
  }

  datesIn(clause: Clause): DateMention[] {
    return this.dates.filter((date) => date.start >= clause.start && date.start < clause.end);
  }

  typeOf(fact: string): string | undefined {
    return this.book.facts.get(fact)?.type;
  }

  /** It is not known, as the clause says itself or the next one: 我到没到，我也不清楚. */
  doubted(clause: Clause): boolean {
    return clause.dontKnow || ((clause.question || leftOpen.test(clause.text)) && this.after(clause)?.dontKnow === true);
  }

  /** "Outstanding contribution? No." : the yes or no that the next clause opens with, or that it is. */
  answered(clause: Clause): 'yes' | 'no' | undefined {
    const after = this.after(clause);
    const mark = this.text.slice(clause.end, clause.end + 2);
    if (mark.includes('?')) return after?.polarity;
    return after !== undefined && /^\s?[,:]/.test(mark) && bareAnswer.test(after.text) ? after.polarity : undefined;
  }
}

/** "Whether my years are enough, I don't know". */
const leftOpen = /^\s*(?:as to |but |and )?(?:whether|if)(?![a-z])|是不是|是否/;
/** "Well managed, yes; technically strong, no": an answer and nothing else. */
const bareAnswer =
  /^\s*(?:yes|yep|yeah|no|nope|never|sure|none|有的?|没有的?|没|无|是的?|不是|否)\s*(?:(?:certainly|indeed|absolutely|definitely|not yet|not really|at all|啊|呢|哈|了)\s*)?$/;
