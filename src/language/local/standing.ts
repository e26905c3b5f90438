/**
 * How a level that is named stands to the speaker, by the words around it in its clause: held, sought, topic of a question ("can a
 * technician …?"), or none of these.
 */
import { speaksOfOneself, type Clause } from './clauses.ts';

export type Standing = 'held' | 'sought' | 'topic' | 'nothing';

/** Leads to what is held even inside a question or a wish: "with my 技师", "as a senior engineer, can I …", 凭高级工. */
const heldBefore =
  /(?<![a-z])(?:within reach|possible|open|reachable) from $|(?<![a-z])(?:with|having|hold(?:ing)?|held|i have|i've got|i've|i got|from|on|using|being|already) (?:only )?(?:my|an?|the|just an?|just) (?:[a-z]+ )?$|(?<![a-z])already (?:only )?$|(?<!(?:get|become|earn|reach|for|take|pass|sit|finish) )(?<![a-z])my (?:own )?$|^\s*(?:(?:so|and|but|well|hi|hello) )*(?:as|being) (?:an?|the)? ?(?:[a-z]+ )?$|(?:凭|拿着|靠|用|手里有|手上有|(?:^\s*我就|我(?:也|本身|现在|目前|本来)?)是|我有|本人是|作为|身为|目前是|现在是|已经是|已是|(?:我|咱|俺|像我)们?这(?:种|样|号|个)[^,，]*的?|取得了?|持有?|具有|具备)(?:个|名|一名|一个|了|的|一本)?$/;
