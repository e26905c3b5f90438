/** 12年: the year 2012, or twelve years? 九八年: 1998, but 八九年 may be eight or nine years. Decided by what stands around it. */
import { smallNumber, type AsOf } from './date-mention.ts';

export interface ShortYear {
  /** Place of the two digits. */
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  readonly meaning: 'year' | 'duration' | 'unclear';
}

const form =
  /(?<![\d.:/年来多几数第零〇一二两三四五六七八九十百千万-])(?<digits>\d{2}|[零〇一二三四五六七八九]{2})(?= ?年(?!级|制|代|期|轮|龄))/g;

const yearBefore = /(?:从|自|于|打|自从|早在|到了|公元) ?$/;
const yearBehind =
  /^ ?年(?:(?:底|初|末|中|春|夏|秋|冬|那|上半|下半|起|开始|入|进|考|评|拿|取|获|领|发|批|下来|转正|通过|毕业|参加|升|晋|办|转|当上|聘|左右?拿)|(?:的)?(?:时候|\d{1,2}月|[一二三四五六七八九十元]{1,2}月)|就(?!要|快|满)|[^,。;!?]{0,5}(?:考|评|拿|取得|获得|领|升|毕业|发)(?:的|了|到|上|下))/;
/** 19年的技师: of that year, as long as it has come; 19年的老技师 is one for so long. */
const ofYear = /^ ?年的(?!老|工龄|经验|时间|资历|经历|实践|[^,。;!?]{0,8}(?:了|经历|经验|资历|工龄))/;
const durationBefore =
  /(?:[满了干做当任过有达足共够]|从事|工作|工龄|持证|已经?|一干|整整|长达|累计|连续)(?:了|快|近|约|整)? ?$|[当做干任](?:了)?[^,。;!?年]{1,6}$/;
const durationBehind =
  /^ ?年(?:了|多|半|余|来|有余|以上|以下|以内|不到|左右的?(?:工龄|经验)|工龄|工作|经验|前|之前|以前|间|零|又|满|整|时间|的(?:工龄|经验|时间))/;

/** Every two digits before 年. Figures below ten without a leading zero are left to the durations. */
export function meaningOfYears(text: string, asOf: AsOf): ShortYear[] {
  const found = [...text.matchAll(form)].map((match) => {
    const digits = match.groups?.['digits'] ?? '';
    const [start, end] = [match.index, match.index + digits.length];
    return { start, end, digits: smallNumber(digits), meaning: judge(text, start, end, digits, asOf) };
  });
  // 05年高级工,12年技师: in a list with a year that is beyond doubt, the others are years too.
  const listed = found.some(({ meaning }) => meaning === 'year');
  if (listed || isSequence(text, found, asOf)) for (const each of found) if (each.meaning === 'unclear') each.meaning = 'year';
  return found;
}

/** 2008年…，13年…，19年…: one after the other, and after a year in full or three of them. */
function isSequence(text: string, found: readonly ShortYear[], asOf: AsOf): boolean {
  const [first, ...others] = found.filter(({ meaning }) => meaning === 'unclear');
  if (!first) return false;
  const before = /(?<!\d)(?:20(\d\d)) ?年[^。;!?]*$/.exec(text.slice(0, first.start))?.[1];
  if (before === undefined && others.length < 2) return false;
  const all = [...(before === undefined ? [] : [Number(before)]), first.digits, ...others.map(({ digits }) => digits)];
  return all.every((value, at) => value <= asOf.year % 100 && (at === 0 || value > (all[at - 1] ?? 0)));
}

function judge(text: string, start: number, end: number, digits: string, asOf: AsOf): ShortYear['meaning'] {
  const [head, tail] = [text.slice(Math.max(0, start - 10), start), text.slice(end, end + 14)];
  const value = smallNumber(digits);
  const hasCome = /^\d/.test(digits) && value <= asOf.year % 100;
  const asYear = yearBefore.test(head) || yearBehind.test(tail) || (hasCome && ofYear.test(tail));
  const asDuration = durationBehind.test(tail) || durationBefore.test(head);
  if (/^[0零〇]/.test(digits)) return 'year';
  if (asYear && !asDuration) return 'year';
  if (/^\d/.test(digits)) {
    if (asDuration) return asYear ? 'unclear' : 'duration';
    if (value >= 60) return 'year';
    return value > (asOf.year % 100) + 5 ? 'duration' : 'unclear';
  }
  // 三五, 七八: two neighbours are "some three to five", unless the year is certain.
  const [low = 0, high = 0] = Array.from(digits).map(smallNumber);
  const neighbours = low > 0 && (high === low + 1 || (low === 3 && high === 5));
  return neighbours ? 'duration' : 'year';
}
