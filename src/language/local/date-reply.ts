/** A reply to the question since when: one date, or none that could be told for sure. */
import type { Command } from '../../command/command.ts';
import { dontKnow } from '../../eligibility/credentials.ts';
import type { Fact } from '../../policy/book.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { DateMention } from '../../text/dates.ts';
import type { NormalText } from '../../text/normal-form.ts';
import { saysDontKnow } from './clauses.ts';
import type { FactReading } from './fact-reading.ts';
import { finerDate } from './finer-date.ts';
import { plain, sure, type ReplyScore } from './reply-classifier.ts';

/** Fewer characters beside what was read say nothing more. */
export const mostAside = 5;
/** A date with no more than "since … ." around it. */
export const mostAround = 10;
/** A time without any number, or one that has more readings than one. */
const vagueTime =
  /^(?:(?:有|干了|当了|都|已经|也)*(?:好多|很多|好几|许多|好些|几|多少|老多|n)年(?:了|头)?[了啊吧呢。.! ]*|(?:很|好|老)(?:久|早)(?:以前|之前)?(?:了|就有了)?[。.! ]*|(?:since )?(?:forever|ages|ages ago|long ago|a long time(?: ago)?|for ages|many years(?: ago)?|years ago|some years(?: ago)?)[.! ]*|\d{1,2}[/.]\d{1,2}[/.]\d{2})$/;

/**
 * The command that the message is as a reply to the question for a date; undefined where it answers nothing.
 * @param stated the date that the message states for the fact by name
 * @param known the partial date already given, where its month or day is asked for
 */
export function dateReply(
  message: NormalText,
  reading: FactReading,
  fact: Fact,
  stated: FactValue | undefined,
  known: string | undefined,
  scores: readonly ReplyScore[],
  inform: (value: FactValue) => Command,
): Command | undefined {
  const { text } = message;
  const finer = known === undefined ? undefined : finerDate(text, known);
  if (finer !== undefined) return inform(finer);
  const [best] = scores;
  const given = givenDate(message, fact, reading);
  if (given === 'several') return { type: 'outside', quote: message.original };
  const date = stated ?? given?.value;
  if (date === dontKnow || date === undefined) {
    const vague = reading.dates.length > 0;
    const unknown = best?.value === dontKnow && best.probability >= sure && !vague;
    if (date === dontKnow || saysDontKnow(text) || unknown) return inform(dontKnow);
    // A time that gives no date answers nothing, and is no message of another kind.
    return (vague && isTime(text, reading)) || vagueTime.test(text) ? { type: 'outside', quote: message.original } : undefined;
  }
  // A date and nothing else is meant as it stands.
  const bare = given !== undefined && text.length - (given.end - given.start) < mostAside;
  // "Not 2019, 2021" is no approximation.
  const about = !bare && !corrects.test(text) && best?.value === 'approximate' && best.probability >= plain;
  return inform(about && typeof date === 'string' && !date.endsWith('~') ? `${date}~` : date);
}

/** The date of a reply to the question for one; several that do not correct each other have to be asked about. */
function givenDate(
  { text }: NormalText,
  fact: Fact,
  { ownDates, dates, stated, clauses }: FactReading,
): DateMention | 'several' | undefined {
  const isOthers = ({ start }: DateMention): boolean =>
    stated.some((each) => each.fact !== fact.id && each.start <= start && start < each.end);
  const denied = ({ start }: DateMention): boolean => deniedBefore.test(text.slice(0, start));
  const told = ownDates.filter((date) => !isOthers(date) && !denied(date));
  if (told.length === 0)
    return dates.some((date) => date.vague !== true && !isOthers(date)) && !clauses.some(({ question }) => question)
      ? 'several'
      : undefined;
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last || first.value === last.value || last.value?.startsWith(first.value ?? '-')) return last;
  return corrects.test(text.slice(first.end, last.start)) ? last : 'several';
}

const deniedBefore = /(?:not|不是|并非|instead of|rather than) (?:in |since )?$|(?:不是|并非)$/;
const corrects = /(?<![a-z])(?:no|not|wait|sorry|actually|i mean|rather|correction)(?![a-z])|不|错|改|应该|口误/;

/** Hardly more than a time is said. */
const isTime = (text: string, { dates, clauses }: FactReading): boolean =>
  !clauses.some(({ question }) => question) &&
  text.length - dates.reduce((length, { start, end }) => length + end - start, 0) < mostAround * 2;
