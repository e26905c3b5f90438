/** A reply to the open question: short words that mean something only because of it. */
import type { Command, Reading } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { Fact, PolicyBook } from '../../policy/book.ts';
import type { NormalText } from '../../text/normal-form.ts';
import { tokenise } from '../../text/tokens.ts';
import type { OpenQuestion } from '../understander.ts';
import { saysDontKnow, saysNo, saysYes } from './clauses.ts';
import type { FactReading } from './fact-reader.ts';

const skip = /^(?:skip|pass|next|next question|skip (?:it|this|that)|跳过|下一题|下一个|略过|过)[.! ]*$/;
const takenBack =
  /^(?:that'?s |that is |no,? )?(?:wrong|not right|incorrect|a mistake)[.! ]*$|^(?:这个?|刚才)?(?:不对|错了|弄错了|搞错了|不是这样的?)[啊呀了哦吧]*[。! ]*$/;
const ordinals: readonly RegExp[] = [
  /^(?:(?:number|no\.?|option|choice|选项?|第|答案)\s*)?(\d{1,2})(?:\s*(?:号|个|项|st|nd|rd|th)?(?: one| option)?)?[.)、。!]?$/,
  /^(?:the )?(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?: one| option| choice)?[.!]?$/,
  /^(?:选|就|是)?第?([一二两三四五六七八九十])(?:个|项|号|种)?[。!]?$/,
];
const english = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const affirmed = /没有?问题|没有?错|无误|不错|不少|不仅|不但|不光/g;
const negation =
  /(?<![a-z])(?:no|not|n't|never|none|nope|isn't|don't|doesn't|haven't|wouldn't|unrelated|below|only a few|short of|still short|mostly office|nothing|weak|rather weak|lack)(?![a-z])|n't|没|不|无(?!论)|非(?!常)|未|谈不上|以下|一般|差/;
const agreeing =
  /(?<![a-z])(?:yes|yeah|yep|sure|right|ok|okay|of course|definitely|correct|i do|i have|i am|we are|we do|plenty|enough|always)(?![a-z])|是|对|有|嗯|够|好|行|聘了|符合|达到|一致|规范|强|密集|很多/;

/** The choice that a bare number or ordinal names, from 0; -1 for the last. Undefined where the text is no such thing. */
export function ordinalOf(text: string): number | undefined {
  for (const form of ordinals) {
    const word = form.exec(text.trim())?.[1];
    if (word === undefined) continue;
    if (word === 'last') return -1;
    if (/^\d+$/.test(word)) return Number(word) - 1;
    const place = english.indexOf(word);
    return place >= 0 ? place : '一二三四五六七八九十'.indexOf(word.replace('两', '二'));
  }
  return undefined;
}

/** Other facts are stated, and no yes or no goes before them: 没有职称 says nothing about the honours that were asked for. */
function statesOnlyOthers({ stated, ambiguous, clauses }: FactReading): boolean {
  if (stated.length + ambiguous.length === 0) return false;
  const [first] = clauses;
  return first?.polarity === undefined || [...stated, ...ambiguous].some(({ clause }) => clause === first);
}

export class ReplyReader {
  readonly #book: PolicyBook;

  constructor(book: PolicyBook) {
    this.#book = book;
  }

  /** The command that the message is as a reply, or undefined where it answers nothing that is open. */
  read(message: NormalText, open: OpenQuestion, reading: FactReading): Command | undefined {
    switch (open.kind) {
      case 'fact': {
        const fact = this.#book.facts.get(open.fact);
        return fact && this.#fact(message, fact, reading, open.known);
      }
      case 'clarify':
        return this.#clarify(message, open.readings, reading);
      case 'review':
      case 'offer':
        return this.#toConfirm(message, open.kind, reading);
    }
  }

