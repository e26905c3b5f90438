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
  /** Place from which on the clause asks; past its end when it asks nothing. */
  readonly askFrom: number;
  readonly dontKnow: boolean;
  /** Takes back what was said before it in the message. */
  readonly correction: boolean;
  /** Place from which on the clause is a wish; past its end when it is none. */
  readonly wishFrom: number;
  /** `yes` or `no` where the clause opens with it. */
  readonly polarity: 'yes' | 'no' | undefined;
}

const boundary =
  /[,;!?。、\n]+|\((?=[^()]*(?:,|since|\d{4})[^()]*\))|[:：](?!\d)|(?<!(?<![a-z])(?:mr|mrs|ms|dr))\.(?!\d)|\.{2,}|…+| - |(?<=[一-龥]) (?=[一-龥\d])|(?<![a-z])(?:but|though|however|whereas)(?![a-z])|(?<![a-z])(?:and|while|so) (?=(?:i|i'm|i've|im|my (?:own|mentor|master|husband|wife|friend|boss|colleague|classmate|brother|sister|father|mother|dad|mum|mom|son|daughter|apprentice)|he|she|they|he's|she's)(?![a-z]))|(?<=[一-龥\d])(?=[让叫]我|就我(?!们))|(?<=[一-龥])(?:但是|但|不过|可是|而且)(?=[一-龥])/g;

const people =
  'mentor|master|colleague|coworker|co-worker|husband|wife|ex|ex-wife|ex-husband|dad|daddy|father|mum|mom|mother|brother|sister|son|daughter|friend|boss|neighbou?r|mate|workmate|teammate|uncle|aunt|cousin|nephew|niece|grandpa|grandfather|teacher|instructor|coach|flatmate|housemate|buddy|pal|landlord|son-in-law|daughter-in-law|brother-in-law|sister-in-law|father-in-law|mother-in-law|apprentice|trainee|student|classmate|cat|dog|girlfriend|boyfriend|partner|manager|foreman|supervisor|team leader|chief|guy|bloke|lad|chap|fella|fellow|woman|man|girl|lady|roommate|in-law';
/** Whose it is where it is not the speaker's: "a mate of mine", "the guy next to me", 隔壁老王, 我们班长. */
const otherPerson = new RegExp(
  [
    `我们?(?:有|认识)一?[个位](?:朋友|亲戚|同学|徒弟|老乡|邻居|哥们|师兄|师弟|人)|我带的徒弟|(?<![a-z])i (?:have|know|train) (?:an? )?(?:friend|fellow|guy|man|woman|cousin|neighbou?r)(?![a-z])|(?<![a-z])someone i (?:train|know|work with)(?![a-z])`,
    `(?<![a-z])(?:my|his|her|our|their|your|one of my|one of our)\\s+(?:\\w+\\s)?(?:${people})(?:s|'s)?(?![a-z])`,
    `(?<![a-z])(?:${people})s?\\s+(?:of (?:mine|ours))(?![a-z])`,
    `(?<![a-z])(?:the|this|that|some|another|old)\\s+(?:\\w+\\s)?(?:${people})s?\\s+(?:next|beside|across|who|over|here|there|down)(?![a-z])`,
    `^\\s*(?:同事|师傅|徒弟|朋友|老公|老婆|爱人|[一-龥]师傅|[一-龥]某|colleague|neighbou?r|husband|wife|friend)\\s*$|[一-龥]某(?=[^一-龥]|$)|(?<![a-z])old [a-z]+ (?:retired|is|was|has|holds)(?![a-z])`,
    `(?<![a-z])an? (?:\\w+ )?(?:${people})s? (?:with|of|at|in|from|holding|who|got|has|had|is|was)(?![a-z])|隔壁[^,。]{0,8}的`,
    `(?<![a-z])(?:mr|mrs|ms|miss|dr)\\.? [a-z]+`,
    `(?<![a-z])(?:he|she|they|everyone|everybody|somebody else|someone else|everybody else|everyone else|others|he's|she's|they're)(?![a-z])`,
    `(?:我们?|咱们?)?(?:师傅|师父|同事|工友|老公|老婆|媳妇|爱人|对象|丈夫|妻子|爸|爹|妈|娘|父亲|母亲|哥|弟|姐|妹|儿子|女儿|闺女|朋友|哥们|领导|老板|厂长|邻居|徒弟|学徒|学生|同学|老师|室友|老乡|亲戚|师兄弟?|师弟|师姐|师妹|大家|大伙儿?|全班|团队|舅|叔|伯|姑|姨|爷爷?|奶奶?|前妻|前夫|家属|前任|爸爸|妈妈|哥哥|弟弟|姐姐|妹妹|叔叔|舅舅|岳父|岳母|丈母娘|公公|婆婆|班长|组长|工长|队长|主任|车间主任)(?:们)?(?:[二两三四五六几][个位人])?(?:是|都|也|已|有|能|想|要|可以|会|当|在|评|考|拿|得|获|干|聘|带|领|的|\\d{4}|今年|去年|前年|早|就|才|刚|现在|技师|高级|工程师)`,
    `(?<![其吉])(?:他|她)(?!的话)|(?:人家|别人|有人)(?!的话)`,
    `(?<![部科处室事])(?:隔壁|对面|楼上|楼下|车间里?|班里|组里|厂里)?[老小][王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马](?:师傅)?`,
    `我(?:媳妇|老婆|老公|爸|妈|哥|弟|姐|妹|师傅|徒弟|对象|同事|儿子|女儿)`,
  ].join('|'),
);
/** A worker of one's own company, for whom one asks. */
const colleagues =
  /(?<![a-z])(?:(?:one|some) of (?:my|our) (?!five|eight|own)[a-z]+s|(?:a|the|this|that|our|some) (?:young |old )?(?:welder|fitter|electrician|guy|lad|worker|woman|man|turner|machinist|operator|colleague) (?:in|on|from|at) (?:my|our) [a-z]+|(?:an?|my|our|this) (?:employee|staff member|worker)(?: of (?:mine|ours))?(?! of)(?= (?:is|has|holds|got|who|with|wants|was)(?![a-z])))(?![a-z])|(?:单位|公司|厂|厂里|车间|班组|手下|部门|这边|这里|我们?)有(?:一)?[个位名](?:老|青年|年轻)?(?:员工|职工|工人|师傅|小伙子?|姑娘|小年轻|同志|大姐|大哥)|(?:帮|替|给)(?:我们?的?|一[个位名])?(?:员工|职工|工人)(?:问|查|看|咨询|核)/;
