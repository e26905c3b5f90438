/** Facts that a clause states in words of its own: a word of every group of a cue, wherever they stand in it. */
import type { Fact } from '../../policy/book.ts';
import { isWon } from './awards.ts';
import type { Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';

type Groups = readonly (readonly string[])[];

/** @param stated facts that names have stated already; a clause states each fact once */
export function readCues(
  message: Message,
  stated: readonly StatedFact[],
): {
  readonly stated: readonly StatedFact[];
  readonly supposed: readonly StatedFact[];
  /** Stated where the pathway that is sought rests on the fact. */
  readonly ifSought: readonly StatedFact[];
  /** Stated facts, and another value that the clause leaves open instead: "accounting or maybe statistics". */
  readonly alternatives: readonly { readonly stated: StatedFact; readonly value: string }[];
} {
  const found: StatedFact[] = [];
  const supposed: StatedFact[] = [];
  const ifSought: StatedFact[] = [];
  const alternatives: { stated: StatedFact; value: string }[] = [];
  const readCue = (fact: Fact, cue: Fact['cues'][number], valueIn: (text: string) => boolean | string | undefined): void => {
    for (const clause of message.clauses) {
      const before = [...stated, ...found].find((each) => each.fact === fact.id && each.clause === clause);
      const isChoice = fact.type === 'choice';
      // A set may have several members in one clause.
      if (before && fact.type !== 'set' && !(isChoice && leavesOpen.test(clause.text))) continue;
      const value = valueOf(message, clause, fact, cue, valueIn);
      if (value === undefined || (isChoice && value === before?.value)) continue;
      if (isChoice && before) {
        alternatives.push({ stated: before, value: String(value) });
        continue;
      }
      const own = {
        fact: fact.id,
        value: fact.type === 'set' && typeof value === 'string' ? [value] : value,
        start: clause.start,
        end: clause.end,
        clause,
      };
      if (cue.sought) ifSought.push(own);
      else (clause.hypothetical ? supposed : found).push(own);
    }
  };
  for (const fact of message.book.facts.values()) {
    for (const cue of fact.cues) readCue(fact, cue, (text) => !denies(text));
    for (const choice of fact.choices)
      for (const cue of choice.cues) readCue(fact, cue, (text) => (denies(text) ? undefined : choice.value));
  }
  return { stated: found, supposed, ifSought: ifSought.filter(({ clause }) => !clause.hypothetical), alternatives };
}

const leavesOpen = /(?<![a-z])or(?![a-z])|还是|或者?/;

function valueOf(
  message: Message,
  clause: Clause,
  fact: Fact,
  { groups, without }: Fact['cues'][number],
  valueIn: (text: string) => boolean | string | undefined,
): boolean | string | undefined {
  if (clause.other) return undefined;
  const text = textWith(message, clause, groups, fact.lasting);
  if (text === undefined || without.some((word) => hasWord(text, word))) return undefined;
  if (fact.type === 'set' && (!isWon(message, clause) || isWished(clause, groups))) return undefined;
  if (fact.wanted && isHeldPaper(clause)) return undefined;
  // 这算政府特殊津贴不?
  if (fact.type === 'set' && clause.question && countsAs.test(clause.text)) return undefined;
  const isBoolean = fact.type === 'boolean';
  const answer = isBoolean ? message.answered(clause) : undefined;
  const asked = clause.question && !clause.hypothetical && answer === undefined;
  // "Is English examined too?" is after no exam.
  if (fact.wanted && asked && examined.test(clause.text)) return undefined;
  if (message.doubted(clause)) return isBoolean ? 'dontKnow' : undefined;
  if (isBoolean && asked) return undefined;
  if (answer !== undefined) return answer === 'yes';
  if (fact.lasting && isOver(message, clause)) return false;
  const next = message.after(clause);
  // "…, so no, they don't match".
  const said = next?.polarity === 'no' && next.text.trim().length < bareNo ? message.after(next) : next;
  return isBoolean && said && pointsBackDenying.test(said.text) ? false : valueIn(text);
}

const bareNo = 8;
const countsAs = /算|(?<![a-z])(?:counts?|considered|regarded|qualif\w+) (?:as|for)?/;
/** The words come after those of a wish or an application. */
const isWished = ({ text, start, wishFrom }: Clause, groups: Groups): boolean =>
  groups.every((group) => group.some((word) => text.indexOf(word) >= wishFrom - start));

/** "They don't match", said of what stands before it. */
const pointsBackDenying =
  /^\s*(?:and |but |so )?(?:they|it|the two|which|these) (?:do not|don't|does not|doesn't|are not|aren't|is not|isn't|differ)|^(?:可|但)?(?:两者|二者|它们|这两个|两个)?(?:对不上|不是一回事|不一样|不搭边|不相干)/;

/** What the clause tells of is over, as it says itself or the next one does: "25 years on the line. Now at a desk". */
export function isOver({ text, clauses }: Message, clause: Clause): boolean {
  if (over.test(clause.text)) return true;
  const next = clauses[clauses.indexOf(clause) + 1];
  return (
    next !== undefined &&
    (!next.other || /appointment|contract|聘/.test(next.text)) &&
    !/\n/.test(text.slice(clause.end, next.start)) &&
    overNext.test(next.text)
  );
}
const over =
  /(?<![a-z])(?:used to|no longer|not any ?more|(?<!(?:runs?|valid|good|lasts?|stands?|extends?|goes|signed|renewed) )until (?:last|recently|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|(?:19|20)\d\d)|formerly|(?:19|20)\d\d (?:to|till|until) (?:19|20)\d\d|ended my|expired|downgraded|dismissed|supposed to|(?<!never )left the|(?<!never been )off the line|lapsed?|ran out|not been renewed|(?:nobody|no one|never|not) renewed (?:it)?|moved (?:me )?(?:upstairs|off|away|out of|to an office|into (?:an?|the) office)|left (?:it|that|them) (?:in|back in|since)|(?:at a|behind a|in front of a) desk (?:since|now)|desk (?:job |work )?(?:since|now))(?![a-z])|以前|曾经|原来|早就不|不再|解聘|到期了|降聘|推迟|(?<!没|没有|未|从未|不|没舍得)(?:调离|离开)|转岗|转去?(?:了)?(?:管理|办公|行政|后勤|科室|文职)|调(?:到|去|进|回)?了?(?:办公室|机关|科室|管理|行政|后勤)|坐(?:进|了)?办公室|退居|下来了/;
const overNext =
  /^\s*(?:but |and |then |until )*(?:they |it |my employer |the company )?(?:(?:have |has |had )?(?:let (?:it|the appointment|that) )?lapsed?(?![a-z])|ran out(?![a-z])|no longer|not any ?more|now (?:at|in|i'm|i sit|they)|desk (?:since|now|job)|left (?:it|that)|(?:at a |behind a )?desk since|these days (?:at|in|i)|but now|it (?:ended|expired|was postponed)|until (?:last|(?:19|20)\d\d))|^(?:但|可|不过|后来)?(?:现在|如今|眼下)(?:不|没|坐|在办公室|转|退|改)|^(?:后来|去年|前年|今年|[零〇一二三四五六七八九\d]+年)?(?:就)?(?:转去?了?(?:管理|办公|行政|后勤|科室|文职)|调(?:到|去|进)了?(?:办公室|机关|科室|管理|行政|后勤|二线)|推迟|解聘|不聘|到期|调离|调走|不再)/;

/** A certificate that one has says nothing of an exam that one wants: "I've a teacher's certificate", 一级建造师，2015年注册. */
export const isHeldPaper = ({ text, wishFrom, end, question }: Clause): boolean =>
  !question &&
  wishFrom > end &&
  (passed.test(text) || (!/考|报|exam(?!ination level)|(?<![a-z])(?:sit|take|go for)(?![a-z])/.test(text) && paper.test(text)));
/** An exam that is behind one. */
const passed =
  /(?<![a-z])(?:i |i've |have |already )?passed (?:the|my|an?) |(?<![a-z])by exam$|考(?:过了?|出来|下来|到手)(?!吗|么|没)/;
const paper =
  /有.{0,14}(?:证|资格)|资格证|注册|^.{0,8}(?:建造师|律师|药师|会计师|工程师证)|(?<![a-z])(?:certificates?|licen[cs]e|registered|examination level)(?![a-z])/;

/** Asks whether something is a matter of an exam, and is after no exam itself. */
export const examined = /考不考|还考|要考|要不要考|(?<![a-z])(?:tested|examined|required|needed)(?![a-z])/;

/** The clause, or the clause with the one that leads to it, when it has a word of every group; its own part must have the last. */
function textWith(message: Message, clause: Clause, groups: Groups, alone: boolean): string | undefined {
  if (hasEvery(clause.text, groups)) return around(clause.text, groups);
  // Years in one clause and the workshop in the next may be two matters.
  if (alone && denies(clause.text)) return undefined;
  const before = message.before(clause);
  const last = groups.at(-1);
  if (!before || before.question || before.other || message.text.charAt(before.end) !== ',') return undefined;
  const joined = `${before.text} ${clause.text}`;
  return groups.length > 1 && last && hasEvery(clause.text, [last]) && hasEvery(joined, groups) ? joined : undefined;
}

/** In a long run without any punctuation "no title" denies the title, and not what stands after it. */
function around(text: string, groups: Groups): string {
  if (text.length <= longRun) return text;
  const words = groups.flat();
  return text.replaceAll(boundDenial, (denial) => (words.some((word) => hasWord(denial, word)) ? denial : ' '));
}
const longRun = 70;
const boundDenial =
  /(?<![a-z])(?:no|without(?: an?| any)?) (?!longer|more)[a-z]+(?: (?:level|certificate|title))?|没有?(?:职称|技能等级|技能证|证书?|学历|论文)/g;

/** Words of which a sentence that states a fact in its own way has one. */
export const topicWords = ({ about, cues }: Fact): readonly string[] =>
  about.length > 0 ? about : [...new Set(cues.flatMap(({ groups }) => groups[0] ?? []))];

/** Whether the text has a word of every group. */
export const hasEvery = (text: string, groups: Groups): boolean =>
  groups.every((group) => group.some((word) => hasWord(text, word)));

/** A word inside a clause; Latin words with whatever ending. */
function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at >= 0 && !(/[a-z]/.test(word.charAt(0)) && /[a-z]/.test(text.charAt(at - 1)));
}

const denials =
  /(?<![a-z])(?:not|no|never|nothing|nobody|none|without|isn't|aren't|don't|doesn't|didn't|haven't|hasn't|wouldn't|couldn't|can't|few|handful|weak|poor|poorly|messy|behind|below|short|lack|mess|chaotic|chaos|shambles|sloppy|differs|different|unrelated|hardly|far from|anything but|neither|nor|refus(?:e|es|ed|ing) (?:to|me)|declin(?:e|es|ed))(?![a-z])|拒绝|拒不|不(?!错|少|仅|但|光|过)|没(?!错|问题|挪|换|离开|断|停|变|动过|下来|退|走|脱)|无关|以下|规下|弱|一般|混乱|松散|管理.{0,3}乱|一团糟|一塌糊涂|太少|还差|差(?=一|两|二|三|四|五|几|\d)|谈不上|不敢[当说]|对不上|两码事|两回事|没沾|不沾|(?<![a-z])more (?:[a-z]+ ){1,3}than (?:i|we) (?:have|can)(?![a-z])/;
/** "Not only" affirms; that the certificate is missing denies nothing else. */
const affirming =
  /([一-龥])[不没]\1|还?没(?:有)?(?:定|想好|决定|考虑好|选好)|(?<=\S.)不[啊呀呢]?$|没人不|谁不|not (?:only|just)|(?:nobody|no one) (?:else|better|doubts|denies|disputes|can match|comes close)|(?:从来?|就|只)?(?:是|差|缺|还|都)?没(?:有|考|拿|去考)?(?:到|过)?(?:个|本|张)?(?:技能)?(?:等级)?证书?|(?<![a-z])(?:no|without|lack(?:ing)?|(?:never|not|haven't|hasn't|didn't)(?: (?:yet|ever|actually|once|bothered to))*(?: (?:got|get|gotten|took|take|taken|sat|sit|had|have|held|earned|obtained|done|did))(?: for| around to)?)(?: an?| the| any)? ?(?:skill )?(?:cert\w*|papers?)(?: is| are)?(?: missing| lacking)?|(?:cert\w*|papers?) (?:is |are )?(?:what(?:'s| is) )?(?:missing|lacking)/g;

/** The text without what denies nothing of it, or nothing but a certificate. */
export const withoutAffirming = (text: string): string => text.replaceAll(affirming, ' ');
export const denies = (text: string): boolean => denials.test(withoutAffirming(text));
