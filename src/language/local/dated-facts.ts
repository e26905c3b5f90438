/** Dates and durations, each given to the level that it stands with. */
import type { DateMention, KnownDate } from '../../text/dates.ts';
import { levelOf, sinceFact } from '../../eligibility/credentials.ts';
import type { Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';
import { failed } from './standing.ts';

const whenWords =
  /(?<![a-z])(?:when|which year|what year|date|month|year)(?![a-z])|哪年|哪一年|什么时候|何时|几几年|年份|时间|何时|几年/;
const otherMatters =
  /(?<![a-z])(?:born|joined|hired|years old|aged|started (?:work|at|in)|entered|award|won|(?:exam|test)s? (?:is|are|will be)|front ?line|shop floor|furnace|employer|company|firm|factory)(?![a-z])|进厂|入职|进的?厂|参加工作|出生|岁|毕业|工龄|入厂|一线|绝活/;

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
    if (isOfWork(message, date) || isReckoned(message, date, clause, asOf)) continue;
    // An exam that was not passed, and one year or another, date nothing.
    if ((failed.test(clause.text) && !levels.some((level) => level.clause === clause)) || isAlternative(message, date)) continue;
    const level = datedLevel(message, date, clause, levels, stated, taken);
    const fact = level && sinceFact(message.book, level);
    if (!level || fact === undefined) continue;
    if (isFuture(date, clause, asOf) || (level.clause !== clause && isLater(date, asOf))) continue;
    taken.add(level);
    // A level that comes up again ("… in 2014, appointed in 2016") was held from the first time on.
    const first = found.get(fact);
    // One fact dates every title: that of the highest counts.
    const above =
      first &&
      levelOf(message.book, level.fact, String(level.value)) - levelOf(message.book, level.fact, String(first.level.value));
    if (above !== undefined && above < 0) continue;
    if (above !== undefined && above > 0) found.delete(fact);
    const before = found.get(fact);
    const isFiner =
      before?.clause === message.before(clause) && isBareDate(clause, date) && date.value.startsWith(`${String(before?.value)}-`);
    if (before && String(before.value) <= date.value && !revises(message, before, clause) && !isFiner) continue;
    found.set(fact, { fact, value: date.value, start: date.start, end: date.end, clause, level });
  }
  for (const clause of message.clauses) {
    if (!message.doubted(clause) || clause.other || message.datesIn(clause).length > 0 || !whenWords.test(clause.text)) continue;
    const before = levels.filter(({ start }) => start < clause.end);
    // 职称中级，技师哪年拿的忘了: of the level that it names once more.
    const names = ({ start, end }: StatedFact): boolean => clause.text.includes(message.text.slice(start, end));
    const level = before.findLast(names) ?? before.at(-1) ?? levels.find(names);
    const fact = level && sinceFact(message.book, level);
    if (level && fact !== undefined && !found.has(fact))
      found.set(fact, { fact, value: 'dontKnow', ...doubtFrom(message, clause), level });
  }
  return [...found.values()];
}

/** "When did I get it? I can't remember": the question with its answer. */
function doubtFrom(message: Message, clause: Clause): Pick<StatedFact, 'start' | 'end' | 'clause'> {
  const told = clause.dontKnow ? clause : (message.after(clause) ?? clause);
  return { start: clause.start, end: told.end, clause: told };
}

/** Levels without those that come with a date which is still to come: "technician 2030". */
export function heldLevels(message: Message, levels: readonly StatedFact[], asOf: string): StatedFact[] {
  const isToCome = (level: StatedFact): boolean => {
    const here = message.datesIn(level.clause).flatMap((date) => (date.vague === true || isOfWork(message, date) ? [] : [date]));
    const [nearest] = here.toSorted((one, other) => gap(message, level, one) - gap(message, level, other));
    return nearest !== undefined && isLater(nearest, asOf) && gap(message, level, nearest) < mostBeside;
  };
  return levels.filter((level) => !isToCome(level));
}

/** Dates that the speaker may mean of himself: of no job, birth, school or exam that was failed, and not one of two. */
export function ownDates(message: Message, asOf: string): DateMention[] {
  return message.dates.filter((date) => {
    const clause = message.clauseAt(date.start);
    if (!clause || clause.other || clause.hypothetical || date.vague === true) return false;
    return !isOfWork(message, date) && !failed.test(clause.text) && !isAlternative(message, date) && !isFuture(date, clause, asOf);
  });
}

/** "By 2030 it will be ten years", "ten years ago next month": reckoned to another day than today. */
const isReckoned = (message: Message, date: KnownDate, clause: Clause, asOf: string): boolean =>
  !isLater(date, asOf) && message.datesIn(clause).some((each) => each.vague !== true && isLater(each, asOf));

