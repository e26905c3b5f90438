/** The month or day that completes a partial date: "May", "the 17th", 五月. */
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
export function finerDate(text: string, known: string): string | undefined {
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
