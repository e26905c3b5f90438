/**
 * Dates and durations as people tell them, in both languages, in relation to a given day. A mention that leaves its date open ("nearly three
 * years", 十多年, "before 2019") is reported as vague, without a value: it has to be asked for, never guessed. Ages, counts, levels, telephone and
 * document numbers, times of day and sums of money are no mentions.
 */
import { calendarDates } from './calendar-dates.ts';
import { monthsBack, parseAsOf, type DateMention, type KnownDate } from './date-mention.ts';
import { durations } from './durations.ts';
import type { NormalText } from './normal-form.ts';
import { relativeDates } from './relative-dates.ts';

export type { DateMention, KnownDate, VagueDate, VagueReason } from './date-mention.ts';

/**
 * In the order of the message, none over another. A duration's value is the month that lies so long before the as-of day
 * (`YYYY-MM-DD`; anything else is a RangeError). Dates after that day are reported too: whether they can be is the caller's to judge. Linear.
 */
export function readDates(message: NormalText, asOf: string): DateMention[] {
  const { text } = message;
  const day = parseAsOf(asOf);
  const all = [...calendarDates(text, day), ...relativeDates(message, day), ...durations(text, day)];
  all.sort((one, other) => one.start - other.start || other.end - one.end);
  const apart: DateMention[] = [];
  for (const mention of all) if (mention.start >= (apart.at(-1)?.end ?? 0)) apart.push(mention);
  return apart.flatMap((mention, at) => {
    const next = apart[at + 1];
    // "Four years this month" is a stretch until now; full at any other time it is none, and that time no beginning.
    if (next && fills(text, mention, next)) return mention.value === monthsBack(day, 0) ? [] : unclear(mention);
    if (mention.vague || mention.kind === 'duration' || isStretch(text, mention)) return mention;
    return bounded(text, mention) ?? approximated(text, mention, apart[at - 1]?.end ?? 0, apart[at + 1]?.start ?? text.length);
  });
}

const untilFull =
  /^ ?(?:为止)?(?:就|才|正好|刚好|恰好|整整|整|要|将|会|已经?|刚|便|一共|总共){0,3}(?:满|到|够|有|是|干了|当了)? ?$/;

/** Whether the stretch of time is full at the date before it. */
const fills = (text: string, date: DateMention, next: DateMention): boolean =>
  date.kind !== 'duration' && next.kind === 'duration' && untilFull.test(text.slice(date.end, next.start));

const unclear = ({ start, end, kind }: DateMention): DateMention => ({ start, end, kind, vague: true, reason: 'unclear' });

/** "Three years ago" is exact to the month, whatever is said of it. */
const isStretch = (text: string, mention: DateMention): boolean => /(?:ago|back|前)$/.test(text.slice(mention.start, mention.end));

const boundBefore =
  /\b(?:before|by|until|till|prior to|no later than|up to|no earlier than|no sooner than|not before|after)(?: the)?(?: end of| year)? $/;
const boundBehind = /^ ?(?:的?(?:以前|之前|前(?!后|半|段))|(?:以后|之后|后(?![半来段])))/;

/** "Before 2019", 2019年以后: only one bound is known. */
function bounded(text: string, mention: KnownDate): DateMention | undefined {
  const head = boundBefore.exec(text.slice(Math.max(0, mention.start - 24), mention.start));
  const tail = boundBehind.exec(text.slice(mention.end, mention.end + 8));
  if (!head && !tail) return undefined;
  const { start, end, kind } = mention;
  const reason = head
    ? /^(?:after|no earlier|no sooner|not before)/.test(head[0])
      ? 'after'
      : 'before'
    : /前/.test(tail?.[0] ?? '')
      ? 'before'
      : 'after';
  return { start, end: end + (tail?.[0].length ?? 0), kind, vague: true, reason };
}

const aboutBefore =
  /(?:\b(?:around|about|circa|approximately|approx\.?|roughly|or maybe|somewhere (?:around|near))(?: the year)? |\bca?\.? ?|[~≈] ?|(?:大约|大概|约莫?|大致|大体|大抵|差不多|左右|好像|似乎|粗算|凭记忆|印象[中里])(?:就?是|在|记得)?(?:从|在)? ?)$/;
