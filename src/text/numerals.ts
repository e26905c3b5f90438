/**
 * Numbers as people write them: figures (12, 1.5, 2万, 8k), English words (twenty-two, a dozen), Chinese (十二, 两, 廿, 二〇一九, 一万五),
 * with what they leave open (about ten, 十多, 快三, 两三). Text in normal form is expected. "A couple", "several" and 几 are no numbers.
 */
export type Vagueness = 'about' | 'more' | 'nearly' | 'range';

export interface Numeral {
  /** Place in the text, [start, end). */
  readonly start: number;
  readonly end: number;
  /** The number; of a range, its lower end. */
  readonly value: number;
  /** Upper end of a range. */
  readonly upper?: number;
  readonly vague?: Vagueness;
  /** How it is written. `positional`: digit by digit, as 九八 or 二〇一九. */
  readonly script: 'figures' | 'words' | 'han' | 'positional';
}

const units: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const tens: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const scales: Readonly<Record<string, number>> = { dozen: 12, hundred: 100, thousand: 1000, million: 1_000_000 };
const hanDigits = '零一二三四五六七八九';
const hanScales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };

const word = [...Object.keys(tens), ...Object.keys(units)].toSorted((one, other) => other.length - one.length).join('|');
const scale = Object.keys(scales).join('|');
const hanNumber = '[零〇一二两三四五六七八九十百千万亿廿卅]';
const figures = '\\d{1,12}(?!\\d)(?:,\\d{3}(?!\\d)){0,3}(?:\\.\\d{1,4}(?!\\d))?';
/** Where a number may begin: figures, Han numerals (not 几十), an English word. */
const candidate = new RegExp(
  `(?<![\\d.])(?<figures>${figures})(?<scale>[万亿千百]|k(?![a-z]))?` +
    `|(?<![几数多零〇一二两三四五六七八九十百千万亿廿卅])(?<han>(?!零\\d)${hanNumber}{1,16})` +
    `|(?<![a-z])(?<words>(?:(?:half )?a (?:${scale})|${scale}|${word})(?:(?: and |-| )?(?:${word}|(?:${scale})s?)){0,6})(?![a-z])`,
  'g',
);

/** Every number in the text, in its order. Linear. */
export function readNumerals(text: string): Numeral[] {
  const found: Numeral[] = [];
  for (const match of text.matchAll(candidate)) {
    const plain = plainNumeral(match);
    if (plain) found.push(...plain);
  }
  return joinRanges(text, found).map((numeral) => hedged(text, numeral));
}

function plainNumeral(match: RegExpExecArray): Numeral[] | undefined {
  const { figures, scale, han, words } = match.groups ?? {};
  const [start, end] = [match.index, match.index + match[0].length];
  if (figures !== undefined) {
    const times = scale === undefined ? 1 : scale === 'k' ? 1000 : (hanScales[scale] ?? 1);
    const value = Math.round(Number(figures.replaceAll(',', '')) * times * 10_000) / 10_000;
    return [{ start, end, value, script: 'figures' }];
  }
  if (han !== undefined) return [hanNumeral(han, start)];
  return words === undefined ? undefined : englishNumerals(words, start);
}

/** The value of English number words, or of each number where they are two ("two three" is no twenty-three). */
function englishNumerals(text: string, offset: number): Numeral[] {
  const numerals: Numeral[] = [];
  let [total, current, start, end] = [0, 0, -1, -1];
  let last: 'unit' | 'ten' | 'scale' | undefined;
  const close = (): void => {
    if (start >= 0) numerals.push({ start: offset + start, end: offset + end, value: total + current, script: 'words' });
    [total, current, start, last] = [0, 0, -1, undefined];
  };
  for (const match of text.matchAll(/[a-z]+/g)) {
    const each = match[0];
    const [unit, ten, times] = [units[each], tens[each], scales[each.replace(/s$/, '')]];
    if (unit !== undefined) {
      if (last === 'unit' || (last === 'ten' && (unit > 9 || unit === 0))) close();
      current += unit;
      last = 'unit';
    } else if (ten !== undefined) {
      if (last === 'unit' || last === 'ten') close();
      current += ten;
      last = 'ten';
    } else if (times !== undefined) {
      const multiplied = (current === 0 ? (text.startsWith('half a ') ? 0.5 : 1) : current) * times;
      if (times >= 1000) [total, current] = [total + multiplied, 0];
      else current = multiplied;
      last = 'scale';
    } else if (each !== 'a' && each !== 'half') continue;
    if (start < 0) start = match.index;
    end = match.index + each.length;
  }
  close();
  return numerals;
}

const digitOf = (character: string): number => (character === '两' ? 2 : character === '〇' ? 0 : hanDigits.indexOf(character));

