/** Dates that name a year: 2019, 2019-03, 2019年3月, March 5th, 2019, 二〇一九年, '05, 98年. */
import {
  dayNumber,
  monthNames,
  monthNumber,
  monthOfName,
  partialDate,
  plausibleYear,
  smallNumber,
  yearOfTwoDigits,
  type AsOf,
  type DateMention,
} from './date-mention.ts';
import { meaningOfYears } from './two-digit-years.ts';

/** Figures with what holds them together: a date, or a telephone number, a time, a standard's number. Judged as a whole. */
const figures = /(?<![a-z0-9_@#$¥€£]|[a-z]-|\d[-./:,~])\d+(?:[-./:,~]\d+)*(?!\d|_|@|(?!ish(?![a-z]))[a-z])/g;
const hanYear =
  /(?<![〇零一二三四五六七八九十百千万\d])[一二][〇零九][〇零一二三四五六七八九]{2}(?![〇零一二三四五六七八九十百千万])/g;
/** What may follow a year in Chinese: 年3月, 年三月份, 年3月15日. */
const hanRest = new RegExp(`^ ?年度?(?:的)?(?: ?(?<month>${monthNumber}) ?月份?(?: ?(?<day>${dayNumber}) ?[日号])?)?`);
const documentNumber = /^ ?年? ?[)\]〕]? ?(?:第 ?)?\d+ ?号/;

/** Before or behind a figure that is no year. */
const codeBefore =
  /(?:\bno\. ?|\bnumber |\bid:? ?|\bcode:? ?|\broom |\bgb(?:\/t)? ?|\biso ?|\btel:? ?|\bphone:? ?|第 ?|编号:? ?|证号:? ?|工号:? ?|房间?号? ?|电话:? ?|型号:? ?|rmb ?|\bonly |\bthe first )$/;
const measure =
  /^ ?(?:元|块|人|名|个|次|条|字|米|吨|公斤|小时|分|号|万|千|百|多|余|来|级|届|%|(?:hours?|people|workers|employees|staff|yuan|rmb|cny|dollars|usd|words|times|members|units|pieces|mm|cm|km|kg|rpm|points|k|m|s)(?![a-z]))/;
const birth = /^ ?年?(?: ?\S{1,3}月份?)? ?(?:出生|生人|生的|的人|后(?=[,。!?]|$))/;
const born = /\bborn (?:in |on )?$/;
/** 我是85年的: said of oneself, it is the year of birth. */
const selfBefore = /我(?:是|就是)? ?$/;
const selfBehind = /^ ?年的(?:人)?(?=$|[,。;!?])/;

export function calendarDates(text: string, asOf: AsOf): DateMention[] {
  const found: DateMention[] = [...namedMonths(text, asOf)];
  const date = (start: number, end: number, value: string): number => found.push({ start, end, kind: 'date', value });
  for (const match of text.matchAll(figures)) {
    const [start, token] = [match.index, match[0]];
    if (digitsAside(text, start, start + token.length)) continue;
    for (const part of readFigures(token, text.length === token.length, asOf)) {
      const from = start + part.start;
      const rest = part.bare ? yearInContext(text, from, from + part.length) : undefined;
      if (part.bare && !rest) continue;
      const value = rest?.month === undefined ? part.value : partialDate(Number(part.value), rest.month, rest.day);
      date(from, from + part.length + (rest?.length ?? 0), value);
    }
  }
  for (const match of text.matchAll(hanYear)) {
    const year = smallNumber(match[0]);
    const end = match.index + match[0].length;
    const rest = plausibleYear(year, asOf) ? yearInContext(text, match.index, end) : undefined;
    if (rest) date(match.index, end + rest.length, partialDate(year, rest.month, rest.day));
  }
  return [...found, ...shortYears(text, asOf)];
}

/** Groups of a telephone number written apart, as in 138 2019 2020. */
const digitsAside = (text: string, start: number, end: number): boolean =>
  /\d{3,} $/.test(text.slice(Math.max(0, start - 6), start)) || /^ \d{3,}(?!\d* ?年)/.test(text.slice(end, end + 8));

interface Part {
  readonly start: number;
  readonly length: number;
  readonly value: string;
  /** A year alone, which might be any number. */
  readonly bare?: boolean;
}

/** The dates that a group of figures is: one, the two of a range, or none. */
function readFigures(token: string, alone: boolean, asOf: AsOf): Part[] {
  const single = readDate(token, alone, asOf);
  if (single) return [{ start: 0, length: token.length, ...single }];
  const halves = /^([\d./]+)[-~]([\d./]+)$/.exec(token) ?? /^(\d{4}-\d{1,2})~(\d{4}-\d{1,2})$/.exec(token);
  const [from, to] = [halves?.[1] ?? '', halves?.[2] ?? ''];
  const [first, last] = [readDate(from, false, asOf), readDate(to, false, asOf)];
  if (!first || !last) return [];
  return [
    { start: 0, length: from.length, value: first.value },
    { start: token.length - to.length, length: to.length, value: last.value },
  ];
}

