/** What stands around a stretch of time and says that it is no time until now, or not exactly so long. */
import type { VagueReason } from './date-mention.ts';

/** No time until now: every third year, in three years, three more years, what the rules ask for, a time at school. */
const notSince = [
  /\b(?:in|within) the (?:last|past|next|first) $/,
  /\b(?:every|each|within|in|after|next|another|first|final|per|further|remaining|needs?|needed|requires?|required|must have|how many|short by|by|took|takes?|wait|(?<!the |these |my |from |since |for |past )lasts?|once|twice|times)(?: a| the(?: last| past| next| first)?)? $/,
  /(?:第|每|前|头|后|再过?|差|还要|还需要?|还得|未来|今后|需要?|要求|隔|[钱元块次]) ?$/,
  /(?:学徒|技校|[读学念]了?|[比早晚]) ?$/,
  /(?<!\d)\d{1,2} ?(?:[/、]|,? and |, ?) ?$/,
];
const notSinceBehind = [
  /^ (?:old|of age|later|from now|after|before|earlier|prior|to go|left|more|short|away|hence|apart|minimum|program(?:me)?s?|courses?|degrees?|diplomas?|colleges?|plans?|contracts?)(?![a-z])/,
  /^ (?:in|from|between|until|till) (?:19|20)\d\d/,
  /^(?:[级制代龄轮会]|期(?!间)|学制|以?后|之后|以内|之内|内(?=[,。]|能|可|有)|以下|一(?:次|度|届|评|检|审)|计划|规划|才(?:能|可)|的?(?:学徒|技校|中专|大专|本科|书))/,
];
/** 有一年, 那一年: a certain year. */
const certainYear = /(?:那|这|有|同|某|哪|下|上|另)$/;
/** 还有两个月满三年: the two months are still to come. */
const toCome = /还有 ?$/;
const thenFull = /^(?:就|才|就要)?[满到够]/;

/** "My certificate is three years old" is a time until now. */
const ofPaper =
  /\b(?:certificates?|certs?|titles?|licen[cs]es?|papers?),?(?: (?:is|are|it's|which is|that's|now|already|only|just))* $/;

/** Whether the stretch of time, with these words before and behind it, is no time until now. */
export const isNotSince = (head: string, stretch: string, behind: string): boolean =>
  notSince.some((cue) => cue.test(head)) ||
  (notSinceBehind.some((cue) => cue.test(behind)) && !(ofPaper.test(head) && /^ old(?![a-z])/.test(behind))) ||
  (toCome.test(head) && thenFull.test(behind)) ||
  (certainYear.test(head) && /^一 ?年/.test(stretch) && !/^[了多半]/.test(behind));

type Cue = readonly [RegExp, VagueReason];

const blurBefore: readonly Cue[] = [
  [
    /\b(?:nearly|almost|not (?:quite|even)|close to|coming up (?:on|to|for)|going on(?: for)?|getting on for|approaching|(?:just )?(?:under|short of|shy of)|less than|fewer than|up to|(?:about|going|set) to be|will(?: soon)? (?:be|have been)|soon(?: be)?|not yet|(?:haven't|hasn't|not) (?:even )?(?:had|held|done|got|been)(?: (?:it|them))?(?: for)?)(?: for)?(?: (?:a|my|the|full|as an?(?: \w+){1,3}))* $/,
    'nearly',
  ],
  [
    /(?:快(?!乐|捷|速)|将近|接近|即将|马上|就要|眼看|近|不到|不足|不满|[未没](?:有|干|做|当|拿)?[满到够]|差一?点|差(?:[一两二三几半]|十来)?(?:个多?月|天)|下个?月|明年|年底|再过[^,。]{1,6})(?:就|要|有|是|满|到|干|当|做|拿证?|持证|够|整|了){0,3} ?$/,
    'nearly',
  ],
  // A time at which it will be, or was, full: not now.
  [/(?:还有[^,。;!?]{1,6}|[年月])(?:就|才|才能|就要)?[满到够] ?$/, 'nearly'],
  [
    /\b(?:over(?! the)|more than|at least|above|upwards of|longer than|beyond|exceeding|no less than|a little over|a bit over)(?: a)? $/,
    'more',
  ],
  [/(?:超过|多于|至少|不止|不下|不少于|起码|最少) ?$/, 'more'],
  [/\b(?:about|around|roughly|approximately|approx\.?|something like|maybe|some|perhaps|probably)(?: a)? $|~ ?$/, 'about'],
  [/(?:大约|大概|约|差不多|大致|可能|好像|估计)(?:有|是|干了|当了|做了)? ?$/, 'about'],
];
const blurBehind: readonly Cue[] = [
  [
    /^[,，]?(?:我|俺|咱)?(?:都|还|就)*(?:不到|不满|[没未](?:有)?[满到]|(?:差|缺|欠)(?:一?点|[\d一二两三四五六七八九十半几]))/,
    'nearly',
  ],
  [
    /^ (?:soon|yet|come [a-z]+|next (?:month|week|year)|in (?:a|one|two|three) (?:weeks?|months?)|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![a-z])/,
    'nearly',
  ],
  [
    /^(?: ?\+|[ -]?plus(?![a-z])| and (?:a bit|some|change|more|(?:a few|some|several) months)(?![a-z])| or more| odd(?![a-z]))/,
    'more',
  ],
  [/^ ?(?:多|余|有余|出头|挂零|以上|有多|零?[几数]个月|好几个月)/, 'more'],
];
const about = /^(?: ?左右| ?上下| ?前后|的?样子| or so(?![a-z])|-?ish(?![a-z])|,? (?:give or take|more or less|roughly)(?![a-z]))/;
const ago = /^(?: ago(?![a-z])| back(?= |$|[,.;!?])| ?(?:以前|之前|前(?!后|提|的话)))/;

export interface Surroundings {
  /** Length of what belongs to the stretch behind it, as 左右 or " ago". */
  readonly length: number;
  /** "Three years ago" rather than "for three years". */
  readonly past: boolean;
  readonly reason?: VagueReason;
}

/** What the words before and behind a stretch of time make of it. */
export function surroundings(head: string, behind: string): Surroundings {
  const before = blurBefore.find(([cue]) => cue.test(head))?.[1];
  let [length, reason]: [number, VagueReason | undefined] = [0, undefined];
  const take = (cue: RegExp, meaning: VagueReason | undefined): boolean => {
    const match = cue.exec(behind.slice(length));
    if (!match) return false;
    length += match[0].length;
    reason ??= meaning;
    return true;
  };
  if (!blurBehind.some(([cue, meaning]) => take(cue, meaning))) take(about, 'about');
  const past = take(ago, undefined);
  if (past) take(about, 'about');
  reason ??= before;
  return reason === undefined ? { length, past } : { length, past, reason };
}
