/** Last year, 去年三月, this May, in June, 上个月; and times without any number: a few years, 好几年, for ages. */
import {
  dayNumber,
  latest,
  monthNames,
  monthNumber,
  monthOfName,
  monthsBack,
  partialDate,
  smallNumber,
  type AsOf,
  type DateMention,
} from './date-mention.ts';
import type { NormalText } from './normal-form.ts';

const chineseYears: Readonly<Record<string, number>> = {
  大前年: -3,
  前年: -2,
  去年: -1,
  上一年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
  后年: 2,
};
const englishYears: Readonly<Record<string, number>> = { 'year before last': -2, 'last year': -1, 'this year': 0, 'next year': 1 };
const monthTail = `(?:的? ?(?<month>${monthNumber}) ?月份?(?: ?(?<day>${dayNumber}) ?[日号])?)?`;

const chineseYear = new RegExp(`(?<![以之年])(?<year>大前年|前年|去年|上一年|今年|本年|明年|后年)(?!龄|纪)${monthTail}`, 'g');
const chineseMonth = /(?<![年个])(?<which>上上个?|上个?|本|这个?|当|下个?)月(?!份?(?:供|薪|工资))/g;
/** A month alone, but not 三个月, 每年3月, 2019年3-5月, 到三月. */
const bareMonth = new RegExp(
  `(?<![\\d年个第每到至、,.:/~零〇一二三四五六七八九十-] ?)(?<month>${monthNumber}) ?月(?:份|(?!饼|亮|经|供|薪|票|球))(?: ?(?<day>${dayNumber}) ?[日号])?`,
  'g',
);
const englishYear = new RegExp(
  `(?<![a-z])(?:(?<name>${monthNames})\\.?,? (?:of |in )?)?(?:the )?(?<year>year before last|last year|this year|next year)(?![a-z'])(?:,? (?:in )?(?<later>${monthNames})(?![a-z]))?`,
  'g',
);
const englishMonth = /(?<![a-z])(?<which>last|this|next) month(?![a-z'])/g;
const namedMonth = new RegExp(
  `(?<![a-z])(?<how>in|since|on|from|of|until|by|during|around|about|early|late|mid|last|this|next|past)[ -](?<name>${monthNames})(?![a-z])\\.?(?: (?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]| ?(?:am|pm)))?(?!,? (?:of |in )?(?:\\d{4}|'\\d\\d|(?:last|this|next) year))`,
  'g',
);
/** An age rather than a year: 今年48, 今年四十八了. */
const ageBehind =
  /^(?:就|刚|都|已经|快|也|满|是|才)? ?(?:\d{1,2}|[二三四五六七]?十[一二三四五六七八九]?)(?!\d| ?(?:月|年|[./-]\d))/;
/** "This may be": the verb. */
const subject = /^(?: (?:i|we|my|our|the|they)(?![a-z])|$|[,.;!?)])/;

export function relativeDates(message: NormalText, asOf: AsOf): DateMention[] {
  const { text } = message;
  const found: DateMention[] = [...withoutNumber(text)];
  const push = (match: RegExpExecArray, kind: 'date' | 'relative', value: string): void => {
    found.push({ start: match.index, end: match.index + match[0].length, kind, value });
  };
  for (const match of text.matchAll(chineseYear)) {
    const { year = '', month, day } = match.groups ?? {};
    if (month === undefined && ageBehind.test(text.slice(match.index + match[0].length, match.index + match[0].length + 8)))
      continue;
    push(match, 'relative', partialDate(asOf.year + (chineseYears[year] ?? 0), numberOf(month), numberOf(day)));
  }
  for (const match of text.matchAll(chineseMonth)) {
    const which = match.groups?.['which'] ?? '';
    if (which === '当') continue;
    push(
      match,
      'relative',
      monthsBack(asOf, which.startsWith('上上') ? 2 : which.startsWith('上') ? 1 : which.startsWith('下') ? -1 : 0),
    );
  }
  for (const match of text.matchAll(bareMonth)) {
    const { month = '', day } = match.groups ?? {};
    push(match, 'date', latest(asOf, smallNumber(month), numberOf(day)));
  }
  for (const match of text.matchAll(englishYear)) {
    const { year = '', name, later } = match.groups ?? {};
    const month = name ?? later;
    push(
      match,
      'relative',
      partialDate(asOf.year + (englishYears[year] ?? 0), month === undefined ? undefined : monthOfName(month)),
    );
  }
  for (const match of text.matchAll(englishMonth)) {
    const which = match.groups?.['which'];
    push(match, 'relative', monthsBack(asOf, which === 'last' ? 1 : which === 'next' ? -1 : 0));
  }
  for (const match of text.matchAll(namedMonth)) {
    const mention = ofNamedMonth(message, match, asOf);
    if (mention) found.push(mention);
  }
  return found;
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : smallNumber(text));

/**
 * "In June" is the latest June. "This May" lies in the as-of year; "last March" is the latest March before the as-of month, since
 * that is what most mean by it.
 */
function ofNamedMonth(message: NormalText, match: RegExpExecArray, asOf: AsOf): DateMention | undefined {
  const { how = '', name = '', day } = match.groups ?? {};
  const [start, end] = [match.index, match.index + match[0].length];
  const isVerb = name === 'may' || name === 'march' || name === 'mar';
  const nameStart = start + how.length + 1;
  const capital = /^[A-Z]/.test(message.quote(nameStart, nameStart + 1));
  if (isVerb && how === 'this' && !capital && !subject.test(message.text.slice(end, end + 6))) return undefined;
  const month = monthOfName(name);
  const onDay = numberOf(day);
  const place = { start: how === 'last' || how === 'this' || how === 'next' ? start : nameStart, end, kind: 'date' } as const;
  switch (how) {
    case 'this':
      return { ...place, kind: 'relative', value: partialDate(asOf.year, month, onDay) };
    case 'last':
      return { ...place, kind: 'relative', value: partialDate(month < asOf.month ? asOf.year : asOf.year - 1, month, onDay) };
    case 'next':
      return { ...place, kind: 'relative', value: partialDate(month > asOf.month ? asOf.year : asOf.year + 1, month, onDay) };
    default:
      return { ...place, value: latest(asOf, month, onDay) };
  }
}

const some: readonly (readonly [RegExp, 'duration' | 'relative'])[] = [
  [
    /(?<![a-z])(?<!how )(?:(?:quite )?a (?:good )?few|few|several|so many|too many|many|some|(?:a )?couple(?: of)?|a number of|numerous) (?:years|yrs|months|decades)(?! (?:old|later|from now|to go))(?![a-z])(?! ago)/g,
    'duration',
  ],
  [/(?<![a-z])for (?:(?:many |long )?years|ages|ever|a (?:long )?(?:while|time)|decades|donkey's years)(?![a-z])/g, 'duration'],
  [
    /(?<![a-z])(?:(?:(?:quite )?a (?:good )?few |several |many |some |(?:a )?couple (?:of )?)?(?:years|yrs|months|decades)|ages|a (?:long )?while|(?:a )?long time|long) ago(?![a-z])/g,
    'relative',
  ],
  [
    /(?:前(?:些|几|两)年|那几年|早些年|早年(?!间?的)|(?:好多|很多|许多|若干|几|数|好几|多|几十)年(?:以前|之前|前(?!后))|(?:很久|好久|老早)(?:以前|之前|前)?)/g,
    'relative',
  ],
  [
    /(?:好几|若干|好多|很多|许多|好些|这么多|几十|数十|好几十|[一]?大把|近几|这些|这几)个?[年月](?!级|制|以?后|之后)|(?<![少十百千几数好很许近])多年(?!级|制|以?后|之后)|(?<![第哪满要需等隔得好还再差多过到])[几数](?:年|个月)(?!级|制|[以之]?后|才|可以|能|[^,。!]{0,6}[?吗])|十几二十年|一年半载|年把/g,
    'duration',
  ],
];

const withoutNumber = (text: string): DateMention[] =>
  some.flatMap(([form, kind]) =>
    [...text.matchAll(form)].map((match): DateMention => ({
      start: match.index,
      end: match.index + match[0].length,
      kind,
      vague: true,
      reason: 'some',
    })),
  );