/** "The lecturer title of the colleges is the one I want". */
const wantedAfter =
  /^[^,.;?!]{0,60}(?<![a-z])(?:is|would be) (?:the one|what) i(?:'m| am)? (?:want|would like|need|after|going for|aim)/;
/** Leads to what is aimed at though it looks like "as a …": "evaluated as a …". */
const asAim =
  /^\s*(?:(?:just|i'm|im|was) )*(?:checking|enquiring|inquiring|asking|trying) (?:for|about|on|after|into) (?:an? |the )?$|(?<![a-z])(?:needs?|needed|takes|required|requirements?|conditions?|criteria) (?:for|of|to (?:be|become|get)) (?:an? |the |my )?$|(?<![a-z])(?:evaluat\w*|assess\w*|review\w*|qualif\w*|promot\w*|certif\w*|apply\w*|application) as (?:an?|the)? ?$|^\s*(?:(?:can|could|would|will) (?:u|you|ya) )?(?:please |pls |kindly )?(?:check|test|verify) (?:my chances (?:of|at|for) )?(?:an? |the )?$|(?:转考|转评|转报|改考|改评)$/;
const heldAfter =
  /^(?:s?)?\s*(?:title |certificate |cert )?(?:like me(?![a-z])|is (?:what|all|the one|the level|the title) (?:that )?i(?:'ve| have| hold| got|'m| am| already)|(?:证书?)?(?:在手|到手|已经?有|已经?拿到|早就?有|有了))/;
/** "From senior worker to technician", 高级工升技师: the first is held, the second aimed at. */
const fromBefore = /(?<![a-z])from (?:an? |the )?$|从$/;
const toAfter = /^\s*(?:\([^)]*\)\s*)?to(?![a-z])|^(?:证)?(?:晋升?|升|到)/;
const stepBefore = /(?<![a-z])from .*(?<![a-z])to (?:an? |the )?$|从.*到$/;
/** What is asked for stands before the verb as well as behind it: 评高级讲师可以吗, 副高我能报吗, "Full senior is what I'm after". */
const aimBefore =
  /(?<![a-z])next (?:would be|is|comes|will be|one is) (?:an? |the )?$|(?:评|申?报|考|申请|升|晋升?|冲|拿下|争取)(?:个|上|下|到|一个)?$/;
const aimAfter =
  /^(?:这|那)一?(?:档|级|层|个|块)(?:我|俺|咱)?(?:能不能|能否|能|可以)?(?:申报|报|评|考|够)|^\s*is (?:still )?(?:the|my) (?:goal|aim|target|dream|plan)(?![a-z])|^(?:职称|证书?|等级)?(?:我|俺|我们|现在|还|到底)*(?:能不能|能否|能|可不可以|可以|是否可以|够格)?(?:申报|报|申请|参评|评|考)(?:得上|得了|上|到|下来)?(?:吗|么|不|呢|吧|嘛|啵|[评报考]不|$)|^\s*is (?:what|the one)(?![a-z])|^\s*(?:is|are|would be|comes?) (?:still |only |yet )?(?:ahead|next|to come)(?![a-z])|^\s*(?:is|are) (?:also )?open to|^\s*(?:title )?(?:check|please|pls)(?![a-z])/;
const postAfter = /^(?:的)?(?:岗位?|工作|活)|^ (?:by (?:job|trade|profession)|post|position|job)(?![a-z])/;
const postBefore =
  /(?:岗位|职务|工作)(?:名称)?(?:是|叫)?$|工牌上?写着?["“]?$|(?<![a-z])job title (?:is|says) (?:an? )?$|(?<![a-z])(?:my (?:job|post|position|role)(?: title)? is|work as|working as) (?:an? )?$/;
const withoutPaper =
  /没有?(?:拿|考)?证|没有任何(?:职称|证)|certificate: none|没有?职称|证是|no title|无证|还没考|(?<![a-z])(?:no|without(?: an?| any)?) (?:certificate|cert|paper)/;
/** What one was, and is no more or may be no more. */
const formerBefore =
  /(?<![a-z])(?:formerly|former|once|used to be) (?:an? )?$|(?:原来|以前|曾经?|从前|退下来前|退休前)(?:是|当|做)(?:过)?(?:个)?$/;
/** Not yet, or no longer, or only nearly. */
const notYetBefore =
  /(?<![a-z])(?:at least|soon-to-be|future|would-be|aspiring|almost(?: got)?|nearly(?: got)?|rejected for|turned down for|soon|practically|about to (?:be|become)|applied for|waiting for|training (?:for|as|to be)|studying for|offered|ready for|nominated for|judged at|(?:the )?(?:work|job|duties|tasks) of|going to be|below|above|under) (?:my |an? |the )?$|(?:差一?点(?:儿)?(?:就|没)?(?:\d+年)?(?:就)?(?:拿到?|评上|考上|当上|得了?)?了?|准(?=$)|快(?:要)?(?:拿到?|考上|评上|当上|是|成)?|即将(?:成为|拿到|评上|是)?|马上(?:就)?(?:是|拿到|评上)|正在(?:考|评|报|申请|准备)|在(?:考|评|报)|报名了?|报了|报考了?|参加(?:过|了)?|申请了?|申报了?|准备(?:\d+年)?(?:去)?(?:考|评|报)|必须(?:是|有)?|干着|做着|干的(?:就)?是|不到|没到|未到|想(?:拿|考|评|得)(?:个)?|(?:最?起码|至少)(?:也|得|总)?(?:是|有|算)?(?:个)?)$/;
const notYetAfter =
  /^(?: certificate| title)?(?: [a-z]+){0,3} until (?:my|the|it|that)(?: [a-z]+)? (?:expired|was revoked|was cancelled|ran out)|^(?:证书?|职称|资格)?(?:在?\d+(?:年\d*月?)?)?(?:也|都|就|已经?)?(?:被)?(?:给)?(?:吊销|取消|作废|注销|收回|暂停|撤销)|^(?:证书?)?(?:理论|笔试|实操)(?:过|没)|^(?:证书?|职称)?(?:是)?假的|^(?:的)?(?:评选|评审|提名|候选|初选|笔试|面试)|^(?:没|还没|没有)(?:评|考|拿|批|过)|^(?:以下|以上|及以上|之下)|^ (?:title )?(?:planned|pending|nomination|nominee|application|(?:written |theory )?exam|(?:certificate |title )?(?:was |were |is |has been |got |had been )?(?:revoked|cancelled|suspended|withdrawn|fake|a fake|expired|invalid)|of (?:engineer |[a-z]+ )?(?:was|were) (?:suspended|revoked|cancelled)|but declined)|^ (?:title )?(?:for|and) (?:me )?(?:but )?(?:did not|didn't) (?:get|pass)/;
const promotedTo =
  /(?<![a-z])(?:used|took|allowed me|helped me|let me)(?: [a-z]+){0,5} (?:to )?become (?:an? )?$|(?<![a-z])(?:was|been|got|were) promoted (?:from .* )?to (?:an? |the )?$/;
/** 高级工满一年了: of somebody in particular. */
const lastsAfter =
  /^(?:证书?)?(?:拿|考|当|做|干)?(?:了)?(?:都|已经?|刚|才)?(?:满|有|够)?[\d一二两三四五六七八九十半]+年(?:半|多)?了/;
/** 这条路我走得了吗: wherever he names himself. */
const isAskers = (text: string): boolean => speaksOfOneself(text) || /我|俺|咱|了[能可没]?/.test(text);
const risesAfter = /^(?:证)?(?:晋升?|升|转)(?=[高技特首工助正副])/;
/** People that one teaches, leads or learns from. */
const ofPeopleBefore =
  /(?<![a-z])(?:trained|taught|supervised|led|mentored) by (?:an? |the )?$|(?:手下|管着|带着?了?|带过|给)(?:.{0,3}[个名位])?$|(?:一批|一群|一帮|这些|那些|部分)$|(?:车间|班组|班里|旁边|厂里|单位里?|组里|隔壁|身边)里?有(?:一)?[个位名](?:老)?$|(?<![a-z])(?:works? with|working with|there(?:'s| is)|sit next to|next to) (?:an? |the )?$|(?<!是|当|为|做|另|同)[二两三四五六七八九十百几多\d]+(?:来|多)?[个名位](?:老|在聘的?)?$|(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|many|several|our|your|(?<![\d./-])\d{1,3}) (?:of our |appointed |certified )?$|(?<![a-z])(?:wife|husband|son|daughter|widow|colleague|friend|holder|member|apprentice) (?:of|was|is) (?:an? |the )?$|(?:甲|乙|丙|某)[:,]?$|(?:前任|师傅|领导|同事)(?:就)?是(?:个)?$|(?<![a-z])(?:holder|predecessor)(?: [a-z]+){0,4} was (?:an? )?$|(?<![a-z])(?:everyone|everybody|all) (?:except|but) me (?:is|are) (?:an? )?$|除了我.{0,2}是$|全是$/;
const ofPeopleAfter =
  /^(?:职称)?(?:的)?(?:那位)?是(?:我|咱)?(?:们)?(?:的)?(?:爱人|老公|老婆|丈夫|妻子|媳妇|对象|师傅|师父|徒弟|同事|领导|爸|妈|哥|姐|弟|妹|儿子|女儿|朋友|亲戚|工友)|^(?:的)?是(?:隔壁|旁边|对面|别的?)[^,。]{0,10}|^ is (?:my|our) (?:wife|husband|son|daughter|father|mother|brother|sister|colleague|boss|master|friend|apprentice)(?![a-z])|^(?:的)?(?:家属|妻子|老婆|老公|爱人|儿子|女儿)|^们|^(?:的)?(?:徒弟|学徒|徒儿)|^打下手/;
/** A level named only to say where another stands: "the rung under assistant engineer". */
const besideAfter = /^(?:的)?(?:下面|之下|往下|再下|上面|之上|往上)(?:一|的)/;
const farAfter =
  /^\s*(?:title )?(?:is |are |would be )?(?:still )?(?:far off|far away|a long way|way off|out of reach|a dream)|^(?:还|也|都)*(?:早着|很?远|差得远|不敢想|没影)/;
const besideBefore =
  /(?<![a-z])(?:under|below|beneath|above|short of|step from|rung from|lower than|higher than|(?:better|faster|more skilled|worse) than|(?:as (?:[a-z]+) as|equal of|match for|level with)|between(?: [a-z-]+){0,3} and|between) (?:an? |the |any |most |many |some )?(?:certified )?$|(?:低于|高于|不如|比|离|距离?|介于.{0,8}[和与])$/;
/** "The skill of a technician", 有技师的本事: as good as one who is it. */
const ability = /^级?别?(?:一样)?(?:的|那样的)?(?:本事|手艺|能力|实力|功夫|两下子)/;
const abilityOf = /(?<![a-z])(?:skills?|ability|abilities|craft|hands|know-how|expertise) of (?:an? |the )?$/;
/** 工程师能去我不能: people of that level, of whom the speaker is none. */
const unlikeMe =
  /^(?:们)?(?:都|就)?(?:能|可以|有|享受).{1,14}我(?:们)?(?:却|就|倒)?(?:不|没)|^s? (?:can|may|get|have)(?: [a-z]+){1,6} (?:and |but )?i (?:can't|cannot|don't|do not|get none|may not)/;
/** What others say one can do. */
const reported =
  /(?<![a-z])(?:people|they|company|employer|factory|firm|office|somebody|someone|some|everyone|boss|manager|head|chief|colleagues?|mates?|hr|friends?|he|she) (?:say|says|said|tell|tells|told|think|thinks|swears?|reckons?|mention\w*|claims?)(?![a-z])|听.{0,6}说|据说|有人说|(?:他们|同事|领导|老板|别人|人家|朋友|工友|主任|师傅|大伙儿?|大家|家里人?|身边人?|厂里人?|车间人?|[们里人])(?:们)?(?:都|也|总|老|全)?说/;
/** "Can a technician …": the subject of a question, whoever it is. */
const subjectBefore = /(?<![a-z])(?:can|could|may|might|would|will|do|does|is|are|must|should) (?:an? |any )(?:\w+ ){0,2}$/;
/** What others call one is no certificate: "my boss calls me a …", 厂里叫我…. */
const calledBefore =
  /(?<![a-z])when(?:ever)? (?:i|we|they|people) (?:say|said|mention(?:ed)?) (?:the word )?(?:an? )?$|(?<![a-z])(?:calls?|called|introduces?|introduce) me (?:as )?(?:an? )?$|(?:叫|喊|称呼?)我(?:做|为)?$/;
/** "Don't take me for an …", 别当我是…, not an …. */
const mistakenBefore =
  /(?<![a-z])(?:instead of|rather than) (?:an? |the |my )?$|(?<![a-z])(?:don't (?:take|mistake|count) me (?:for|as)|not(?: as)?)(?: an?| the)? $|(?:别|不要|莫|可别).{0,6}(?:成|当|是|作|叫我?|写|记|填)(?:了)?$|(?<!是)(?:不是|唔系|唔係)$/;

/** An exam that was sat and not passed states no level. */
export const failed =
  /(?<![a-z])(?:failed|fail|flunked|didn't pass|did not pass|not passed|haven't passed|never passed|turned (?:me )?down|knocked (?:me )?back|refused me|rejected|missed it)(?![a-z])|没过|没考过|没考上|没评上|没通过|没拿到|未通过|未过|挂了|差一?点没/;
const passedBefore = /(?<![a-z])(?:i|i've|i have|since|already|having|and) (?:have )?(?:already )?passed (?:the|my|an?) $/;
/** A team and who leads it: the post says nothing of the leader's own level. */
const leads =
  /(?<![a-z])(?:foreman|forewoman|leader|head|lead|in charge|supervisor|manager|boss|instructor|teacher|trainer) (?:of|for|to) (?:a |an |the |our |some |\w+ )*$/;
const crewAfter =
  /^(?:s'|'s|s)?\s*(?:crew|team|group|shift|section|workshop|squad|course|class|training|exam|test|exam paper)(?![a-z])|^(?:班组?|组|队|培训|考试|考证班|学习班|题库)/;
/** 跟工程师一样, 本单位工程师: other people, with whom one is compared or for whom one speaks. */
const comparedBefore =
  /(?<![a-z])(?:treated (?:like|as)|on a par with|equal(?:ly)? (?:to|with)|same as|(?<!(?:would|'d) )like)(?: people| those| staff| colleagues| the)?(?: with| holding| of)?(?: an?| the)? $|(?:跟|和|与|同|像|比照|参照|按)$/;
const comparedAfter = /^(?:们)?(?:一样|同样|同等|享受|待遇|平等|一个待遇|那样|看齐)/;
const ofOthers =
  /(?:本单位|我们单位|我们公司|我们厂|本公司|本企业|(?<!事业|国有|机关|企业|工作)单位里?的?|公司的|厂里的|手下的?|下面的?)$/;
/** 有技师就能评…: whoever has it, not the speaker. */
export const genericAfter = /^[^,，]{0,8}就(?:直接|自动)?(?:能|可以|可|行|够|是|算|等于)/;
/** … and what he then is. */
const genericBefore =
  /(?<!^\s*[我咱俺]|眼下|现在|目前|本来)就(?:直接|自动)?(?:是|算|等于|成了?|当)$|(?<![a-z])automatically (?:be |become |made |turned into )?(?:an? |the )?$|给我.{0,4}发个?$/;

/** "I am a …", "my …", 手里有…: held, whatever else the message is after. */
export const isPlainlyHeld = (text: string, clause: Clause, start: number, end: number): boolean =>
  !clause.question &&
  (heldBefore.test(text.slice(clause.start, start)) ||
    plainlyBefore.test(text.slice(clause.start, start)) ||
    heldAfter.test(text.slice(end, clause.end)));
const plainlyBefore =
  /(?<![a-z])(?:i'm|i am|im|i have|i've got|i hold|i've|i got) (?:only |just |already |now |also )?(?:an? |the |my )?(?:[a-z]+ )?$/;

/** "Does a technician like me need …?", 我这种技师还要…吗: who asks says what he is. */
export const isNamedAsOneself = (text: string, { start: from, end: to }: Clause, start: number, end: number): boolean =>
  likeMe.test(text.slice(end, to)) || asOneself.test(text.slice(from, start));
const likeMe = /^(?: title| certificate| cert)?(?: holder)? (?:like|such as) me(?![a-z])/;
const asOneself =
  /^\s*(?:(?:so|and|but|well|hi|hello) )*(?:as|being) (?:an?|the) (?:[a-z]+ )?$|(?:(?:像我|像咱|像俺|我|咱|俺)们?这(?:种|样|号|类)的?|(?:我|俺|咱)(?:作为|身为|就是|是)(?:一?名|个)?)$/;

/** @param text the whole message in normal form; the level stands at [start, end) of it, inside the clause */
export function standingOf(text: string, clause: Clause, start: number, end: number): Standing {
  const before = text.slice(clause.start, start);
  const after = text.slice(end, clause.end);
  // What another person is after is the goal of who asks for him.
  if (clause.other)
    return start >= clause.wishFrom || (clause.question && start >= clause.askFrom && !subjectBefore.test(before))
      ? 'sought'
      : 'nothing';
  // "Like its engineers" speaks of people, not of a level that is held or sought.
  if (/[a-z]s$/.test(text.slice(start, end)) && !heldAfter.test(after)) return 'nothing';
  if (wantedAfter.test(after)) return 'sought';
  if (
    (ofOthers.test(before) && !/^(?:一枚|一名|一个)/.test(after)) ||
    (comparedBefore.test(before) && (/[a-z] $/.test(before) || comparedAfter.test(after)))
  )
    return 'nothing';
  // "Since I passed the senior worker exam": the exam that was passed is the level that is held.
  if (passedBefore.test(before) && /^(?:'s)? (?:exam|test|evaluation|assessment)(?![a-z])/.test(after)) return 'held';
  if (
    /(?<![a-z])(?:did|done|took|sat) (?:the |my |an? )?(?:[a-z]+ )?$/.test(before) &&
    /^(?:'s)?(?: exam| test| evaluation| assessment)?,? (?:and )?(?:i )?(?:have )?passed(?![a-z])/.test(after)
  )
    return 'held';
  if (leads.test(before) || crewAfter.test(after) || genericAfter.test(after) || genericBefore.test(before)) return 'nothing';
  if (ability.test(after) || abilityOf.test(before)) return 'nothing';
  if (before.trim() === '' && unlikeMe.test(after)) return 'nothing';
  if (calledBefore.test(before) || mistakenBefore.test(before) || formerBefore.test(before)) return 'nothing';
  if (failed.test(after) || (failed.test(before) && clause.wishFrom <= start)) return 'nothing';
  // A post without the certificate.
  if ((postAfter.test(after) || postBefore.test(before)) && withoutPaper.test(text)) return 'nothing';
  if (ofPeopleBefore.test(before) || ofPeopleAfter.test(after)) return 'nothing';
  if (notYetBefore.test(before) || notYetAfter.test(after))
    return clause.wishFrom <= start || clause.question ? 'sought' : 'nothing';
  if (promotedTo.test(before)) return 'held';
  // 高级工升技师: the step that is asked about begins at what is held.
  if (before.trim() === '' && (risesAfter.test(after) || lastsAfter.test(after)) && isAskers(text)) return 'held';
  if (asAim.test(before) || stepBefore.test(before) || aimAfter.test(after)) return 'sought';
  if (/说我?(?:是|有)(?:个)?$/.test(before)) return 'nothing';
  // What is reported to be enough for anybody is not held.
  if (reported.test(before) && /(?<![a-z])(?:with|having|holding) an? (?:[a-z]+ )?$/.test(before)) return 'nothing';
  // Brackets between may make clauses of their own.
  if (fromBefore.test(before) && toAfter.test(text.slice(end))) return 'held';
  if (/(?<![a-z])from [^.!?;]{3,60} to (?:an? |the )?$/.test(text.slice(0, start))) return 'sought';
  if (heldBefore.test(before) || heldAfter.test(after)) return 'held';
  if (besideBefore.test(before) || besideAfter.test(after) || farAfter.test(after)) return 'nothing';
  if (aimBefore.test(before) && (clause.question || /[a-z] $/.test(before))) return 'sought';
  if (start >= clause.wishFrom || reported.test(before)) return 'sought';
  if (!clause.question || clause.hypothetical) return 'held';
  return start < clause.askFrom || subjectBefore.test(before) ? 'topic' : 'sought';
}