/** What is wished for dates nothing. */
const isFuture = (date: KnownDate, clause: Clause, asOf: string): boolean => isLater(date, asOf) && clause.wishFrom <= clause.end;

const isLater = ({ value }: KnownDate, asOf: string): boolean => value.slice(0, asOf.length) > asOf.slice(0, value.length);

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
  /^(?:\d+月)?(?:出)?生(?:的|人)?[。.!了呀 ]*$|^年?(?:就|也|又)?(?:想|打算|准备|计划|该|要(?!求))|^年?(?:\d+月)?(?:起|以来|开始)?(?:就)?(?:在|来|到|进|从)(?:的|了|过)?(?:这|国企|公司|企业|厂|单位|四川|山东|一家|本)|^[^,，;。]{0,3}(?:入行|吊销|解聘|不再聘|不聘|没再聘|停聘|辞了?|辞职|离职|离开|调走|调离|从.{0,4}调|注册的?|退下|签的?合同|考的?试)|^ ?(?:it )?was (?:revoked|cancelled)|^[^,，;。]{0,2}(?:结婚|年?生人|年?生[的,，]|换发|换证|补办|到期|过期|取消|续聘|进厂|进的?厂|入职|入厂|参加工作|出生|毕业|上班|退伍)|^[ ,]{0,2}(?:joined|born|hired|started work|graduated|married|in (?:the|this|my) (?:trade|job|field|industry|business|factory|company|shop)|on the job|of (?:work )?experience)(?![a-z])/;
const workRightBefore = /(?:合同(?:签了?)?到?|签了|机床我?开了|这台.{0,6}了?|入行|干这行|进厂|入职|入厂|参加工作|出生|毕业|结婚)$/;
const workBefore =
  /(?<![a-z])(?:in (?:the|this|my) (?:trade|job|business|field|industry))(?: for)?(?: about| over| the last| some)? $|(?<![a-z])(?:revoked|stolen|lost|withdrawn) (?:in|on|since) $|(?:入行|工龄|干[一-龥]{1,3}工|吊销)(?:已经?|都|有|快)?$|(?<![a-z])(?:front ?line|production line|shop floor|workshop|assembly line)(?: for)?(?: the last| these| over| about)? $|(?:一线|车间|生产线|炉前|炉台|这行|行当里?)上?(?:已经?|都|也)?(?:干|待|做|呆|坚守|工作)?(?:了|满)?$|(?<![a-z])(?:contract (?:is )?(?:until|to|till)|exam (?:was )?(?:taken|sat|passed)|dismissed|gave (?:it|that|this) up|resigned(?: [a-z]+){0,6}|retired(?: [a-z]+){0,3}|left(?: [a-z]+){0,4}|moved(?: [a-z]+){0,3}|(?:post|job) of [a-z ]+) (?:in|on|since|by) $|(?:进厂|入职|入厂|参加工作|出生|毕业|上班)[是于在]$|(?<![a-z])(?:joined(?: [a-z]+){0,3}|started (?:work(?:ing)?|at [a-z]+)|born|hired|graduated|married|expires?|expired|renewed|reissued|cancelled|until)(?: in| on| since)? $/;

/** The date of a job, a birth or a school, whatever else is said in the clause. */
const isOfWork = ({ text }: Message, { start, end }: DateMention): boolean =>
  (workRightBefore.test(text.slice(Math.max(0, start - 8), start)) && /^(?:[,。;、 ]|$)/.test(text.slice(end))) ||
  workBehind.test(text.slice(end, end + 20)) ||
  workBefore.test(text.slice(Math.max(0, start - 32), start));

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