function readDate(token: string, alone: boolean, asOf: AsOf): { readonly value: string; readonly bare?: boolean } | undefined {
  const numbers = token.split(/[-./]/).map(Number);
  const [first = 0, second, third] = numbers;
  if (/^\d{4}$/.test(token)) return plausibleYear(first, asOf) ? { value: token, bare: true } : undefined;
  if (/^\d{4}([-./])\d{1,2}(?:\1\d{1,2})?$/.test(token))
    return plausibleYear(first, asOf) && second !== undefined && second >= 1 && second <= 12
      ? { value: partialDate(first, second, third) }
      : undefined;
  if (/^\d{1,2}[./-]\d{4}$/.test(token) && second !== undefined)
    return plausibleYear(second, asOf) && first >= 1 && first <= 12 ? { value: partialDate(second, first) } : undefined;
  if (/^\d{1,2}([-./])\d{1,2}\1\d{4}$/.test(token) && second !== undefined && third !== undefined && plausibleYear(third, asOf)) {
    // 03/04/2019 is March to some and April to others: only the year is sure.
    if (first > 12 || first === second) return { value: partialDate(third, second, first) };
    return { value: second > 12 ? partialDate(third, first, second) : partialDate(third) };
  }
  // 201903 and 20190315 might be any number, unless they are all that is said.
  const packed = alone ? /^(\d{4})(0[1-9]|1[0-2])([0-3]\d)?$/.exec(token) : null;
  if (!packed || !plausibleYear(Number(packed[1]), asOf)) return undefined;
  return { value: partialDate(Number(packed[1]), Number(packed[2]), packed[3] === undefined ? undefined : Number(packed[3])) };
}

/** What belongs to the year behind it; undefined where the surroundings say that the figure is no year, or one of birth. */
function yearInContext(
  text: string,
  start: number,
  end: number,
): { readonly length: number; readonly month?: number; readonly day?: number } | undefined {
  const [head, tail] = [text.slice(Math.max(0, start - 16), start), text.slice(end, end + 16)];
  if (codeBefore.test(head) || born.test(head) || birth.test(tail) || documentNumber.test(tail)) return undefined;
  if (selfBefore.test(head) && selfBehind.test(tail)) return undefined;
  const rest = hanRest.exec(tail);
  if (!rest) return measure.test(tail) ? undefined : { length: 0 };
  if (/^[代级]/.test(tail.slice(rest[0].length))) return undefined;
  const { month, day } = rest.groups ?? {};
  return {
    length: rest[0].length,
    ...(month === undefined ? {} : { month: smallNumber(month) }),
    ...(day === undefined ? {} : { day: smallNumber(day) }),
  };
}

const year = "(?<year>\\d{4}(?!\\d)|'\\d\\d(?!\\d))";
const day = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const withMonthName = [
  new RegExp(
    `(?<![a-z])(?<month>${monthNames})(?![a-z])\\.?,?[ -]?(?:(?:the )?${day}(?!\\d)(?:,| of)?,? ?)?(?:of |in )?${year}`,
    'g',
  ),
  new RegExp(`(?<![\\d.])${day} ?-?(?:of )?(?<month>${monthNames})(?![a-z])\\.?,?[ -]?(?:of )?${year}`, 'g'),
  new RegExp(`(?<!\\d)(?<year>\\d{4}),?[ -](?<month>${monthNames})(?![a-z])\\.?(?: ${day}(?!\\d))?`, 'g'),
];

function namedMonths(text: string, asOf: AsOf): DateMention[] {
  return withMonthName.flatMap((form) =>
    [...text.matchAll(form)].flatMap((match): DateMention[] => {
      const { year, month, day } = match.groups ?? {};
      if (year === undefined || month === undefined) return [];
      const whole = year.startsWith("'") ? yearOfTwoDigits(Number(year.slice(1)), asOf) : Number(year);
      if (!plausibleYear(whole, asOf) || born.test(text.slice(Math.max(0, match.index - 12), match.index))) return [];
      // "2019 may" may be the verb.
      if (month === 'may' && /^\d{4} /.test(match[0])) return [];
      const value = partialDate(whole, monthOfName(month), day === undefined ? undefined : Number(day));
      return [{ start: match.index, end: match.index + match[0].length, kind: 'date', value }];
    }),
  );
}

const apostrophe = /(?<![a-z\d])'(\d\d)(?![\da-z'])/g;
const afterPreposition =
  /(?<=\b(?:in|since|from|until|till|of) )(0\d|[6-9]\d)(?=$|[,.;!?)]|\s)(?! ?(?:%|[a-z-]*(?:years?|yrs?|months?|days?|people|percent|hours?|minutes|points)\b))/g;

/** '05 and "in 98"; 98年 and 九八年, which may also be a duration. */
function shortYears(text: string, asOf: AsOf): DateMention[] {
  const found: DateMention[] = [];
  for (const form of [apostrophe, afterPreposition])
    for (const match of text.matchAll(form)) {
      const value = partialDate(yearOfTwoDigits(Number(match[1]), asOf));
      found.push({ start: match.index, end: match.index + match[0].length, kind: 'date', value });
    }
  for (const { start, end, digits, meaning } of meaningOfYears(text, asOf)) {
    if (meaning === 'duration') continue;
    const rest = yearInContext(text, start, end);
    if (!rest) continue;
    const place = { start, end: end + rest.length };
    if (meaning === 'unclear') found.push({ ...place, kind: 'date', vague: true, reason: 'unclear' });
    else found.push({ ...place, kind: 'date', value: partialDate(yearOfTwoDigits(digits, asOf), rest.month, rest.day) });
  }
  return found;
}
