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

  /** It is not known, as the clause says itself or one right behind it: 我到没到，我也不清楚; "well managed: I couldn't say". */
  doubted(clause: Clause): boolean {
    if (clause.dontKnow) return true;
    const next = this.after(clause);
    if (!next || next.other) return false;
    if (next.dontKnow) return clause.question || leftOpen.test(clause.text) || this.#isHeading(clause, next);
    // "Do I have it? Others must judge, I don't know".
    const second = this.after(next);
    return (
      clause.question && next.polarity === undefined && /^\s?[,:]/.test(this.text.slice(next.end)) && second?.dontKnow === true
    );
  }

  /** Only names what the next clause is about. */
  #isHeading(clause: Clause, next: Clause): boolean {
    const mark = this.text.slice(clause.end, next.start).trim();
    return mark !== '.' && mark !== ';' && !predicate.test(clause.text) && ownIgnorance.test(next.text);
  }

  /** "Outstanding contribution? No." : the yes or no that the next clause opens with, or that it is. */
  answered(clause: Clause): 'yes' | 'no' | undefined {
    const after = this.after(clause);
    const mark = this.text.slice(clause.end, clause.end + 2);
    if (mark.includes('?')) return after?.polarity;
    const joins = /^\s?[,:]/.test(mark) || (/^\s?(?:\.\.|…|-)/.test(mark) && !predicate.test(clause.text));
    return after !== undefined && joins && bareAnswer.test(after.text) ? after.polarity : undefined;
  }
}

/** "Whether my years are enough, I don't know". */
const leftOpen = /^\s*(?:as to |but |and )?(?:whether|if)(?![a-z])|是不是|是否/;
/** Words with which a clause says something of itself. */
const predicate =
  /(?<![a-z])(?:i|i'm|we|we're|it|it's|is|are|am|was|have|has|hold|got|yes|no|do|did)(?![a-z])|[是有在我咱俺了过]|没|不/;
/** "I don't know", said at once and of nothing else. */
const ownIgnorance =
  /^\s*(?:(?:that |this |there |honestly |frankly |to be honest )*(?:i |we )?(?:really |honestly )?(?:don't know|do not know|dont know|can't (?:say|tell|judge)|cannot (?:say|tell|judge)|couldn't (?:say|tell)|have no idea|no idea|not sure|unsure|dunno|no clue)|(?:这个?|那个?)?(?:我|俺|咱)?(?:真|也|就|可|倒)*(?:不知道|不清楚|说不(?:清|好|准)|不好说|不确定|没(?:概念|数)|不懂))/;
/** "Well managed, yes; technically strong, no": an answer and nothing else. */
const bareAnswer =
  /^\s*(?:(?:to be (?:frank|honest|fair)|honestly|frankly|sadly|truthfully|in truth|unfortunately|i'm afraid|i fear|坦白说|说实话|老实说|实话实说|说良心话|凭良心说?|讲真|说真的|(?:so|and|but|well)(?![a-z]))[ ,]*)?(?:yes|yep|yeah|no|nope|never|sure|none|有的?|没有的?|没|无|是的?|不是|不算|谈不上|算不上|否)\s*(?:(?:certainly|indeed|absolutely|definitely|not yet|not really|at all|i'm afraid|i fear|sadly|sorry|mate|啊|呢|哈|了)\s*)?$/;
