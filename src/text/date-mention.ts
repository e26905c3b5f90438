/** What the readers of dates have in common: the shape of a mention, months of the calendar and counting in them. */

/** Why a mention gives no date. `some`: no number at all; `before`, `after`: one bound only; `unclear`: 12年 may be 2012 or twelve years. */
export type VagueReason = 'about' | 'more' | 'nearly' | 'range' | 'some' | 'before' | 'after' | 'unclear';

interface Mention {
  /** Place in the normal form, [start, end). */
  readonly start: number;
  readonly end: number;
  /** `duration`: "for three years", counted back from the as-of day; `relative`: "three years ago", "last year". */
  readonly kind: 'date' | 'duration' | 'relative';
}

/** A date: `2023`, `2023-05` or `2023-05-17`; with a trailing `~` where the text says that no more is known. */
export interface KnownDate extends Mention {
  readonly value: string;
  readonly vague?: undefined;
  readonly approximate?: true;
}

/** A time that is mentioned, but is no date: it has to be asked for. */
export interface VagueDate extends Mention {
  readonly value?: undefined;
  readonly vague: true;
  readonly reason: VagueReason;
}

export type DateMention = KnownDate | VagueDate;

/** The as-of day in numbers. */
export interface AsOf {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Of a day written `2026-11-22`; anything else is a RangeError, since no message can bring it about. */
export function parseAsOf(text: string): AsOf {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (!match || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    throw new RangeError(`The as-of day must be written as 2026-11-22, not '${text}'.`);
  return { year, month, day };
}

/** English month names, whole and short, as a pattern; `may` is the caller's to tell from the verb. */
export const monthNames =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const firstThree = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const monthOfName = (name: string): number => firstThree.indexOf(name.slice(0, 3)) + 1;

/** A month's or day's number, in figures or Chinese, as a pattern. */
export const monthNumber = '1[0-2]|0?[1-9]|十[一二]?|元|[一二三四五六七八九]';
export const dayNumber = '3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]';

const hanDigits = '〇一二三四五六七八九';
/** Of a month's or day's number, or of digits; 元 (元月) is the first. */
export function smallNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === '元') return 1;
  const digits = Array.from(text.replaceAll('零', '〇').replaceAll('廿', '二十'));
  const ten = digits.indexOf('十');
  if (ten < 0) return Number(digits.map((each) => hanDigits.indexOf(each)).join(''));
  const [before, after] = [digits[ten - 1], digits[ten + 1]];
  return (before === undefined ? 1 : hanDigits.indexOf(before)) * 10 + (after === undefined ? 0 : hanDigits.indexOf(after));
}

/** The dates that people mean when they talk of their working life. */
export const plausibleYear = (year: number, asOf: AsOf): boolean => year >= 1950 && year <= asOf.year + 15;

/** 98 → 1998, 05 → 2005: the latest year with these digits that is not more than five years ahead. */
export function yearOfTwoDigits(digits: number, asOf: AsOf): number {
  const century = Math.floor((asOf.year + 5) / 100) * 100;
  return century + digits <= asOf.year + 5 ? century + digits : century - 100 + digits;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** A partial date as far as it exists: no 31 February, but February. */
export function partialDate(year: number, month?: number, day?: number): string {
  const whole = String(year).padStart(4, '0');
  if (month === undefined || month < 1 || month > 12) return whole;
  const withMonth = `${whole}-${String(month).padStart(2, '0')}`;
  return day === undefined || day < 1 || day > daysIn(year, month) ? withMonth : `${withMonth}-${String(day).padStart(2, '0')}`;
}

/** The month that lies so many months before the as-of month. */
export function monthsBack(asOf: AsOf, months: number): string {
  const count = asOf.year * 12 + asOf.month - 1 - months;
  return partialDate(Math.floor(count / 12), (count % 12) + 1);
}

/** The latest such month (or day of it) that does not begin after the as-of day. */
export function latest(asOf: AsOf, month: number, day?: number): string {
  const past = month < asOf.month || (month === asOf.month && (day ?? 1) <= asOf.day);
  return partialDate(past ? asOf.year : asOf.year - 1, month, day);
}
