/** "For six years", 三年半, "three years ago", 快两年了: stretches of time that end at the as-of day. */
import { monthsBack, type AsOf, type DateMention, type VagueReason } from './date-mention.ts';
import { readNumerals, type Numeral } from './numerals.ts';
import { meaningOfYears } from './two-digit-years.ts';

/** What stands between the number and its unit, the unit, and what is added to it. */
const englishUnit =
  /^(?<half>[ -]and[ -]a[ -]half)? ?(?:(?:full|whole|solid|complete|straight|long|good) )?(?<unit>years?|yrs?|decades?|months?|mos|weeks?|days?)(?![a-z-])(?:'(?!s)|\.(?=[ ,]))?(?<andHalf> and (?:a|one) half)?/;
const chineseUnit =
  /^ ?(?:个?整)?(?:(?<unit>年|载)|(?:个(?<halfMonth>半)?(?<blur>多|来)?)(?<month>月)|个?(?<week>星期|礼拜|周)|(?<day>天))(?<half>半)?/;
const adjective = /^-(?:years?|yrs?)(?= (?:of )?experience)/;
/** Months after years: "and 2 months", 零三个月. */
const englishMonths = /^,? (?:and )?$/;
const chineseMonths = /^ ?(?:零|又|加|外加|,)? ?$/;

/** The stretch is no time until now: every third year, a three-year course, in three years. */
const notSince = [
  /\b(?:in|within) the (?:last|past|next|first) $/,
  /\b(?:every|each|within|in|after|next|another|first|final|per|further|remaining|needs?|needed|requires?|required|must have|how many|short by|by|took|takes?|wait|lasts?|once|twice|times)(?: a| the(?: last| past| next| first)?)? $/,
  /(?:第|每|前|头|后|再过?|差|还要|还需要?|还得|未来|今后|需要?|要求|隔) ?$/,
  /(?<!\d)\d{1,2} ?(?:[/、]|,? and |, ?) ?$/,
];
const notSinceBehind =
  /^(?: (?:old|of age|later|from now|after|before|earlier|prior|to go|left|more|short|away|hence|apart|minimum|program(?:me)?s?|courses?|degrees?|diplomas?|colleges?|plans?|contracts?)(?![a-z])|[级制代龄轮会]|期(?!间)|学制|以?后|之后|以内|之内|内(?=[,。]|能|可|有)|以下|一(?:次|度|届|评|检|审)|计划|规划|才(?:能|可))/;
/** 有一年, 那一年: a certain year. */
const certainYear = /(?:那|这|有|同|某|哪|下|上|另)$/;

const blurBefore: readonly (readonly [RegExp, VagueReason])[] = [
  [
    /\b(?:nearly|almost|not quite|close to|coming up (?:on|to|for)|going on(?: for)?|getting on for|approaching|(?:just )?(?:under|short of|shy of)|less than|fewer than|up to|(?:about|going|set) to be|will(?: soon)? (?:be|have been)|soon(?: be)?|not yet|(?:haven't|hasn't|not) (?:even )?(?:had|held|done|got|been)(?: (?:it|them))?(?: for)?)(?: for)?(?: (?:a|my|the|full|as an?(?: \w+){1,3}))* $/,
    'nearly',
  ],
  [
    /(?:快(?!乐|捷|速)|将近|接近|即将|马上|就要|眼看|近|不到|不足|不满|[未没](?:有|干|做|当|拿)?[满到够]|差一?点|差(?:[一两二三几半]|十来)?(?:个多?月|天)|下个?月|明年|再过[^,。]{1,6})(?:就|要|有|是|满|到|干|当|做|拿证?|持证|够|整|了){0,3} ?$/,
    'nearly',
  ],
  [
    /\b(?:over(?! the)|more than|at least|above|upwards of|longer than|beyond|exceeding|no less than|a little over|a bit over)(?: a)? $/,
    'more',
  ],
  [/(?:超过|多于|至少|不止|不下|不少于|起码|最少) ?$/, 'more'],
  [/\b(?:about|around|roughly|approximately|approx\.?|something like|maybe|some|perhaps|probably)(?: a)? $|~ ?$/, 'about'],
  [/(?:大约|大概|约|差不多|大致|可能|好像|估计)(?:有|是|干了|当了|做了)? ?$/, 'about'],
];
const blurBehind: readonly (readonly [RegExp, VagueReason])[] = [
  [/^(?:都|还)*(?:不到|不满|[没未](?:有)?[满到]|差一?点|差[一两几]?个?(?:月|天))/, 'nearly'],
  [
    /^ (?:soon|yet|next (?:month|week|year)|in (?:a|one|two|three) (?:weeks?|months?)|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![a-z])/,
    'nearly',
  ],
  [
    /^(?: ?\+|-?plus(?![a-z])| plus(?![a-z])| and (?:a bit|some|change|more|(?:a few|some|several) months)(?![a-z])| or more| odd(?![a-z]))/,
    'more',
  ],
  [/^ ?(?:多|余|有余|出头|挂零|以上|有多|零?[几数]个月|好几个月)/, 'more'],
  [/^(?: ?左右| ?上下| ?前后| or so|-?ish| give or take| more or less|, (?:roughly|more or less|give or take))/, 'about'],
];
const ago = /^(?: ago(?![a-z])| back(?= |$|[,.;!?])| ?(?:以前|之前|前(?!后|提|的话)))/;

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
  /** In months; undefined where it is counted in days, which gives the month only vaguely. */
  readonly months: number;
  readonly vague?: VagueReason;
}

function stretch(text: string, numeral: Numeral, next: Numeral | undefined): Stretch | undefined {
  const tail = text.slice(numeral.end, numeral.end + 40);
  const match = englishUnit.exec(tail) ?? chineseUnit.exec(tail) ?? adjective.exec(tail);
  // Four digits are a year, and 三月 is March.
  if (!match || numeral.value >= 1000 || numeral.value === 0) return undefined;
  const { unit = 'year', half, andHalf, month, halfMonth, blur, week, day } = match.groups ?? {};
  const end = numeral.end + match[0].length;
  const vague = numeral.vague ?? (blur === undefined ? undefined : 'more');
  const count = numeral.value + (half === undefined && andHalf === undefined && halfMonth === undefined ? 0 : 0.5);
  if (week !== undefined || day !== undefined || /^(?:week|day)/.test(unit)) {
    const days = count * (week !== undefined || unit.startsWith('week') ? 7 : 1);
    return { end, months: Math.round(days / 30.4), ...blurred(vague ?? 'about') };
  }
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
  const behind = text.slice(length.end, length.end + 24);
  if (notSince.some((cue) => cue.test(head)) || notSinceBehind.test(behind)) return undefined;
  if (certainYear.test(head) && /^一 ?年/.test(text.slice(numeral.start, numeral.start + 3)) && !/^[了多半]/.test(behind))
    return undefined;
  const cue = blurBehind.find(([form]) => form.test(behind));
  const reason = length.vague ?? cue?.[1] ?? blurBefore.find(([form]) => form.test(head))?.[1];
  const blurEnd = length.end + (cue?.[0].exec(behind)?.[0].length ?? 0);
  const past = ago.exec(text.slice(blurEnd, blurEnd + 8));
  const place = { start: numeral.start, end: blurEnd + (past?.[0].length ?? 0), kind: past ? 'relative' : 'duration' } as const;
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
