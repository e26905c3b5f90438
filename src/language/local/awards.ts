/** Whether an honour that is named was won by the speaker, and is his still. */
import type { Clause } from './clauses.ts';
import type { Message } from './message.ts';

/** Not yet, not quite, not any more, or not his: a nomination, a team's award, one of the firm's, one handed over. */
const notWon =
  /(?<![a-z])(?:nominat\w*|nominee|finalist|shortlist\w*|runner-up|candidate|put forward|in the running|pending|i wish|nearly|almost|missed|withdrawn|revoked|stripped|taken back|cradle|team(?:'s)? award|collective|issued by (?:the|my|our) (?:company|firm|factory|plant)|of the (?:enterprise|company|firm|factory)|used to|formerly|former|handed (?:it )?over|one day|some day|if i (?:got|had|won|get|win)|speaking at|went to|goes to|given to|joke|kidding|got it instead|somebody else got)(?![a-z])|报了|申报了|(?:正?在|准备|想|要|打算)(?:申)?[报评](?!的|过)|报过|提名|候选|入围|公示|参评|参选|摇篮|集体|企业级|公司(?:级|自己|发|盖)|厂里自己|撤销|取消|收回|作废|黄了|差一?点|没我|没给我|给了?(?:我们|别人|他|她|同事|班长|组长)|只给|替.{0,6}写|以前(?:带|是|有|当)|原来(?:带|是|有|当)|曾经|交给|移交|将来|以后|有朝一日|(?:领办人|带头人|负责人)是(?!我(?:自己|本人)?(?:$|[,。]))|我?(?:师傅|师父|领导|同事|老板|徒弟|父亲|爸)(?:是|带|领|得|拿|有)|没评上|没得(?:上|到|过)?|没拿|落选|骗你|开玩笑|逗你/;
const which = /(?<![a-z])(?:which|what) (?:awards?|honou?rs?|titles?|prizes?)(?![a-z])|(?:哪些|哪几个|什么|啥)(?:奖|荣誉|称号)/;
const leaderIsOther =
  /^\s*(?:它的|其)?(?:领办人|带头人|负责人)是(?!我(?:自己|本人)?(?:$|[,。]))|^ (?:led|headed|run) by (?!me(?![a-z]))/;
/** "Does that count as …?": asked, not won. */
const countedAs =
  /(?:算(?:是|不算|作|得上)?|(?<![a-z])(?:counts?|considered|regarded|qualif\w+|same) (?:as|for)) ?(?:an?|the|my)?\s*$/;
export const isOnlyAsked = (text: string, { question, start }: Clause, at: number): boolean =>
  question && countedAs.test(text.slice(start, at));

/** What follows says what came of it. */
const outcome =
  /^\s*(?:but |and |though )?(?:i wish|i (?:did not|didn't|never) (?:win|get)|(?:it|that) (?:went|was)|no |not |somebody|someone|decision|result|only|没|可惜|结果|最后|\d+年?(?:被|交|撤|取消)|公示|还没|差|给了|只给|\d+月出)/;

/** @param clause in which the honour is named; what the next one says of it counts too */
export function isWon(message: Message, clause: Clause): boolean {
  if (notWon.test(clause.text)) return false;
  // "Which awards would do? The China Skills Award, …?"
  const before = message.before(clause);
  if (clause.question && before?.question === true && which.test(before.text)) return false;
  const next = message.after(clause);
  if (next && leaderIsOther.test(next.text)) return false;
  return !(next && outcome.test(next.text) && notWon.test(`${clause.text} ${next.text}`));
}
