/** "For six years", 三年半, "three years ago", 快两年了: stretches of time that end at the as-of day. */
import { isNotSince, surroundings } from './duration-cues.ts';
import { monthsBack, type AsOf, type DateMention, type VagueReason } from './date-mention.ts';
import { readNumerals, type Numeral } from './numerals.ts';
import { meaningOfYears } from './two-digit-years.ts';

/** What stands between the number and its unit, the unit, and what is added to it. */
const englishUnit =
  /^(?<half>[ -]and[ -]a[ -]half)? ?(?:(?:full|whole|solid|complete|straight|long|good) )?(?<unit>years?|yrs?|decades?|months?|mos)(?![a-z-])(?:(?<=s)'|(?<=yrs?)\.)?(?<andHalf> and (?:a|one) half)?/;
const chineseUnit = /^ ?(?:个?整)?(?:(?<unit>年|载)|(?:个(?<halfMonth>半)?(?<blur>多|来)?)(?<month>月))(?<half>半)?/;
const adjective = /^-(?:years?|yrs?)(?= (?:of )?experience)/;
/** Months after years: "and 2 months", 零三个月. */
const englishMonths = /^,? (?:and )?$/;
const chineseMonths = /^ ?(?:零|又|加|外加|,)? ?$/;

const longest = 80 * 12;

export function durations(text: string, asOf: AsOf): DateMention[] {
  const years = new Set(meaningOfYears(text, asOf).flatMap((each) => (each.meaning === 'duration' ? [] : [each.start])));
  const numerals = readNumerals(text);
  const found: DateMention[] = [];
  for (const [at, numeral] of numerals.entries()) {
    if (years.has(numeral.start) || numeral.start < (found.at(-1)?.end ?? 0)) continue;
    const length = stretch(text, numeral, numerals[at + 1]);
    const mention = length && inContext(text, numeral, length, asOf);
    if (mention) found.push(mention);
  }
  return [...found, ...halves(text, asOf), ...articles(text, asOf), ...elliptical(text, asOf, found)];
}

interface Stretch {
  readonly end: number;
  readonly months: number;
  readonly vague?: VagueReason;
}

function stretch(text: string, numeral: Numeral, next: Numeral | undefined): Stretch | undefined {
  const tail = text.slice(numeral.end, numeral.end + 40);
  const match = englishUnit.exec(tail) ?? chineseUnit.exec(tail) ?? adjective.exec(tail);
  // Four digits are a year, and 三月 is March.
  if (!match || numeral.value >= 1000 || numeral.value === 0) return undefined;
  const { unit = 'year', half, andHalf, month, halfMonth, blur } = match.groups ?? {};
  const end = numeral.end + match[0].length;
  const vague = numeral.vague ?? (blur === undefined ? undefined : 'more');
  const count = numeral.value + (half === undefined && andHalf === undefined && halfMonth === undefined ? 0 : 0.5);
  const months = count * (month !== undefined || unit.startsWith('mo') ? 1 : unit.startsWith('decade') ? 120 : 12);
  const whole = Math.abs(months - Math.round(months)) < 0.001;
  const more = month === undefined && !unit.startsWith('mo') && next ? monthsOf(text, end, next) : undefined;
  if (!more || half !== undefined) return { end, months: Math.round(months), ...blurred(vague ?? (whole ? undefined : 'about')) };
  return { end: more.end, months: Math.round(months) + more.months, ...blurred(vague ?? more.vague) };
}

const blurred = (vague: VagueReason | undefined): { vague?: VagueReason } => (vague === undefined ? {} : { vague });

/** Months right after years. */
function monthsOf(text: string, end: number, next: Numeral): Stretch | undefined {
  const gap = text.slice(end, next.start);
  if (next.start < end || !(englishMonths.test(gap) || chineseMonths.test(gap))) return undefined;
  const unit = /^ ?(?:months?|mos)(?![a-z])|^ ?个(半)?月/.exec(text.slice(next.end, next.end + 8));
  if (!unit) return undefined;
  const vague = next.vague ?? (unit[1] === undefined ? undefined : 'about');
  return { end: next.end + unit[0].length, months: next.value, ...blurred(vague) };
}

function inContext(text: string, numeral: Pick<Numeral, 'start'>, length: Stretch, asOf: AsOf): DateMention | undefined {
  const head = text.slice(Math.max(0, numeral.start - 48), numeral.start);
  const behind = text.slice(length.end, length.end + 32);
  if (isNotSince(head, text.slice(numeral.start, length.end), behind)) return undefined;
  const around = surroundings(head, behind);
  const reason = length.vague ?? around.reason;
  const place = { start: numeral.start, end: length.end + around.length, kind: around.past ? 'relative' : 'duration' } as const;
  if (reason !== undefined) return { ...place, vague: true, reason };
  return length.months > longest ? undefined : { ...place, value: monthsBack(asOf, length.months) };
}

/** 半年, "half a year". */
const half = /(?<blur>大|小|多)?(?<![上下前后年])半年(?<more>多)?(?!报|度|内|后|以后|一)|(?<![a-z])half a year(?![a-z])/g;

const halves = (text: string, asOf: AsOf): DateMention[] =>
  [...text.matchAll(half)].flatMap((match) => {
    const { blur, more } = match.groups ?? {};
    const vague = more === undefined ? (blur === undefined ? undefined : 'about') : 'more';
    const mention = inContext(
      text,
      { start: match.index },
      { end: match.index + match[0].length, months: 6, ...blurred(vague) },
      asOf,
    );
    return mention ? [mention] : [];
  });

/** "A year ago", "for a year and a half", "a decade": the article is a one only where a stretch of time is meant. */
const article =
  /(?<![a-z])an? (?:full |whole |good )?(?<unit>year|decade|month)(?<half> and a half)?(?![a-z'-])(?<ago>(?: or so| and a bit)? ago(?![a-z]))?/g;
const stretched =
  /\b(?:for|it's been|been|held|holding|had|having|since|over|almost|nearly|about|around|only|just|already|more than|under|less than|not quite|not even|quite)(?: (?:it|that|this|one|them|for|about|almost|nearly|over|only|just|not quite|around|more than|less than|under))* $/;

const articles = (text: string, asOf: AsOf): DateMention[] =>
  [...text.matchAll(article)].flatMap((match) => {
    const { unit, half, ago } = match.groups ?? {};
    const head = text.slice(Math.max(0, match.index - 32), match.index);
    const behind = text.slice(match.index + match[0].length, match.index + match[0].length + 10);
    if (unit !== 'decade' && ago === undefined && half === undefined && !stretched.test(head) && !/^ (?:now|already)/.test(behind))
      return [];
    const one = unit === 'decade' ? 120 : unit === 'month' ? 1 : 12;
    const end = match.index + match[0].length - (ago?.length ?? 0);
    const months = one * (half === undefined ? 1 : 1.5);
    const vague = months % 1 === 0 ? undefined : 'about';
    const mention = inContext(text, { start: match.index }, { end, months: Math.round(months), ...blurred(vague) }, asOf);
    return mention ? [mention] : [];
  });

/** "Senior worker for twelve years and an engineer for two": the years of the second are left out. */
function elliptical(text: string, asOf: AsOf, said: readonly DateMention[]): DateMention[] {
  const first = said.find((mention) => mention.kind === 'duration' && /year|yr/.test(text.slice(mention.start, mention.end)));
  if (!first) return [];
  return readNumerals(text).flatMap((numeral): DateMention[] => {
    if (numeral.start < first.end || numeral.value >= 80 || !Number.isInteger(numeral.value)) return [];
    const [head, behind] = [text.slice(Math.max(0, numeral.start - 24), numeral.start), text.slice(numeral.end, numeral.end + 8)];
    if (
      !/\bfor (?:(?:nearly|almost|about|over|more than|less than) )?$/.test(head) ||
      !/^(?:$|[,.;!?]| (?:and|but|now|already|so)\b)/.test(behind)
    )
      return [];
    const mention = inContext(text, numeral, { end: numeral.end, months: numeral.value * 12, ...blurred(numeral.vague) }, asOf);
    return mention ? [mention] : [];
  });
}
