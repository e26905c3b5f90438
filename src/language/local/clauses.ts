/** A message in clauses, each with the mood it stands in: whose it is, and whether it is stated, wished, supposed or asked. */
import type { PhraseMatch } from '../../text/phrases.ts';

export interface Clause {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** About somebody else. */
  readonly other: boolean;
  /** Supposed, not stated. */
  readonly hypothetical: boolean;
  readonly question: boolean;
  readonly dontKnow: boolean;
  /** Takes back what was said before it in the message. */
  readonly correction: boolean;
  /** Place from which on the clause is a wish; past its end when it is none. */
  readonly wishFrom: number;
  /** `yes` or `no` where the clause opens with it. */
  readonly polarity: 'yes' | 'no' | undefined;
}

const boundary =
  /[,;!?。、\n]+|[:：](?=\s*(?:我|本人|俺|i'|i(?![a-z])))|\.(?!\d)|\.{2,}|…+| - |(?<![a-z])(?:but|though|however)(?![a-z])|(?<=[一-龥])(?:但是|但|不过|可是|而且)(?=[一-龥])/g;

const otherPerson =
  /(?<![a-z])(?:my|his|her|our)\s+(?:mentor|master|colleague|husband|wife|dad|father|mum|mother|brother|sister|son|daughter|friend|boss|neighbou?r|mate|workmate|uncle|cousin|apprentice|cat|dog|girlfriend|boyfriend|partner)s?(?![a-z])|我?(?:师傅|师父|同事|老公|老婆|爱人|丈夫|妻子|爸|妈|父亲|母亲|哥|弟|姐|妹|儿子|女儿|朋友|领导|邻居|徒弟|舅)(?:是|都|也|已|有|当|在|评|考|拿|的)/;
const oneself =
  /(?<![a-z'])(?:i|i'm|i've|me|myself|mine)(?![a-z])|我自己|我本人|俺|(?:^|而|，)我(?!们?(?:师|同|老|爸|妈|哥|弟|姐|妹|领|朋|徒))/;
const supposing =
  /(?<![a-z])(?:if|suppose|supposing|what if|imagine|assuming|say i|had i)(?![a-z])|如果|要是|假如|假设|倘若|若是|万一|的话(?!题)/;
const asking =
  /\?|吗|么$|呢$|不$|能不能|可不可以|是不是|有没有资格|够不够|行不行|^\s*(?:so |and |but |then |or |hi |hello |also |please )?(?:can|could|may|might|do|does|did|am|is|are|would|will|should)\s+(?:i|my|we|our|it|the|you|he|she|they|this|that|a|an|there)(?![a-z])(?! year)|(?<![a-z])(?:what|which|when|where|why|how|who)(?![a-z])|(?<!没)什么|怎么|怎样|如何|哪|几年|多久|多少|为什么|咋|啥/;
const ignorance =
  /(?<![a-z])(?:(?:do|did|does|can|could|would|have|had)(?:n't| not|not) (?:really |quite |exactly |honestly )?(?:know|remember|recall|tell|say|judge|decided?|looked)|(?:can't|couldn't|cannot) (?:really |quite )?(?:remember|tell|say|judge|recall|know)|no idea|not sure|unsure|no clue|forgot(?:ten)?|i forget|hard (?:to say|for me|to judge|to tell)|haven't (?:a clue|decided|looked)|dunno|would have to ask)(?![a-z])|不知道|不清楚|说不清|弄不清|搞不清|记不清|记不得|记不起|想不起|不记得|忘了|忘记|说不好|说不准|不确定|不晓得|拿不准|不好说|没数|不太清|不懂算/;
const takingBack =
  /(?<![a-z])(?:sorry|no wait|wait|i mean|i meant|actually|scratch that|rather|correction|make that|or actually|my mistake|that's wrong|not right)(?![a-z])|哦?不对|说错|搞错|弄错|记错|写错|更正|口误|应该是|改成|改为|其实是/;
const wishing =
  /(?<![a-z])(?:want|wants|wanted|would like|'d like|i'd go for|'d go for|hope|hoping|wish|aim|aiming|going for|go for|plan|planning|apply|applying|become|qualify|eligible|promot\w*|sit|take the|try|trying|interested|heading for|reach|get to|move up|upgrade|be assessed|be reviewed)(?![a-z])|想|打算|准备(?=考|评|申|报|参)|希望|申报|申请|晋级|晋升|能报|能评|可以评|可以报|够不够|去考|要考|要评|报考|升(?=高|技|副|正|中)|冲/;
const yes = /^\s*(?:yes|yeah|yep|yup|sure|right|correct|true|indeed|of course|是的|对的|对|嗯|有的|是啊|没错)(?![a-z])/;
const no = /^\s*(?:no|nope|nah|not really|never|没有|没|不是|不|否|无|谈不上)(?![a-z])/;

/** @param text in normal form; no boundary falls into one of the `matches` */
export function splitClauses(text: string, matches: readonly PhraseMatch<unknown>[]): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const push = (end: number, mark: string): void => {
    if (end > start) clauses.push(clauseOf(text, start, end, mark));
  };
  let next = 0;
  for (const found of text.matchAll(boundary)) {
    while (next < matches.length && (matches[next]?.end ?? 0) <= found.index) next += 1;
    const covering = matches[next];
    if (covering && covering.start < found.index && covering.end > found.index + found[0].length - 1) continue;
    push(found.index, found[0]);
    start = found.index + found[0].length;
  }
  push(text.length, '');
  return clauses;
}

function clauseOf(whole: string, start: number, end: number, mark: string): Clause {
  // Long runs without any punctuation are read by their beginning: moods stand at the front of what people write.
  const text = whole.slice(start, Math.min(end, start + 400));
  const wish = wishing.exec(text);
  return {
    start,
    end,
    text,
    other: otherPerson.test(text) && !oneself.test(text.replace(otherPerson, '')),
    hypothetical: supposing.test(text),
    question: mark.includes('?') || asking.test(text),
    dontKnow: ignorance.test(text),
    correction: takingBack.test(text),
    wishFrom: wish ? start + wish.index : end + 1,
    polarity: yes.test(text) ? 'yes' : no.test(text) ? 'no' : undefined,
  };
}

export const saysDontKnow = (text: string): boolean => ignorance.test(text);
export const saysYes = (text: string): boolean => yes.test(text);
export const saysNo = (text: string): boolean => no.test(text);

const negator =
  /(?:(?<![a-z])(?:not|no|never|neither|nor|without|none|hardly|cannot|isn't|aren't|wasn't|don't|doesn't|didn't|haven't|hasn't|wouldn't|can't|won't)(?![a-z])[^,;.]{0,28}|没有?[^,]{0,4}|不(?!过|但|仅|光|错|少)[^,]{0,4}|无|非|未[^,]{0,3}|别|谈不上[^,]{0,4}|算不上[^,]{0,4}|还差|缺)$/;
const negatorBehind =
  /^\s*(?:也|都|还|倒|真|是)?(?:没有|没(?!错|问题)|谈不上|不是|算不上|不够|不行|不多|不强|不足|未|没几|还没|(?:is |are )?(?:not|isn't|lacking|missing|few))/;

/** Whether what stands at [start, end) is denied by the words around it in its clause. */
export function isNegated(text: string, clause: Clause, start: number, end: number): boolean {
  const before = text.slice(Math.max(clause.start, start - 32), start);
  // "not only", "不但", "不仅" deny nothing.
  if (negator.test(before) && !/not (?:only|just)|不但|不仅|不光|没问题|不错|没错/.test(before)) return true;
  return negatorBehind.test(text.slice(end, Math.min(clause.end, end + 12)));
}