/** Place at which a run that began with somebody else goes on with the speaker; undefined where it doesn't. */
function turnToOneself(run: string): number | undefined {
  const other = otherPerson.exec(run);
  if (!other) return undefined;
  const from = other.index + other[0].length;
  const own =
    /我(?!们|的?(?:师|同事|老公|老婆|媳|爸|妈|哥|弟|姐|妹|领导|朋友|徒|对象|儿|女|班|组|车间))|(?<![a-z])me(?![a-z])(?= \d)/.exec(
      run.slice(from),
    );
  return own && !/[说让叫问对给帮跟和替比]$/.test(run.slice(from, from + own.index)) ? from + own.index : undefined;
}

const oneself =
  /(?<![a-z'])(?:i|i'm|i've|me|myself|mine)(?![a-z])|我自己|我本人|(?<![他她们])自己(?=技能|职称|没|有|也|是)|俺|(?:^|而|那|[,，])我(?!们|(?:师|同|老|爸|妈|哥|弟|姐|妹|领|朋|徒|媳|对象|儿|女|班|组|车间))/;
/** "The guy next to me", "a friend of mine": these words are the other person's, not the speaker's. */
const besideOneself = /(?:next to|beside|across from|behind|of|taught|trains?|told|tells) (?:me|mine)(?![a-z])/g;
const supposing =
  /(?<![a-z])(?:(?<!(?:even|clue|matter|check|see|know|me|us|wonder|wondering|ask|asking|out|sure|tell|say|idea) )if(?! (?:i may|you ask|you like|possible|anything|that's ok|i'm (?:being )?(?:honest|frank|fair)|i am (?:being )?(?:honest|frank)|need be|truth be told))|(?<!(?:i|i'd|we|we'd) )(?:suppose|imagine)|supposing|once i (?:hold|have|get|am|become)|what if|let's say|let us (?:say|pretend)|pretend|assuming|say i|had i)(?![a-z])|如果|要是|假如|假设|假装|比方说|倘若|若是|万一|(?<!(?:^|,)[要真]{1,2}[评报考])的话(?!题)/;
/** What makes a clause a question wherever it stands in it … */
const asking =
  /\?|(?<![a-z])yes or no(?![a-z])|吗|么$|嘛$|(?<=\S.)不$|(?<![还都也倒])没$|不呢$|了没有$|(?<![没不还着正在][^,]{0,8})呢$|([一-龥])[没不]\1|(?<![a-z])(?:(?:how )?(?:can|could|may|should|do|will|would) i (?:still |also |then |ever |already )?(?:get|be|become|apply|go|qualify|sit|take|use|skip|earn|reach)|am i (?:eligible|allowed|able))(?![a-z])|(?<![a-z])(?:possible|doable|realistic) for (?:me|us)|能不能|能否|可否|可不可以|是不是|是否|有没有(?:资格|戏|希望|可能|机会)|够不够|行不行|算不算|行得通|有戏|有份|(?<!没|没有|谈不上|算不上|不算)(?:什么|啥)(?!.{0,6}[都也](?:没|不|木))|怎么|怎样|如何|哪(?!(?:个|里|儿|种|一个)?[^,]{0,3}都)|(?<![好这那前近十过没])几年|(?<!没|没有|好)多久|多少(?!年(?:都|也)?(?:没|不))|为什么|咋/;
/** … and what does at its beginning, or after a word that leads to a question. */
const askingFirst =
  /^\s*(?:(?:so|and|but|then|or|hi|hello|hey|also|please|well|ok|now) )*(?:(?:was|were|had) (?:i|we|my|our)(?![a-z])|(?!am (?:an?|the) )(?:can|could|may|might|do|does|did|am|is|are|would|will|should|must|shall|have|has) (?:i|my|we|our|it|the|you|he|she|they|this|that|a|an|there|someone|somebody|anyone|people|workers?|those|these|one)(?![a-z])(?! year)|(?:what(?! (?:i|we) (?:do|did|hold|have|am|was|work))|what's|whats|which|when|where|why|how|who|whose|any (?:chance|hope|way))(?![a-z]))|(?<![a-z])(?:tell me|know|wonder(?:ing)?|wondered|explain|ask|say|see|check|sure|idea)(?: me| if)? (?:what|which|when|where|why|how|who|whether|if)(?![a-z])/;
/** Where a question begins inside a clause that began as a statement: "technician since 2019 what can I apply for". */
const turning =
  /(?<![a-z])(?:what|which|when|how|(?:can|could|may|am|do|would|will|should) (?:i|we))(?![a-z])|能|可以|可否|是不是|是否|有没有|够不够|算不算|行不行|怎么|什么|哪|(?<![好这那前近十过])几年|多久|为什么|咋|啥/;
const ignorance =
  /(?<![a-z])(?:wouldn't know|(?:do|did|does|can|could|have|had)(?:n't| not|not) (?:really |quite |exactly |honestly )?(?:know|remember|recall|tell|say|judge|decided?|looked)|(?:can't|couldn't|cannot) (?:really |quite )?(?:remember|tell|say|judge|recall|know)|no idea|not sure|unsure|no clue|forgot(?:ten)?|i forget|hard (?:to say|for me|to judge|to tell)|haven't (?:a clue|decided|looked)|dunno|gone from my (?:memory|head|mind)|(?:has |have |it )?slipped my (?:mind|memory)|beats me|god knows|who knows|lost track|don't recall|can't think|escapes me|no memory of|would have to ask)(?![a-z])|不知道|不清楚|说不清|弄不清|搞不清|记不清|记不得|记不起|想不起|不记得|忘了|忘记|说不好|说不准|不确定|不晓得|拿不准|不好说|不好意思[讲说]|没数|没概念|得问(?:人事|单位|领导|老板|财务|会计|别人|一下)|不太清|不懂算|搞不懂|忘(?:得|个)?(?:一干二净|光|精光)|不可考|没印象/;
const takingBack =
  /(?<![a-z])(?:sorry|no wait|wait|hang on|hold on|oops|jk|just kidding|kidding|changed my mind|forget that|strike that|never mind that|no no|my bad|i stand corrected|i mean|i meant|actually|scratch that|rather|correction|make that|or actually|my mistake|i've looked|i've checked|i checked|that's wrong|not right)(?![a-z])|[啊哦呃]不是|^\s*不不+\s*$|^\s*(?:算了|哦不|噢不|哎不|不不+)(?=还是|是|,|$|\s)|(?:逗你|开玩笑|说笑)的?|说反了|^\s*[哦噢哎]?等(?:下|等|一下)+\s*$|哦?不对|[说搞弄记写打讲敲输填]错|更正|口误|手误|应该是|改成|改为|其实是/;
const wishing =
  /(?<![a-z])(?:expects?|promised|supposed to|my (?:dream|goal|plan|target)|(?:goal|dream|plan) is|(?:i'd |would )rather|rather be|one day|some day|as soon as|wnat|i'll|i will|we'll|we will|going to|gonna|wanna|next year|next month|want|wants|wanted|keen on|fancy|eager to|would like|would love|i'd like|i'd love|we'd like|i'd go for|hope|hoping|wish|aim|aiming|going for|go for|plan|planning|apply|applying|become|qualify|eligible|promot\w*|sit|take the|try|tried|trying|thinking of|thinking about|considering|eyeing|interested|heading for|reach|get to|(?:can|can't|cannot|could|couldn't|to) (?:get|become|be)(?! (?:honest|fair|sure|clear|frank|blunt|brief))|check (?:me|us|my case)(?: please)? (?:for|as)|get the|get a|get my|move up|moving up|upgrade|be assessed|be reviewed|be evaluated|evaluated as|evaluation as|assessed as|application for|exam for|test for|route to|way to|shot at|chances? of|odds of|next stop|(?:would|'d) love|after the)(?![a-z])|梦想|规划|将来|答应|估计|宁(?:当|可|愿)|只要|明年|后年|以后(?=[考评拿升当])|等我|等到|下个?月|下半年|将来|想|打算|准备(?=考|评|申|报|参|\d)|目标|奔着|冲着|惦记|希望|申报|申请|晋级|晋升|能(?:整|弄|捞|混)(?:个|上)|那就(?=报|评|考)|就报|只能报|改报|改评|能报|能评|可以评|可以报|够不够|去考|要考|要评|报考|升(?=高|技|副|正|中)|冲|(?:才|不|就|肯)?(?:给|让|许|准)(?:我|咱|俺)?(?:们)?(?:报|评|考|升)/;
const yes =
  /^\s*(?:(?:to be (?:frank|honest|fair)|honestly|frankly|sadly|truthfully|in truth|unfortunately|i'm afraid|i fear|坦白说|说实话|老实说|实话实说|说良心话|凭良心说?|讲真|说真的|(?:so|and|but|well)(?![a-z]))[ ,]*)?(?:有(?=$|[啊呀呢的])|certainly|yes|yeah|yep|yup|sure|right|correct|true|indeed|of course|是的|对的|对|嗯|有的|是啊|没错)(?![a-z])/;
const no =
  /^\s*(?:(?:to be (?:frank|honest|fair)|honestly|frankly|sadly|truthfully|in truth|unfortunately|i'm afraid|i fear|坦白说|说实话|老实说|实话实说|说良心话|凭良心说?|讲真|说真的|(?:so|and|but|well)(?![a-z]))[ ,]*)?(?:no|nope|nah|not really|never|没有|没(?!数|概念|印象)|不是|不(?!懂|知道|清楚|确定|晓得|太清|好说|记得|敢说)|否|无|谈不上)(?![a-z])/;

/**
 * @param text in normal form; no boundary falls into one of the `matches`
 * @param heIsMeant a check is under way, so that "he" without a name is the one for whom it is made
 */
export function splitClauses(text: string, matches: readonly PhraseMatch<unknown>[], heIsMeant = false): Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const push = (end: number, mark: string): void => {
    // 我爸工程师我高级工: where another person's part ends without a sign and the speaker's begins.
    const turn = end > start ? turnToOneself(text.slice(start, end)) : undefined;
    if (turn !== undefined) {
      clauses.push(clauseOf(text, start, start + turn, '', heIsMeant));
      start += turn;
    }
    if (end > start) clauses.push(clauseOf(text, start, end, mark, heIsMeant));
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
  const rules = quotedRules(text);
  const isQuoted = ({ start: from, end }: Clause): boolean =>
    rules.some((rule) => Math.min(end, rule.end) - Math.max(from, rule.start) > (end - from) * mostly);
  for (const [at, clause] of clauses.entries()) {
    const before = clauses[at - 1];
    // 假如我岗位对口，又有中级职称: supposed along with it.
    if (before?.hypothetical === true && along.test(clause.text)) clauses[at] = { ...clause, hypothetical: true };
    // "Suppose somebody had been a senior worker, appointed, with an allowance": nobody's, to the end of the sentence.
    if (
      before?.hypothetical === true &&
      (ofSomebody.test(before.text) || clauses[at - 2]?.hypothetical === true) &&
      !isNewSentence(text, before, clause)
    )
      clauses[at] = { ...clause, hypothetical: true };
    // "My dream: full senior engineer".
    if (before && dreams.test(before.text) && /[:：]/.test(text.slice(before.end, clause.start)))
      clauses[at] = { ...clause, wishFrom: clause.start };
  }
  return clauses.map((clause, at) => ({ ...clause, other: clause.other || isQuoted(clause) || isCarried(text, clauses, at) }));
}

const ofSomebody =
  /(?<![a-z])(?:suppose|imagine|say|picture) (?:that )?(?:somebody|someone|a (?:man|woman|worker|person|colleague|guy))(?![a-z])|(?:假如|假设|比方说|要是|如果)(?:有个?人|某人|一个人|别人)/;
const isNewSentence = (text: string, before: Clause, clause: Clause): boolean =>
  /[.!?。;\n]/.test(text.slice(before.end, clause.start));
const mostly = 0.6;
const along = /^\s*(?:又|也|再|还|并且?|而且|and )(?!.*[?？])/;
const dreams = /(?<![a-z])(?:dream|goal|plan|target|wish|aim)s?\s*$|(?:梦想|目标|规划|愿望|打算|计划)$/;
/** A rule in quotation marks is about whoever it is about. */
const quotedRules = (text: string): { readonly start: number; readonly end: number }[] =>
  [...text.matchAll(/(?<![a-z])"[^"]{8,}"|“[^”]{4,}”|「[^」]{4,}」/g)]
    .filter(([quote]) => /(?<![a-z])(?:may|can|shall|must|enjoy|are|is)(?![a-z])|可|享受|须|应|能/.test(quote))
    .map(({ index, 0: quote }) => ({ start: index, end: index + quote.length + 1 }));

/** "My husband is a technician, no title": what follows in the sentence without a subject of its own is still his. */
function isCarried(text: string, clauses: readonly Clause[], at: number): boolean {
  for (let before = at; before > 0; before -= 1) {
    const [clause, last] = [clauses[before], clauses[before - 1]];
    if (
      !clause ||
      !last ||
      oneself.test(clause.text.replaceAll(besideOneself, '')) ||
      /[.!?。\n]/.test(text.slice(last.end, clause.start))
    )
      return false;
    if (last.other) return true;
  }
  return false;
}

const pronoun = /(?<![a-z])(?:he|she|he's|she's|his|her)(?![a-z])|(?<![其吉])[他她]/g;
/** Whether somebody else is named, and not only meant by a "he". */
export const namesAnother = (text: string): boolean => otherPerson.test(text.replaceAll(pronoun, ''));
const isOfAnother = (text: string): boolean => otherPerson.test(text) || colleagues.test(text);

function clauseOf(whole: string, start: number, end: number, mark: string, heIsMeant: boolean): Clause {
  // Long runs without any punctuation are read by their beginning: moods stand at the front of what people write.
  const text = whole.slice(start, Math.min(end, start + 400));
  const wish = wishing.exec(text);
  // 现在不在 asks nothing, though 在不在 does.
  // 系列嘛，…: names what it goes on to speak of.
  const spoken = (/^[,，]/.test(mark) ? text.replace(/嘛$/, '') : text)
    .replaceAll('现在', '现今')
    .replace(/(?:管|论)(?:是)?哪/, '管');
  const question =
    mark.includes('?') ||
    asking.test(spoken) ||
    (askingFirst.test(text) && !(isListed.test(text) && continues(whole, start, end)) && !isRelative(whole, start, text));
  const turn = question ? (askingFirst.test(text) ? 0 : (turning.exec(text)?.index ?? 0)) : text.length + 1;
  return {
    start,
    end,
    text,
    other:
      isOfAnother(heIsMeant ? text.replaceAll(pronoun, '') : text) &&
      !oneself.test(text.replaceAll(besideOneself, '').replace(otherPerson, '')),
    // "If my years suffice I can't say" supposes nothing.
    hypothetical: supposing.test(text) && !(/^\s*(?:if|whether)(?![a-z])/.test(text) && ignorance.test(text)),
    question,
    askFrom: start + turn,
    dontKnow: ignorance.test(text),
    correction: takingBack.test(text),
    wishFrom: wish ? start + wish.index : end + 1,
    polarity: yes.test(text) ? 'yes' : no.test(text) ? 'no' : undefined,
  };
}

/** "It's well managed, has many technicians and is growing.": a list of what it is and has. */
const isListed = /^\s*(?:and )?(?:has|have|is|are)(?![a-z])/;
/** "…, which is a related major". */
const isRelative = (whole: string, start: number, text: string): boolean =>
  /,\s*$/.test(whole.slice(0, start)) && /^\s*which (?:is|was|are|has|had|isn't|wasn't|i)(?![a-z])/.test(text);
const continues = (whole: string, start: number, end: number): boolean =>
  /,\s*$/.test(whole.slice(0, start)) && /[.!?;\n]/.exec(whole.slice(end))?.[0] === '.';

/** Who asks to have a case looked at means his own. */
export const asksForCheck =
  /帮(?:我|忙)|查一?下|核[对实]?一?下|核对|看看|(?<![a-z])(?:check|evaluate|verify|assess|test|look at|see (?:if|whether))(?![a-z])/;
const askingPhrases =
  /(?:i )?(?:want(?:ed)? to|would like to|'d like to|need to|just) (?:know|ask)|i wonder(?:ed)?|tell me|can you tell me|我?想(?:问|知道|了解|咨询)|问一?下我?|请问|帮我?|告诉我|给我|我问/g;
/** Whether the text, asking phrases aside, speaks of the speaker. */
export const speaksOfOneself = (text: string): boolean => oneself.test(text.replaceAll(askingPhrases, ''));
/** Says what it takes to be so, and asks only to have it confirmed. */
const presuming =
  /(?<![a-z])is (?:it|that|this) (?:really )?true(?![a-z])|(?<![a-z])true or false|(?:是)?真的(?:吗|假的)|真的不|(?:^|[,.!] ?)(?:right|correct|isn't it|aren't they|don't they|doesn't it|no)\s*\?+\s*$|(?:对吧|是吧|没错吧|不是吗|对不对)[?。!]*$/;
export const presumes = (text: string): boolean => presuming.test(text);
export const saysDontKnow = (text: string): boolean => ignorance.test(text);
export const saysYes = (text: string): boolean => yes.test(text);
export const saysNo = (text: string): boolean => no.test(text);

const negator =
  /(?:(?<![a-z])(?:no|without|none)(?: [a-z'-]+){0,2} |(?<![a-z])(?:not(?! (?:so |very |too )?long ago)|no longer|never|neither|nor|nobody|nothing|hardly|cannot|far from|anything but|isn't|aren't|wasn't|don't|doesn't|didn't|haven't|hasn't|wouldn't|couldn't|can't|won't|refus(?:e|es|ed|ing)|declin(?:e|es|ed))(?![a-z])[^,;.]{0,28}|没有?(?!几|多)[^,的]{0,4}|唔(?:系|係|是)|冇|不(?!过|但|仅|光|错|少)[^,]{0,4}|无|非|未[^,]{0,3}|别|(?:拒绝|拒不|不肯|不愿意?|不让|不给)[^,]{0,6}|谈不上[^,]{0,4}|算不上[^,]{0,4}|够不上[^,]{0,4}|说不上[^,]{0,4}|还差|缺)$/;
const negatorBehind =
  /^\s*(?:[嘛么呢](?=不敢|谈不上|没有|算不上)|(?:书|证书?|等级(?:证书?)?|到?现在|至今|目前|一直|从来?|压根|根本|啥|什么|我|俺|是|一(?:个|本|张|项|级|样))\s*){0,3}(?:也|都|还|倒|真|是|更|又){0,2}(?:没有(?!问题|(?:职称|学历|论文|文凭|技能)(?!也没))|没(?!错|多久|多长|几[年天个]|有?(?:问题|职称|学历|论文|文凭|技能|多久|几[年天个]))|谈不上|不敢[当说]|不是|唔系|唔係|冇|无(?=$|[,。;])|算不上|够不上|说不上|达不到|不沾边|沾不上|差得远|不够|不行|不多|不强|不足|未|还没|(?:is |are )?(?:not|isn't|none|lacking|missing|few)|no(?=$|[ ,.;]*$))/;

const lackingBefore =
  /(?:(?<![a-z])(?:no|zero|nil|neither(?: an?)?|nor(?: an?| any)?|without(?: an?| any)?|(?:not|never|haven't|hasn't|don't|didn't|doesn't)(?: (?:yet|ever|had|have|got|held|earned|hold|given|been given|received|took|taken|obtained|passed|sat(?: for)?))*(?: me)?(?: an?| any| the| my)?|(?:nobody|no one)(?: ever)? (?:gave|has given) me(?: an?| any)?|none of the|nothing (?:on|as to) the)(?: [a-z]+)? |(?:没有?|无|未|没能|不持有)(?!达|到|满)[^,，]{0,5})$/;

/** "Skill certificates: none at all", "title? never had one". */
const lackingBehind =
  /^(?:s|书|证书?|等级证书?)?(?: so far| yet| at present)?\s*[:?,-]\s*(?:(?:no|nope)[,.] )?(?:none|no|nil|nothing|never(?: had| held)?(?: one| any)?|not (?:a single |a )?one|没有|没|无|还?没有?)(?: (?:at all|yet|so far|whatsoever|in my life|i'm afraid))?\s*(?:$|[,.;。!])/;

/** "On the skill side I have nothing", 职称这边是空白. */
const hasNothing =
  /^(?: papers?| certs?| certificates?| side)? (?:is |are |= ?)?(?:zero|none|nil|nonexistent)[.! ]*$|^,? (?:i|we)(?: have|'ve got| got| hold| own) (?:nothing|none|no papers?|zero)(?! but| except)|^(?:这(?:块|边|头))?(?:我)?(?:还|仍|目前|都|也)?(?:是|算|等于)?(?:个)?(?:空白|零蛋|零|一片空白|一场空|白板)/;

/** Whether what is named at [start, end) is said not to be had at all: closer than a denial of something about it. */
export function isLacking(text: string, clause: Clause, start: number, end: number): boolean {
  return (
    lackingBehind.test(text.slice(end)) ||
    hasNothing.test(text.slice(end, clause.end)) ||
    lackingBefore.test(text.slice(Math.max(clause.start, start - 40), start)) ||
    negatorBehind.test(text.slice(end, Math.min(clause.end, end + 12)))
  );
}

/** 能不能, 有没有 deny nothing. */
export const alternative = /([一-龥])[不没]\1/g;

/** Whether what stands at [start, end) is denied by the words around it in its clause. */
export function isNegated(text: string, clause: Clause, start: number, end: number): boolean {
  const before = text.slice(Math.max(clause.start, start - 32), start).replaceAll(alternative, '$1');
  // "not only", "不但", "不仅" deny nothing.
  if (negator.test(before) && !/not (?:only|just)|不但|不仅|不光|没问题|不错|没错/.test(before)) return true;
  const after = text.slice(end, clause.end);
  // 绝技没第二个人会: nobody else has it.
  if (nobodyElse.test(after)) return false;
  return negatorBehind.test(after.slice(0, 12)) || endsInNo.test(after);
}

/** Whether it is denied of the speaker by what stands before it, or itself behind it: 公司没聘我 denies no company. */
export function isDenied(text: string, clause: Clause, start: number, end: number): boolean {
  const before = text.slice(Math.max(clause.start, start - 32), start).replaceAll(alternative, '$1');
  if (negator.test(before) && !/not (?:only|just)|不但|不仅|不光|没问题|不错|没错/.test(before)) return true;
  return /^\s*(?:也|都|倒)?(?:不是|不算|谈不上|没有?(?=$|[,。;]))|^ (?:is not|isn't|no)(?![a-z])/.test(text.slice(end, clause.end));
}

const nobodyElse = /^[^,]{0,4}没(?:有)?(?:第二|人(?!说)|几个|谁|哪个)/;
/** "Outstanding contribution to the country no". */
const endsInNo =
  /^(?: [a-z]+){0,5} no[.! ]*$|^ (?:we|i|they|it|he|she) (?:are|am|is|was|were|do|did|have|has|would|can)(?:n't| not)(?: really| exactly| at all)?[.! ]*$|^ (?:would be|is) (?:a lie|too much|an exaggeration|a stretch)/;

/** Faces and signs, which say nothing that could be noted, though a letter be among them. */
export const isHardlyText = (text: string): boolean => (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) * leastText < text.length;
/** One character in so many must be a letter or a figure. */
const leastText = 6;
