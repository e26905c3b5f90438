/** What a message is for: its wording as the classifier sees it, weighed against what was read in it. */
import type { Answer } from '../../answers/answer.ts';
import { presumes, speaksOfOneself } from './clauses.ts';
import { isPartOfStatement, type FactReading } from './fact-reading.ts';

export interface IntentClassifier {
  /** Every intent, the most probable first. */
  classify(text: string): readonly { readonly intent: string; readonly probability: number }[];
}

export interface IntentParts {
  /** In normal form. */
  readonly text: string;
  readonly reading: FactReading;
  /** Nothing is open that the message could be a reply to. */
  readonly unprompted: boolean;
  readonly intents: IntentClassifier;
  /** The answer to the message as a question on the policy; looked up only where the wording leaves it in doubt. */
  readonly answer: () => Answer;
  /** The pathway that the message is after. */
  /** `asking`: the provision that would answer it counts too. */
  readonly goal: (asking: boolean) => string | undefined;
  /** The provision that a pathway rests on first. */
  readonly provisionOf: (goal: string) => string | undefined;
}

/** Below this the most probable intent is not trusted over what was read. */
const sure = 0.5;
/** From this on the wording outweighs what was read. */
const plainly = 0.8;
/** What can't be undone is not done below this. */
const certain = 0.35;
/** Below this the classifier only names the least unlikely. */
const doubtful = 0.2;
/** Below this a check that names nothing to be checked is none. */
const unlikely = 0.5;

/** "Can I …", "do I meet …", 我能不能……: asked for oneself. */
const forOneself =
  /(?<![a-z])(?:(?:can|could|may|might|would|will|must|should) (?:i|we|my company|our company|someone like me|somebody like me)|(?:am i|are we) (?:eligible|covered|qualified|allowed|in|free|one)|(?:do|would|will) (?:i|we) (?:meet|qualify|fit|count|have to)|(?:whether|if) i|(?:fits?|supports?|covers?|concerns?|includes?|helps?) (?:me|someone like me)|apply to me|applies to me|for me|be me|let me|what (?:do|can|could) (?:i|we) (?:qualify|apply|get)|open to me|check)(?![a-z])|帮我|帮忙|给我看|看看|自查|自测|核对|核查|查一?下|核一?下|(?:我|现在|还)?能(?:不能)?(?:报|评|申报|申请|参加|升|晋|免|直接|够|走|享受|对应|拿)|够[不没]够|够了[没吗]|够得上|够格|够条件|符合(?:条件)?(?:吗|不|么)|行不行|行得通|有戏|有份|可以(?:报|评|申报|申请|吧|吗|么|不)|想知道我|让我/;
/** A question that yes or no answers. */
const whether =
  /(?<![a-z])(?:can|could|may|might|am|are|is|do|does|would|will|must|should) (?:i|we|my|our|it|that|this|he|she|they|someone|an?)(?![a-z])|any (?:chance|hope)|(?:true|right|so|ok|okay|correct|possible) ?\?|吗|嘛$|么$|不$|不\?|吧\?|能不能|能否|可否|可不可以|是不是|是否|行不行|行得通|有戏|够不够|支持|([一-龥])不\1|来得及|合规|有没有我的份|在不在/;
export const ourselves = /(?<![a-z])(?:we|our|us)(?![a-z])|我们|咱/;
/** Asks what is needed, or what counts: a rule, not a verdict. */
const needs =
  /(?<![a-z])(?:need|needs|needed|require[sd]?|required|necessary|matters?|count|counts|must i|have to|affect|affects)(?![a-z])|需要|须|要不要|用不用|要求|影响|有没有关系|要紧|算不算|得有/;
/** A question about time: "when", "how many more years". */
const aboutTime =
  /(?<![a-z])(?:when|how (?:long|soon|many (?:more )?(?:years|months))|what (?:date|year|day|month)|which (?:date|year|day|month)|earliest|date|wait)(?![a-z])|什么时候|啥时候|何时|哪[年天个]|几年(?!级)|多久|几时|还要|还差|还得|最早|日期|等到/;
