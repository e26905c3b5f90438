/** Days and partial dates of the oracle: days are text 'YYYY-MM-DD', which compares as text. */

export const LONG_AGO = '0000-01-01';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function lastDayOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The same calendar day `years` later (earlier when negative); 29 February falls back to 28 February. */
export function plusYears(day: string, years: number): string {
  const year = Math.max(0, Number(day.slice(0, 4)) + years);
  const monthAndDay = day.slice(4) === '-02-29' ? `-02-${lastDayOfMonth(year, 2)}` : day.slice(4);
  return pad(year, 4) + monthAndDay;
}

/** The day `days` later (earlier when negative). */
export function plusDays(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

export interface PartialDate {
  readonly first: string;
  readonly last: string;
  /** Of less than day precision, and the worker may know more. */
  readonly askable: boolean;
}

/** The days that a date such as '2023', '2023-05' or '2023-05-17', perhaps with '~', spans; undefined where it is none. */
export function readDate(text: unknown): PartialDate | undefined {
  const parts = typeof text === 'string' ? /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)$/.exec(text) : null;
  if (parts === null) return undefined;
  const [, yearText = '', monthText, dayText, approximate] = parts;
  const askable = approximate === '' && dayText === undefined;
  if (monthText === undefined) return { first: `${yearText}-01-01`, last: `${yearText}-12-31`, askable };
  const month = Number(monthText);
  if (month < 1 || month > 12) return undefined;
  const lastDay = lastDayOfMonth(Number(yearText), month);
  const start = `${yearText}-${monthText}`;
  if (dayText === undefined) return { first: `${start}-01`, last: `${start}-${pad(lastDay, 2)}`, askable };
  if (Number(dayText) < 1 || Number(dayText) > lastDay) return undefined;
  return { first: `${start}-${dayText}`, last: `${start}-${dayText}`, askable };
}