const aboutBehind =
  /^(?: ?左右| ?前后| ?差不多| ?那会儿| ?那阵子| ?上下|(?:的)?样子| or so\b| or thereabouts|[ -]?ish\b|,? (?:give or take|more or less|roughly|approximately)\b| ?~)/;

const unable =
  "(?:forg[eo]t(?:ten)?|slipped|no idea|not (?:so |quite |really |exactly )?sure|unsure|uncertain|(?:can't|cannot|can not|couldn't|could not|don't|do not|didn't|won't|wouldn't)(?: \\w+){0,2} (?:say|tell|know|remember|recall|be|have|find|name|give))";
const finer = '(?:month|day|date|exact(?:ly)?|more|precise(?:ly)?|details?|else|closer|rest)';
const openEnglish = new RegExp(
  `\\b(?:${unable}\\b[^.;!?]{0,32}?\\b${finer}|${finer}\\b[^.;!?]{0,16}?\\b${unable}|(?:month|day|date) (?:is |was )?(?:unknown|forgotten|unclear)|that's all i (?:know|remember|recall)|no more than that|(?:only|just) the year|forget when)\\b|^,? (?:but )?(?:i'm |i am )?not (?:so |quite |entirely |really )?sure(?=$|[.,;!?])`,
);
const onlyBefore =
  /(?:\b(?:(?:i )?only (?:know|remember|recall)|all i (?:know|remember|recall|can say)(?: is)?|the most i can say(?: is)?)\b[^.;!?]{0,24}|(?:只|就)(?:记得|知道|晓得|能说|想得起)[^,。;!?]{0,8})$/;
const unableChinese = '(?:忘(?:记|了|掉)?|记不|不记得|没记|想不|不清楚|不知道|不确定|不晓得|说不|讲不|没印象|拿不准|记不得)';
const finerChinese = '(?:月|天|日|号|具体|确切|准确|精确|详细|更|别的|其他|其它)';
const openChinese = new RegExp(
  `${finerChinese}[^。;!?]{0,10}?${unableChinese}|${unableChinese}[^。;!?]{0,8}?(?:哪个?月|几月|哪[一]?天|几号|月份|日期|具体|确切|准确|更)|[只就仅](?:知道|记得|有)(?:年份|这么多|这些)|^吧?[, ]*我?[也真]?(?:记不(?:太|大)?[清准]|不(?:太|大|敢)?确定)`,
);
/** What can't be told is the year of something else. */
const otherYear = /哪一?年|几几年|(?<!知道|记得|有)年份|(?:which|what) year/;
const onlyDay = /\b(?:day|date)\b|[天日号]/;
const alsoMonth = /\bmonth\b|月|exact|precise|more|else|rest|具体|确切|准确|更|别的|其他|其它/;

/** With `~` where the words around it say that no more than this is known. */
function approximated(text: string, mention: KnownDate, from: number, to: number): KnownDate {
  const head = text.slice(Math.max(from, mention.start - 48), mention.start);
  const tail = text.slice(mention.end, Math.min(to, mention.end + 64));
  const about = aboutBehind.exec(tail);
  // "I only know that it was on 28 November 2018" knows all.
  const isDay = mention.value.length === 10;
  if (!about && !aboutBefore.test(head) && !(onlyBefore.test(head) && !isDay) && (isDay || !leftOpen(head, tail, mention.value)))
    return mention;
  return { ...mention, end: mention.end + (about?.[0].length ?? 0), value: `${mention.value}~`, approximate: true };
}

function leftOpen(head: string, tail: string, value: string): boolean {
  const cue = [tail, head].map((side) => openEnglish.exec(side) ?? openChinese.exec(side)).find((match) => match !== null)?.[0];
  if (cue === undefined || otherYear.test(cue)) return false;
  // The month may still be known when it is the day that is not.
  return value.length > 4 || !onlyDay.test(cue) || alsoMonth.test(cue);
}