/** Everything that is open to the asker, not one pathway. */
export const general =
  /(?<![a-z])(?:what (?:all )?(?:do|can|could|may|am) (?:i|we) (?:all )?(?:qualify|apply|eligible|be eligible|get|do|go)|what (?:i|we|(?:our|my|the) (?:company|firm|enterprise|factory|employer|organisation)) (?:can|could|may)? ?(?:qualify|apply|do)|what (?:can|could|may) (?:our|my|the) (?:company|firm|enterprise|factory|organisation) (?:qualify|apply|do|get)|which (?:of (?:all )?these |of the )?(?:routes?|paths?|ways?|options?|pathways?|ones)|which (?:titles?|levels?|of them) (?:is|are|would be) open|what(?:'s| is| are)? (?:there )?(?:open|options|my options|my choices)|options do i have|in (?:it|this) for me|where do i stand|where i stand|eligibility check for (?:me|myself|us)(?= ?[?.!]|$)|what this policy can do for (?:me|us)|everything i|allow us to do)(?![a-z])|(?:能|可以|可)(?:从.{0,8})?(?:报|评|申报|申请|考|享受|走|做|干|拿|办|apply|get)(?:点|些|个)?(?:什么|啥|哪些|哪几|哪个)|有(?:哪些|什么)(?:路|途径|通道|选择|机会|政策)|哪些(?:路|途径|通道|能|可以|适合)|哪条路|哪(?:些|几条)路子?|符合(?:哪些|什么|啥)条件|都能/;

/** Words of handing over, where nothing is said of deleting. */
const exporting =
  /^(?!.*(?:delet|eras|forget|remov|wip|destroy|删|清|注销|抹|忘)).*(?:copy|copies|export|download|dump|print ?out|right of access|导出|下载|拷贝|拷一份|给我一份|发我一份)/s;
const bareCheck =
  /^(?:(?:ok|okay|just|please|yes|go|now|then|好|那|就)[,， ]*)*(?:check(?: (?:it|me|that|this|please|now))*|检查(?:一下)?|查(?:一下|吧|一查)|核对(?:一下|吧)?|核查(?:一下|吧)?)[.!。! ]*$/;
const examined =
  /(?<![a-z])(?:need|needs|require[sd]?|required|exam|test|tested|matter|score|level)(?![a-z])|考|需要|要求|重要|成绩|水平|影响|[吗不]$/;
const foreign = /外语|foreign language|要.{0,4}[吗么]/;
const spoken =
  /(?<![a-z])(?:speak|switch|answer|reply|talk|write|in english|in chinese|to english|to chinese|please)(?![a-z])|说|讲|切换|换|改用|用[英中]|回答|回复|聊/;
const meaning =
  /^(?:(?:so|and|but|ok|hi|wait),? )*(?:what(?:'s| is| are| does) (?:an? |the )?(?!my|in it|open|next|wrong|up|new|i |we |you |it |this |that )|what.* mean|what's the difference|difference between)|^(?:那|请问|到底)?(?:什么|啥)是|(?:是什么|什么|啥)意思|有(?:什么|啥)区别|(?:区别|不同)是?(?:什么|啥|吗)?[?。]?$/;
const judged = /[👎👍]/u;
/** What is wrong is the assistant's answer, not what was told to it. */
const ofTheAnswer =
  /(?<![a-z])(?:repl(?:y|ies)|answers?|response|explanation|you (?:got|said|told))(?![a-z])|回答|回复|解释|答[得的案]|你说的/;

/** Intents that a question about oneself is worded like. */
const questionLike = new Set(['ask', 'outside', 'inform', 'when', 'why', 'help', 'confirm', 'correct', 'feedback-good']);
const checking = new Set(['ask', 'outside', 'inform', 'confirm', 'help']);
/** Asks to have one's case looked at, whatever else is asked. */
const requestsCheck =
  /帮(?:我|忙|个忙|着|俺)?.{0,3}(?:核对|核实|核|查|看|瞧|测|评估|判断|算).{0,12}(?:我|资格|条件|够|符合|行不行|[下吧呗])|给我(?:测|查|核|看|评估)|(?<![a-z])(?:check|verify|see|confirm|test|work out|find out) (?:if|whether|that|my|for me)(?![a-z])/;
/** Intents whose questions may well be about the policy. */
const arbitrated = new Set(['ask', 'outside', 'help', 'when', 'why', 'human', 'inform']);

export function intentOf(parts: IntentParts): string {
  const { text, reading, intents } = parts;
  const ranked = intents.classify(text);
  // Deleting can't be undone: it is never guessed.
  const best = ranked.find((each) => each.intent !== 'forget' || (each.probability >= certain && !exporting.test(text)));
  const intent = best?.intent ?? 'outside';
  const probability = best?.probability ?? 0;
  const { stated, ambiguous, supposed, clauses } = reading;
  const sought = reading.sought.filter(({ other }) => !other);
  const facts = stated.length + ambiguous.length;
  const about = stated.filter(({ fact }) => !['region', 'field', 'subject'].includes(fact)).length + ambiguous.length;
  const told = [...stated, ...ambiguous].some(({ clause }) => !clause.question);
  const employer = stated.some(({ fact, value }) => fact === 'subject' && value === 'employer');
  const asked = clauses.some(
    (clause, at) =>
      clause.question && !clause.dontKnow && answeredBy(clauses[at + 1]) === undefined && !isPartOfStatement(clause, reading),
  );
  const wished = clauses.some(({ wishFrom, end, other }) => !other && wishFrom <= end);
  const holds = about > 0 || (stated.length > 0 && sought.length > 0);

  if (bareCheck.test(text)) return 'check';
  // Who says what he holds and asks to have it looked at.
  if (about > 0 && told && checking.has(intent) && requestsCheck.test(text)) return 'check';
  // "Would that mean …?" supposes nothing.
  if (intent === 'what-if' && probability < plainly && supposed.length === 0 && told && about > 0 && asked)
    return (forOneself.test(text) || whether.test(text)) && parts.goal(true) !== undefined ? 'check' : 'ask';
  if (intent === 'outside' && told && about > 0 && sought.length > 0 && asked) return 'check';
  // Nothing but a supposition.
  if (supposed.length > 0 && facts === 0 && questionLike.has(intent) && clauses.every(({ hypothetical }) => hypothetical))
    return 'what-if';
  // "Is English examined?" asks for no other language.
  if (intent === 'language' && (examined.test(text) || foreign.test(text)) && !spoken.test(text)) return 'ask';
  if (facts === 0 && judged.test(text)) return /👎/u.test(text) ? 'feedback-bad' : 'feedback-good';
  if (intent === 'correct' && facts === 0 && reading.named.length === 0 && ofTheAnswer.test(text)) return 'feedback-bad';
  if (questionLike.has(intent) && general.test(text) && (speaksOfOneself(text) || ourselves.test(text))) return 'check';
  const like = questionLike.has(intent) || (intent === 'check' && probability < plainly);
  const questions = clauses.filter(({ question }) => question).map((clause) => clause.text);
  if (like && holds && needs.test(questions.join('\n')) && asksAboutRule(parts)) return 'ask';
  // "So pay has to be the same, right?": what is presumed is confirmed or put right.
  const asksOrChecks = questionLike.has(intent) || intent === 'check';
  if (asksOrChecks && presumes(text) && (!forOneself.test(text) || hearsay.test(text)) && parts.answer().outcome !== 'declined')
    return 'ask';
  // "How many years until a technician may …": whoever it is.
  if (intent === 'when' && about === 0 && sought.length > 0 && !speaksOfOneself(text) && parts.answer().outcome === 'answered')
    return 'ask';
  // "One of our welders …, can he apply for …?"
  const forAnother = sought.length === 0 && reading.sought.length > 0;
  if (like && asked && forAnother && whether.test(text) && parts.goal(false) !== undefined) return 'check';
  // Who asks for an employer and after no pathway of an employer's asks about the policy.
  if (
    employer &&
    asked &&
    about === 0 &&
    like &&
    !general.test(text) &&
    parts.goal(true) === undefined &&
    parts.answer().outcome === 'answered'
  )
    return 'ask';
  // "What is a technician?" asks for the meaning of a word, whatever else it may be like.
  const asksMeaning = meaning.test(text) && !clauses.some(({ hypothetical }) => hypothetical);
  if (asksMeaning && intent !== 'summary' && intent !== 'help' && parts.answer().outcome !== 'declined') return 'ask';
  if (questionLike.has(intent) && holds && supposed.length === 0) {
    const timed = intent === 'when' && aboutTime.test(text);
    // Who says what he holds, and asks whether a way is open to him, wants it checked.
    const ownCase = told || speaksOfOneself(text) || ourselves.test(text);
    if (
      !timed &&
      (forOneself.test(text) || (ownCase && whether.test(text))) &&
      (parts.goal(true) !== undefined || general.test(text))
    )
      return 'check';
    if (!timed && (intent !== 'correct' || probability < sure) && forOneself.test(text)) return 'check';
  }
  if (intent === 'ask' || intent === 'outside' || intent === 'inform') {
    const own = about > 0 || (stated.length > 0 && (intent === 'outside' || speaksOfOneself(text) || settles.test(text)));
    if (
      !asked &&
      ((stated.length > 0 && wished) || (own && (intent !== 'outside' || probability < 0.9 || isAllRead(text, reading))))
    )
      return 'inform';
  }
  // "Just say that I am eligible" is no check, nor is a single character.
  const aimless = facts === 0 && sought.length === 0 && !forOneself.test(text) && !general.test(text);
  if (intent === 'check' && probability < unlikely && aimless && parts.answer().outcome === 'declined') return 'outside';
  if (intent === 'check' && probability < sure && facts === 0 && asked && !forOneself.test(text))
    return parts.answer().outcome === 'declined' ? intent : 'ask';
  if (intent === 'check' && about > 0 && !asked && !wished && !forOneself.test(text)) return 'inform';
  // Something was plainly read, and nothing is asked: whatever the words look like, it is a statement.
  if (about > 0 && !asked && probability < 0.8 && !['inform', 'correct', 'check', 'what-if', 'summary'].includes(intent))
    return 'inform';
  const open = facts === 0 || (asked && (about === 0 || intent === 'outside'));
  if (open && supposed.length === 0 && arbitrated.has(intent)) return arbitrate(intent, probability, parts.answer());
  // No wording is like it, and no question of the policy is: bananas and custard.
  if (facts === 0 && supposed.length === 0 && probability < doubtful && parts.answer().outcome === 'declined') return 'outside';
  // "When did I get it? I can't remember" asks nothing.
  if (intent === 'when' && told && about > 0 && !asked) return 'inform';
  if (told && ['dont-know', 'greeting', 'thanks', 'confirm'].includes(intent)) return 'inform';
  // 我是人事: who works there asks for nobody from there.
  if (told && intent === 'human' && probability < plainly) return 'inform';
  if (intent === 'what-if' && supposed.length === 0 && facts > 0 && (probability < sure || !asked)) return asked ? 'ask' : 'inform';
  if (intent === 'confirm' && parts.unprompted && probability < sure) return 'outside';
  return intent;
}

/** What was heard, and is to be confirmed or put right. */
const hearsay = /(?<![a-z])is (?:it|that|this) (?:really )?true(?![a-z])|真的(?:吗|假的)/;

/** Says what is to be taken: "go by the national rules", 走艺术系列. */
const settles =
  /^\s*(?:(?:please|just|pls|ok|then|so|well) )*(?:go by|use|take|put|pick|choose|make it|say|skip|apply) |(?<![a-z])(?:for the series|as the series|rules only)(?![a-z])|^按|按.{0,14}(?:来|算|看|判断)|走.{0,6}系列|不(?:用|必|要)管|就行$/;

/** What is asked is answered by a provision, and not by the one that the pathway in question rests on. */
function asksAboutRule({ answer, goal, provisionOf }: IntentParts): boolean {
  const { outcome, restsOn } = answer();
  const pathway = goal(true);
  return outcome !== 'declined' && (pathway === undefined || provisionOf(pathway) !== restsOn[0]);
}

/** The message is hardly more than the facts that it states. */
const isAllRead = (text: string, { stated }: FactReading): boolean =>
  stated.reduce((read, { start, end }) => read + end - start, 0) > text.length * 0.6;

/** "Outstanding contribution? No.", "… 到没到，我也不清楚": what follows answers the question, so nothing is asked. */
const answeredBy = (next: FactReading['clauses'][number] | undefined): string | undefined =>
  next?.polarity ?? (next?.dontKnow === true ? 'dontKnow' : undefined);

/** Whether a question is one about the policy the answers know better than the wording of intents. */
function arbitrate(intent: string, probability: number, answer: Answer): string {
  const [best] = answer.explanation.candidates;
  // Where the wording of intents hardly tells, less of an answer will do.
  const clear = answer.outcome === 'answered' && (best?.score ?? 0) > (probability < 0.6 ? 0.12 : 0.2);
  if (intent === 'outside' || (intent === 'help' && probability < 0.9)) return clear ? 'ask' : intent;
  if (intent === 'ask') return answer.declined === 'outside' && probability < 0.9 ? 'outside' : 'ask';
  if (probability < 0.6) return clear ? 'ask' : answer.declined === 'outside' ? 'outside' : intent;
  return intent;
}