/** Chinese numerals: by place (二十二, 一万五, 廿三), digit by digit (二〇一九, 九八), or two neighbours as a range (两三, 三五, 十二三, 二三十). */
function hanNumeral(text: string, start: number): Numeral {
  const end = start + text.length;
  const range = hanRange(text);
  if (range) return { start, end, value: range[0], upper: range[1], vague: 'range', script: 'han' };
  if (text.length > 1 && Array.from(text).every((each) => digitOf(each) >= 0))
    return { start, end, value: Number(Array.from(text).map(digitOf).join('')), script: 'positional' };
  return { start, end, value: hanValue(text), script: 'han' };
}

function hanRange(text: string): [number, number] | undefined {
  const match = /^(?<before>.{0,3}十|廿|卅)?(?<low>[一两二三四五六七八])(?<high>[二两三四五六七八九])(?<after>[十百千万])?$/.exec(
    text,
  );
  const { before, low, high, after } = match?.groups ?? {};
  if (low === undefined || high === undefined) return undefined;
  const [from, to] = [digitOf(low), digitOf(high)];
  if (to !== from + 1 && !(from === 3 && to === 5)) return undefined;
  const base = before === undefined ? 0 : hanValue(before);
  const times = after === undefined ? 1 : (hanScales[after] ?? 1);
  return [base + from * times, base + to * times];
}

function hanValue(text: string): number {
  let [total, section, digit] = [0, 0, 0];
  let [lastScale, zero] = [0, false];
  for (const each of text.replaceAll('廿', '二十').replaceAll('卅', '三十')) {
    const times = hanScales[each];
    if (times === undefined) {
      zero ||= digitOf(each) === 0;
      digit = digitOf(each);
    } else if (times >= 10_000) {
      total = (total + section + digit || 1) * times;
      [section, digit, lastScale, zero] = [0, 0, times, false];
    } else {
      section += (digit || 1) * times;
      [digit, lastScale, zero] = [0, times, false];
    }
  }
  // 一万五 and 三千五 drop the last place: a digit straight after 万, 千 or 百 counts tenths of it.
  return total + section + digit * (lastScale >= 100 && !zero ? lastScale / 10 : 1);
}

/** "2-3", "two or three", "3 to 5", 三到五, 2、3 */
const between = /^(?: ?[-~] ?| ?(?:to|or) |[到至、])$/;

function joinRanges(text: string, numerals: readonly Numeral[]): Numeral[] {
  const joined: Numeral[] = [];
  for (const numeral of numerals) {
    const before = joined.at(-1);
    const linked = before !== undefined && before.upper === undefined && numeral.upper === undefined;
    if (linked && before.value < numeral.value && numeral.value < 100 && between.test(text.slice(before.end, numeral.start)))
      joined[joined.length - 1] = { ...before, end: numeral.end, upper: numeral.value, vague: 'range' };
    else joined.push(numeral);
  }
  return joined;
}

const before: readonly (readonly [RegExp, Vagueness])[] = [
  [/(?:nearly|almost|not quite|close to|approaching|just under|less than|fewer than|under|up to)(?: a)? $/, 'nearly'],
  [/(?:将近|接近|近|快到?|不到|不足|未满|没满|不满|即将|差不多快) ?$/, 'nearly'],
  [/(?:over|more than|at least|above|upwards of|no less than|a bit over|a little over)(?: a)? $/, 'more'],
  [/(?:超过|多于|至少|不止|不少于|起码) ?$/, 'more'],
  [/(?:about|around|roughly|approximately|approx\.?|circa|something like|maybe|some) (?:a )?$|[~≈] ?$/, 'about'],
  [/(?:大约|大概|约|差不多|大致|左右是) ?(?:有)? ?$/, 'about'],
];
const after: readonly (readonly [RegExp, Vagueness])[] = [
  [/^(?: ?\+| plus(?![a-z])|[- ](?:odd|some|something)(?![a-z])|几|多|余|来(?=[年个岁人名号天月]))/, 'more'],
  [/^(?:-?ish(?![a-z])| or so(?![a-z])|左右|上下)/, 'about'],
];

/** The numeral with the words around it that blur it; those after it belong to its place in the text. */
function hedged(text: string, numeral: Numeral): Numeral {
  const head = text.slice(Math.max(0, numeral.start - 20), numeral.start);
  const tail = text.slice(numeral.end, numeral.end + 12);
  const behind = after.find(([cue]) => cue.test(tail));
  const end = numeral.end + (behind?.[0].exec(tail)?.[0].length ?? 0);
  const vague = numeral.vague ?? behind?.[1] ?? before.find(([cue]) => cue.test(head))?.[1];
  return vague === undefined ? numeral : { ...numeral, end, vague };
}
