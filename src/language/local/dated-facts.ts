/** Dates and durations, each given to the level that it stands with. */
import type { DateMention } from '../../text/dates.ts';
import { sinceFact } from '../../eligibility/credentials.ts';
import type { Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';
import { failed } from './standing.ts';

const whenWords =
  /(?<![a-z])(?:when|which year|what year|date|month|year)(?![a-z])|哪年|哪一年|什么时候|几几年|年份|时间|何时|几年/;
const otherMatters =
  /(?<![a-z])(?:born|joined|hired|years old|aged|started (?:work|at|in)|entered|award|won|front ?line|shop floor|furnace|employer|company|firm|factory)(?![a-z])|进厂|入职|进的?厂|参加工作|出生|岁|毕业|工龄|入厂|一线|绝活/;

/** A date and the level that it dates. */
export interface DatedFact extends StatedFact {
  readonly level: StatedFact;
}

/**
 * @param levels levels held, in the order of the text
 * @param asOf day (YYYY-MM-DD): what is wished for after it dates nothing
 * @param stated everything that names have stated: what an honour's clause dates is the honour
 */
export function datedFacts(
  message: Message,
  levels: readonly StatedFact[],
  stated: readonly StatedFact[],
  asOf: string,
): DatedFact[] {
  const found = new Map<string, DatedFact>();
  const taken = new Set<StatedFact>();
  for (const date of nearestFirst(message, levels)) {
    const clause = message.clauseAt(date.start);
    if (!clause || clause.other || clause.hypothetical || date.vague === true) continue;
    if (isOfWork(message, date)) continue;
    // An exam that was not passed, and one year or another, date nothing.
    if (date.value.slice(0, asOf.length) > asOf.slice(0, date.value.length) && clause.wishFrom <= clause.end) continue;
    if ((failed.test(clause.text) && !levels.some((level) => level.clause === clause)) || isAlternative(message, date)) continue;
    const level = levelOf(message, date, clause, levels, stated, taken);
    const fact = level && sinceFact(message.book, level);
    if (!level || fact === undefined) continue;
    taken.add(level);
    // A level that comes up again ("… in 2014, appointed in 2016") was held from the first time on.
    const first = found.get(fact);
    if (first && String(first.value) <= date.value && !revises(message, first, clause)) continue;
    found.set(fact, { fact, value: date.value, start: date.start, end: date.end, clause, level });
  }
  for (const clause of message.clauses) {
    if (!clause.dontKnow || clause.other || message.datesIn(clause).length > 0 || !whenWords.test(clause.text)) continue;
    const level = levels.findLast(({ start }) => start < clause.end);
    const fact = level && sinceFact(message.book, level);
    if (level && fact !== undefined && !found.has(fact))
      found.set(fact, { fact, value: 'dontKnow', start: clause.start, end: clause.end, clause, level });
  }
  return [...found.values()];
}

/** Dates in the order in which they are given away: those that are bound to a level of their clause before those that may be, then the rest. */
function nearestFirst(message: Message, levels: readonly StatedFact[]): DateMention[] {
  const distance = (date: DateMention): number => {
    const clause = message.clauseAt(date.start);
    const gaps = levels
      .filter((level) => level.clause === clause && level.value !== 'none')
      .map((level) => gap(message, level, date));
    return Math.min(Number.MAX_SAFE_INTEGER, ...gaps);
  };
  return message.dates.toSorted((one, other) => distance(one) - distance(other) || one.start - other.start);
}

const workBehind =
  /^.{0,2}(?:进厂|进的?厂|入职|入厂|参加工作|出生|毕业|上班|退伍)|^[ ,]{0,2}(?:joined|born|hired|started work|graduated)(?![a-z])/;
const workBefore =
  /(?:进厂|入职|入厂|参加工作|出生|毕业|上班)[是于在]$|(?<![a-z])(?:joined(?: [a-z]+){0,3}|born|hired|graduated)(?: in| on| since)? $/;

/** The date of a job, a birth or a school, whatever else is said in the clause. */
const isOfWork = ({ text }: Message, { start, end }: DateMention): boolean =>
  workBehind.test(text.slice(end, end + 20)) || workBefore.test(text.slice(Math.max(0, start - 32), start));

/** "If I had been a technician since 2020" supposes the date; that is more than the level. */
export function supposedDates(message: Message, supposed: readonly StatedFact[]): StatedFact[] {
  return supposed.flatMap((level): StatedFact[] => {
    const date = message.datesIn(level.clause).find((each) => each.vague !== true);
    const fact = message.typeOf(level.fact) === 'level' ? sinceFact(message.book, level) : undefined;
    return date === undefined || fact === undefined ? [] : [{ ...level, fact, value: date.value }];
  });
}

/** "2019 or 2020", "between 2018 and 2020". */
function isAlternative({ text, dates }: Message, date: DateMention): boolean {
  const at = dates.indexOf(date);
  const joined = (one: DateMention | undefined, other: DateMention | undefined): boolean =>
    one !== undefined &&
    other !== undefined &&
    (/^\s*年?\s*(?:or|还是|或者?)\s*(?:in |是)?$/.test(text.slice(one.end, other.start)) ||
      (/^\s*(?:and|和|到)\s*$/.test(text.slice(one.end, other.start)) && /(?:between|在|介于)\s*$/.test(text.slice(0, one.start))));
  return joined(dates[at - 1], date) || joined(date, dates[at + 1]);
}

function levelOf(
  message: Message,
  date: DateMention,
  clause: Clause,
  levels: readonly StatedFact[],
  stated: readonly StatedFact[],
  taken: ReadonlySet<StatedFact>,
): StatedFact | undefined {
  const here = levels.filter((level) => level.clause === clause && level.value !== 'none' && !isOfAnother(message, date, level));
  // "2018, no, wait, 2019": words that only take back lie in no one's way.
  const said = message.clauses.filter(
    (each) => each === clause || !((each.correction || each.polarity) && each.text.trim().length < 10),
  );
  const at = said.indexOf(clause);
  const place = (level: StatedFact): number => said.indexOf(level.clause);
  if (here.length > 0) {
    const free = here.filter((level) => !taken.has(level));
    return (free.length > 0 ? free : here).toSorted((one, other) => gap(message, one, date) - gap(message, other, date))[0];
  }
  if (isElsewhere(message, clause, stated)) return undefined;
  // A date by itself belongs to what was named just before it, corrections included; else to what comes right after.
  const before = levels.findLast((level) => level.value !== 'none' && level.start < clause.start && place(level) >= at - 2);
  if (before && (!taken.has(before) || revises(message, before, clause))) return before;
  // What comes after has its own date, if it has one.
  // "A welder for ten years, engineer": the ten years are the welder's.
  if (clause.text.length - (date.end - date.start) > mostBeside || ofWork.test(clause.text)) return undefined;
  return levels.find((level) => place(level) === at + 1 && !taken.has(level) && message.datesIn(level.clause).length === 0);
}

/** "Worker since 2017 and engineer since 2020": beyond an "and", beside a level with a date of its own. */
function isOfAnother(message: Message, date: DateMention, level: StatedFact): boolean {
  if (
    date.end > level.start ||
    !/(?<![a-z])(?:and|plus|then)(?![a-z])|[和、及]|还有|然后/.test(message.text.slice(date.end, level.start))
  )
    return false;
  return message.datesIn(level.clause).some(({ start }) => start >= level.end);
}

const ofWork = /(?<![a-z])work(?:ed|ing)?(?![a-z])|干|做|从事|入行|上班/;
/** A clause that says more than this beside its date speaks of something of its own. */
const mostBeside = 10;

/** "… since 2018", "… (2018)": right behind a level and of it; 2018年考的, "in 2018 became a": right before. */
const boundBehind =
  /^\s*(?:\(\s*)?(?:cert(?:ificate)?s?|level|证书?)?\s*(?:since|from|in|as of|for|obtained in|got (?:it )?in|last|到手)?\s*$/;
const boundBefore =
  /^(?:年|月|日|份)?的?(?:就|才|刚|又|再)?(?:考|拿|取得|获得?|评|晋升?|升|当)(?:的|了|到|上|为|过|取)?(?:了|的)?$|^\s*(?:i )?(?:got|became|passed|obtained|earned|made) (?:an? |the |my )?$/;

function startsWithLevel(message: Message, { clause, start }: StatedFact): boolean {
  const first = message.datesIn(clause).find((date) => !isOfWork(message, date));
  return first === undefined || message.text.slice(clause.start, start).length <= first.start - clause.start;
}

/** How far a date stands from a level, in characters; 0 where the words between bind them. */
function gap(message: Message, level: StatedFact, date: DateMention): number {
  const behind = date.start >= level.end;
  const between = behind ? message.text.slice(level.end, date.start) : message.text.slice(date.end, level.start);
  // 05年高级工12年技师, or 高级工05年技师12年: which it is, the first of them says.
  if (between === '') return behind === startsWithLevel(message, level) ? 0.2 : 0.9;
  if ((behind ? boundBehind : boundBefore).test(between)) return 0;
  return between.length + (behind ? 1 : 1.5);
}

/** A second date for a level is a correction only where the words say so. */
const revises = ({ clauses }: Message, level: StatedFact, clause: Clause): boolean =>
  clauses.some((each) => each.correction && each.start >= level.clause.start && each.end <= clause.end);

/** The clause's date is about something else: a birthday, joining a firm, an honour. */
const isElsewhere = (message: Message, clause: Clause, stated: readonly StatedFact[]): boolean =>
  otherMatters.test(clause.text) || stated.some((each) => each.clause === clause && message.typeOf(each.fact) === 'set');
