/**
 * Days and partial dates. A day is the number yyyymmdd, so that days compare as numbers and a year is 10000.
 * Partial dates are written `2023`, `2023-05` or `2023-05-17`; a trailing `~` (ISO 8601-2) says that no more is known.
 */
export type Day = number;

/** Before every day that a person can name. */
export const beginning: Day = 0;

export interface PartialDate {
  /** First and last day that the date may mean. */
  readonly first: Day;
  readonly last: Day;
  readonly approximate: boolean;
}

const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~)?$/;

/** Undefined where the text is no date, such as 2023-02-30. */
export function parsePartialDate(text: string): PartialDate | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  const approximate = match[4] === '~';
  if (year === 0) return undefined;
  if (match[2] === undefined) return { first: dayOf(year, 1, 1), last: dayOf(year, 12, 31), approximate };
  const month = Number(match[2]);
  if (month < 1 || month > 12) return undefined;
  if (match[3] === undefined) return { first: dayOf(year, month, 1), last: dayOf(year, month, daysIn(year, month)), approximate };
  const day = Number(match[3]);
  if (day < 1 || day > daysIn(year, month)) return undefined;
  const whole = dayOf(year, month, day);
  return { first: whole, last: whole, approximate };
}

/** Undefined where the text is not a whole day written `2026-11-22`. */
export function parseDay(text: string): Day | undefined {
  const date = parsePartialDate(text);
  return date && date.first === date.last && !date.approximate ? date.first : undefined;
}

export const formatDay = (day: Day): string =>
  `${String(Math.floor(day / 10000)).padStart(4, '0')}-${String(Math.floor(day / 100) % 100).padStart(2, '0')}-${String(day % 100).padStart(2, '0')}`;

/** The day N full years later (满N年); a 29 February falls back to 28 February. */
export function addYears(day: Day, years: number): Day {
  const later = day + years * 10000;
  return later % 10000 === 229 && !isLeap(Math.floor(later / 10000)) ? later - 1 : later;
}

const dayOf = (year: number, month: number, day: number): Day => year * 10000 + month * 100 + day;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