  /** What states something of its own ("yes, but it is level 2") confirms nothing. */
  #toConfirm(message: NormalText, kind: 'review' | 'offer', reading: FactReading): Command | undefined {
    const reply = this.#confirmation(message, kind);
    const states = reading.stated.length + reading.ambiguous.length + reading.dates.length > 0;
    return states && reply?.type !== 'correct' ? undefined : reply;
  }

  #confirmation({ text, original }: NormalText, kind: 'review' | 'offer'): Command | undefined {
    const place = ordinalOf(text);
    if (place === 0) return { type: 'confirm', quote: original };
    if (place === 1 && kind === 'review') return { type: 'correct', quote: original };
    if (text.length > 40) return undefined;
    const bare = text.replaceAll(affirmed, '好');
    if (saysNo(bare) || /(?<![a-z])(?:wrong|not right|incorrect|change)(?![a-z])|不对|不是|有误|错|要改|修改/.test(bare))
      return kind === 'review' ? { type: 'correct', quote: original } : { type: 'cancel', quote: original };
    if (
      saysYes(bare) ||
      /(?<![a-z])(?:ok|okay|looks good|fine|confirm(?:ed)?|go ahead|that's right|all good|please do|let's go)(?![a-z])|对|没错|没问题|确认|可以|好|是的|行|正确|开始/.test(
        bare,
      )
    )
      return { type: 'confirm', quote: original };
    return undefined;
  }

  #clarify(message: NormalText, readings: readonly Reading[], reading: FactReading): Command | undefined {
    const { text, original } = message;
    const inform = ({ fact, value }: Reading): Command => ({ type: 'inform', fact, value, quote: original });
    if (takenBack.test(text)) return { type: 'correct', quote: original };
    const place = ordinalOf(text);
    if (place !== undefined) {
      const chosen = readings.at(place);
      if (chosen) return inform(chosen);
      return place === readings.length ? { type: 'dont-know', quote: original } : undefined;
    }
    const plain = reading.stated.find(({ fact, value }) => readings.some((each) => each.fact === fact && each.value === value));
    if (plain) return undefined;
    const named = readings.filter(({ fact }) => reading.named.includes(fact));
    const [byName] = named;
    const restated = reading.stated.some((each) => each.fact === byName?.fact);
    if (named.length === 1 && byName && !restated) return inform(byName);
    const wanted = new Set<string>();
    if (/(?<![a-z])titles?(?![a-z])|职称/.test(text)) wanted.add('titleLevel');
    if (/(?<![a-z])(?:skill|worker|cert|certs|certificate|qualification)(?![a-z])|技能|工人|工种/.test(text))
      wanted.add('skillLevel');
    const left = wanted.size === 1 ? readings.filter(({ fact }) => wanted.has(fact)) : [];
    const [only] = left;
    if (left.length === 1 && only) return inform(only);
    if (left.length > 1) return { type: 'inform', readings: left, quote: original };
    if (saysDontKnow(text) || skip.test(text) || /none of (?:these|them)|neither|都不是/.test(text))
      return { type: 'dont-know', quote: original };
    return undefined;
  }

  #fact(message: NormalText, fact: Fact, reading: FactReading, known: string | undefined): Command | undefined {
    const { text, original } = message;
    const inform = (value: FactValue): Command => ({ type: 'inform', fact: fact.id, value, quote: original });
    const dontKnow: Command = { type: 'dont-know', fact: fact.id, value: 'dontKnow', quote: original };
    if (skip.test(text)) return dontKnow;
    // To a yes-or-no question it is a no; to any other it takes back what was noted before.
    if (fact.type !== 'boolean' && takenBack.test(text)) return { type: 'correct', quote: original };
    if (reading.stated.length === 0 && reading.clauses.every(({ hypothetical }) => hypothetical)) return undefined;
    const stated = reading.stated.find((each) => each.fact === fact.id);
    if (fact.type === 'date') return this.#date(message, reading, stated?.value, known, inform, dontKnow);
    if (stated) return { ...inform(stated.value), quote: message.quote(stated.start, stated.end) };
    const place = ordinalOf(text);
    const label = this.#byLabel(text, fact);
    if (label !== undefined) return inform(fact.type === 'set' ? [label] : fact.type === 'boolean' ? label === 'true' : label);
    if (place !== undefined && fact.type !== 'level') return this.#byPlace(fact, place, inform, dontKnow);
    const ambiguous = reading.ambiguous.flatMap(({ readings }) => readings).filter((each) => each.fact === fact.id);
    const [only] = ambiguous;
    if (ambiguous.length === 1 && only) return inform(only.value);
    if (ambiguous.length > 1) return { type: 'inform', readings: ambiguous, quote: original };
    // "technician", "level 3" to the question for the skill level: names that mean this fact among others.
    const sought = reading.sought.find((each) => each.fact === fact.id);
    if (sought?.value !== undefined && !/(?<![a-z])(?:can|want)(?![a-z])|想|能不能/.test(text)) return inform(sought.value);
    if (place !== undefined) return this.#byPlace(fact, place, inform, dontKnow);
    const bare = text.replaceAll(affirmed, '好');
    if (saysDontKnow(text)) return dontKnow;
    if (statesOnlyOthers(reading)) return fact.type === 'boolean' ? this.#amongOthers(fact, reading, inform) : undefined;
    if (text.length > 80) return undefined;
    switch (fact.type) {
      case 'boolean':
        if (saysNo(bare) || (!saysYes(bare) && negation.test(bare))) return inform(false);
        return agreeing.test(bare) || this.#echoes(text, fact) ? inform(true) : undefined;
      case 'set':
        return negation.test(bare) ? inform([]) : undefined;
      case 'level':
      case 'choice': {
        // A denial that takes back something else, or comes with other facts, is no "none of these".
        if (reading.stated.length + reading.ambiguous.length > 0 || reading.clauses.some(({ correction }) => correction))
          return undefined;
        const values = fact.choices.map((choice) => choice.value);
        if (!negation.test(bare) && !/(?<![a-z])(?:other|else|another)(?![a-z])|其他|别的|其它/.test(text)) return undefined;
        if (values.includes('none')) return inform('none');
        return values.includes('other') ? inform('other') : undefined;
      }
    }
  }

  #byPlace(fact: Fact, place: number, inform: (value: FactValue) => Command, dontKnow: Command): Command | undefined {
    const values = fact.choices.map((choice) => choice.value);
    const listed = fact.type === 'set' ? [...values, 'none'] : values;
    if (place === listed.length || place === -1) return dontKnow;
    const value = listed.at(place);
    if (value === undefined) return undefined;
    if (fact.type === 'set') return inform(value === 'none' ? [] : [value]);
    return inform(fact.type === 'boolean' ? value === 'true' : value);
  }

  /** The value whose label (or id) the whole message is. */
  #byLabel(text: string, fact: Fact): string | undefined {
    const plain = (each: string): string => each.toLowerCase().replaceAll(/[\s().,!?（）。，、-]+/g, '');
    const wanted = plain(text);
    return fact.choices.find(({ value, label }) => [value, label.en, label.zh].some((each) => plain(each) === wanted))?.value;
  }

  /** Beside other facts the reply is a clause of its own, in the words of what was asked: "…, dense in talent, …". */
  #amongOthers(
    fact: Fact,
    { stated, ambiguous, clauses }: FactReading,
    inform: (value: FactValue) => Command,
  ): Command | undefined {
    const free = clauses.filter((clause) => ![...stated, ...ambiguous].some((each) => each.clause === clause));
    const names = pairsOf(`${fact.label.en} ${fact.label.zh}`);
    const own = free.find(({ text }) => tokenise(text).some((token) => names.has(token.text)));
    return own && inform(!negation.test(own.text.replaceAll(affirmed, '好')));
  }

  /** A short reply in the question's own words ("front line", "在聘") agrees with it. */
  #echoes(text: string, fact: Fact): boolean {
    const own = pairsOf([fact.question.en, fact.question.zh, fact.label.en, fact.label.zh].join(' '));
    return text.length <= 60 && tokenise(text).some((token) => own.has(token.text));
  }

  #date(
    { text, original }: NormalText,
    reading: FactReading,
    stated: FactValue | undefined,
    known: string | undefined,
    inform: (value: FactValue) => Command,
    dontKnow: Command,
  ): Command | undefined {
    if (known !== undefined) {
      const finer = finerDate(text, known);
      if (finer !== undefined) return inform(finer);
    }
    const date = reading.dates.find((each) => each.vague !== true);
    if (stated === 'dontKnow' || (!date && (saysDontKnow(text) || skip.test(text)))) return { ...dontKnow, quote: original };
    if (stated !== undefined) return inform(stated);
    return date ? inform(date.value) : undefined;
  }
}