function datedLevel(
  message: Message,
  date: DateMention,
  clause: Clause,
  levels: readonly StatedFact[],
  stated: readonly StatedFact[],
  taken: ReadonlySet<StatedFact>,
): StatedFact | undefined {
  const isBehindWish = (level: StatedFact): boolean => level.end < clause.wishFrom && clause.wishFrom <= date.start;
  const here = levels.filter(
    (level) => level.clause === clause && level.value !== 'none' && !isOfAnother(message, date, level) && !isBehindWish(level),
  );
  const said = message.clauses.filter((each) => each === clause || !isInBetween(each));
  const at = said.indexOf(clause);
  const place = (level: StatedFact): number => said.indexOf(level.clause);
  if (here.length > 0) {
    const free = here.filter((level) => !taken.has(level));
    return (free.length > 0 ? free : here).toSorted((one, other) => gap(message, one, date) - gap(message, other, date))[0];
  }
  if (isElsewhere(message, clause, stated)) return undefined;
  // A date by itself belongs to what was named just before it, corrections included; else to what comes right after.
  const ofPaper = ofCertificate.test(clause.text);
  const near = levels.filter(
    (level) => level.value !== 'none' && level.start < clause.start && (ofPaper || place(level) >= at - 2),
  );
  // "Technician and engineer. The certificate is from 2019": a certificate is of a skill level.
  const before = (ofPaper ? near.findLast(({ fact }) => isSkill(message, fact)) : undefined) ?? near.at(-1);
  if (before && (!taken.has(before) || revises(message, before, clause))) return before;
  // What comes after has its own date, if it has one.
  // "A welder for ten years, engineer": the ten years are the welder's.
  if (clause.text.length - (date.end - date.start) > mostBeside || ofWork.test(clause.text)) return undefined;
  // 修青铜器三十年: of what is said beside it.
  if (isDoneSince(message.text.slice(clause.start, date.start))) return undefined;
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

/** "2018, no, wait, 2019", "in 2018, I suppose, …": words that only take back, or weigh, lie in no one's way. */
const isInBetween = ({ text, correction, polarity }: Clause): boolean =>
  !/\S/.test(text) || hedging.test(text) || ((correction || polarity !== undefined) && text.trim().length < longestTurn);
const longestTurn = 18;
const hedging =
  /^\s*(?:i (?:suppose|guess|think|believe|reckon)|if i remember (?:rightly|correctly|right)|maybe|probably|perhaps|(?:大概|应该|好像|可能|我记得|我想|估计)(?:是|吧|的)*)\s*$/;
/** Words of an activity before a duration; 证才拿了 is none. */
const isDoneSince = (before: string): boolean =>
  /[一-龥]{2,}$/.test(before) &&
  !/证书?(?:是)?(?:才|刚|已经|都|也)?(?:拿|考|到手|领|下来|发)(?:了|到|下来)*$/.test(before) &&
  !/(?:已经|大概|大约|差不多|整整|到现在|至今|将近|快要)$/.test(before);
const ofWork = /(?<![a-z])work(?:ed|ing)?(?![a-z])|干|做|从事|入行|上班/;
/** A clause that says more than this beside its date speaks of something of its own. */
const mostBeside = 10;

/** "… since 2018", "… (2018)": right behind a level and of it; 2018年考的, "in 2018 became a": right before. */
const boundBehind =
  /^\s*(?:\(\s*)?(?:cert(?:ificate)?s?|level|证书?)?\s*(?:\([^)]{0,24}\))?\s*(?:since|from|in|as of|for|obtained in|got (?:it )?in|last|到手)?\s*$/;
const boundBefore =
  /^(?:年|月|日|份)?的?(?:就|才|刚|又|再)?(?:考|拿|取得|获得?|评|晋升?|升|当)(?:的|了|到|上|为|过|取)?(?:了|的)?$|^\s*(?:i )?(?:got|became|passed|obtained|earned|made) (?:an? |the |my )?$/;

function startsWithLevel(message: Message, { clause, start }: StatedFact): boolean {
  const first = message.datesIn(clause).find((date) => !isOfWork(message, date));
  return first === undefined || message.text.slice(clause.start, start).length <= first.start - clause.start;
}

const ofCertificate = /(?<![a-z])(?:skill )?certificates?(?![a-z])|技能证|等级证|证书?(?:是|在|发|拿|下)/;
const isSkill = ({ book }: Message, fact: string): boolean => book.facts.get(fact)?.ladder === 'skill';
/** "In 2024 I used my engineer title to become …": a means, which was there before. */
const byMeans = /(?<![a-z])(?:us(?:ed|ing)|thanks to|with|through|by means of|on the strength of) (?:my |the |an? )?$|[凭靠用拿]$/;
const farOff = 40;

/** How far a date stands from a level, in characters; 0 where the words between bind them. */
function gap(message: Message, level: StatedFact, date: DateMention): number {
  const behind = date.start >= level.end;
  const between = behind ? message.text.slice(level.end, date.start) : message.text.slice(date.end, level.start);
  // 05年高级工12年技师, or 高级工05年技师12年: which it is, the first of them says.
  if (between === '') return behind === startsWithLevel(message, level) ? 0.2 : 0.9;
  if (!behind && byMeans.test(between)) return farOff;
  if ((behind ? boundBehind : boundBefore).test(between)) return 0;
  return between.length + (behind ? 1 : 1.5);
}

/** "2022 it was - March 2022": the same said again and more finely. */
const isBareDate = (clause: Clause, { start, end }: DateMention): boolean => clause.text.trim().length - (end - start) < 4;

/** A second date for a level is a correction only where the words say so. */
const revises = ({ clauses }: Message, level: StatedFact, clause: Clause): boolean =>
  clauses.some((each) => each.correction && each.start >= level.clause.start && each.end <= clause.end);

/** The clause's date is about something else: a birthday, joining a firm, an honour. */
const isElsewhere = (message: Message, clause: Clause, stated: readonly StatedFact[]): boolean =>
  otherMatters.test(clause.text) || stated.some((each) => each.clause === clause && message.typeOf(each.fact) === 'set');
