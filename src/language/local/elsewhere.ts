/** Whether a place, an employer or another choice that is named is not where the speaker is now. */
import type { Clause } from './clauses.ts';

/** Where somebody comes from is not where he works. */
const ofOrigin =
  /(?<![a-z])(?:born (?:and raised )?in|grew up in|hometown(?: is)?|originally from|native of|used to (?:work|live) (?:in|for|at)(?: an?| the)?) $|(?:客户|以前|原来|曾经|老家)[在是]$|(?:以前|原来|早先)$|(?<![a-z])(?:stud(?:ied|ying)|majored in|(?:diploma|degree|major)(?:'s| is| was)? in|graduated in)(?: an?| the)?(?: [a-z]+)? $|(?:念|学|读)(?:的|过)?(?:是)?$|(?:老家|籍贯|祖籍|出生|户口|户籍)(?:地)?(?:是|在)?$/;
const asCondition =
  /(?<![a-z])(?:must|need|have to) (?:i|one|you|we)?(?: to)?(?: [a-z]+){0,3} $|(?:必须|一定要|非得|非要|要不要)(?:是|在)?$/;
const mayAfter = /^(?:们)?(?:也|都)?(?:能|可以|可不可以)/;
const onlyBefore = /(?:只有|必须是|限)$|(?<![a-z])only (?:an? |the )?$/;
const movingTo =
  /(?<![a-z])(?:mov(?:e|ing)|go(?:ing)?|relocat(?:e|ing)|transfer\w*) to (?:an? |the )?$|(?:去|到|搬到|调到|转到|跳到)$/;
const orIsIt = /(?<![a-z])or (?:is it|are they|is that|just|only)(?: only| just)?(?: for)? (?:the )?$|还是(?:只|光)?(?:给|限)?$/;
const leftBefore =
  /(?<![a-z])(?:moved (?:away )?from|left|leave for|off to|(?:somebody|someone|winner|guy|man|woman) (?:from|in)|olympics in|issued by (?:an? )?(?:[a-z]+ )?) ?$/;
const endedAfter =
  /^ (?:job |work |post )?(?:ended|finished|is over|was over|closed|shut down|went (?:bust|under|bankrupt))(?![a-z])|^(?:去年|前年|后来|早就|已经?)?(?:倒闭|关了|关门|破产|黄了|解散)/;
const leftAfter = /^(?:省)?(?:调走|出来|离开|搬走|回来)/;
const ofEventAfter = /^(?:冬)?(?:奥运|世博|亚运)/;

/**
 * Asked for as a condition, planned, or left behind: "must I be in an enterprise?", 打算去四川, "moved from Shandong".
 * @param text the whole message in normal form; the name stands at [start, end) of it
 */
export function isElsewhere(text: string, clause: Clause, start: number, end: number): boolean {
  const before = text.slice(clause.start, start);
  const after = text.slice(end, clause.end);
  return (
    (clause.question && asCondition.test(before)) ||
    // 公务员能评吗, 只有国企才能评: of whoever it is.
    (clause.question && before.trim() === '' && !/我|俺|咱/.test(clause.text) && mayAfter.test(after)) ||
    onlyBefore.test(before) ||
    (clause.wishFrom <= start && movingTo.test(before)) ||
    leftBefore.test(before) ||
    orIsIt.test(before) ||
    (before.endsWith('从') && leftAfter.test(after)) ||
    ofEventAfter.test(after) ||
    endedAfter.test(after) ||
    ofOrigin.test(before) ||
    /^ until(?![a-z])/.test(text.slice(end))
  );
}