/** The words of a text that say something: Chinese pairs, and longer English words. */
const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(
    tokenise(text.toLowerCase())
      .filter(({ kind, text: token }) => kind === 'pair' || token.length > 3)
      .map((token) => token.text),
  );

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * "May", "五月", "the 17th", "5" as the month of a known year or the day of a known month, with a day behind the month if there is
 * one; undefined where it is none of these.
 */
function finerDate(text: string, known: string): string | undefined {
  if (/\d{4}/.test(text)) return undefined;
  const two = (number: number): string => String(number).padStart(2, '0');
  const numbers = [
    ...text.matchAll(
      /(?<!\d)(\d{1,2})(?!\d)|([二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])(?=月|号|號|日)/g,
    ),
  ].map(([, digits, han]) => (digits === undefined ? hanSmall(han ?? '') : Number(digits)));
  const named = months.findIndex((month) => new RegExp(`(?<![a-z])(?:${month}|${month.slice(0, 3)})(?![a-z])`).test(text)) + 1;
  const [first, second] = named > 0 ? [named, ...numbers] : numbers;
  if (known.length > 4) {
    const day = named > 0 || /月/.test(text) ? second : first;
    return isDay(day) ? `${known}-${two(day)}` : undefined;
  }
  if (first === undefined || first < 1 || first > 12) return undefined;
  const withDay = isDay(second) && (named > 0 || /月.*[号號日]/.test(text));
  return `${known}-${two(first)}${withDay ? `-${two(second)}` : ''}`;
}

const isDay = (number: number | undefined): number is number => number !== undefined && number >= 1 && number <= 31;

/** 一 … 三十一, 廿三. */
function hanSmall(word: string): number {
  const [, tens, ones] = /^(?:([二三]?)十|(?=廿))?廿?([一二三四五六七八九]?)$/.exec(word) ?? [];
  const digit = (han: string | undefined): number => (han ? '一二三四五六七八九'.indexOf(han) + 1 : 0);
  const ten = word.includes('廿') ? 20 : word.includes('十') ? 10 * (digit(tens) || 1) : 0;
  return ten + digit(ones);
}
