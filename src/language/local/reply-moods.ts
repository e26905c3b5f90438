/** Replies that speak of another time, of what others say or of what is only wished: they answer no question about now. */
import type { Fact } from '../../policy/book.ts';
import type { FactReading } from './fact-reading.ts';

/** It will be so, was so, or is said to be. */
export const laterOrEarlier =
  /明年|后年|下个?月|快[了到够满要]|马上|即将|将来|以后|答应|还没办|正在办|到期了|说[要会聘]|(?:领导|老板|人事|hr|单位|他们)说|(?<![a-z])(?:until|no longer|used to|next (?:year|month)|soon|will|promised|going to|studying for|not any ?more|formerly|previously|in 20\d\d-20|(?:boss|hr|they) says?)(?![a-z])/;

/** "I used to", 以前是, and nothing else. */
export const wasOnly =
  /^(?:以前|曾经|原来|过去)(?:是|有|对|在|聘过?|做过|干过)?(?:的|过|啊|吧|呢)?[。.! ]*$|^i used to(?: be)?[.! ]*$/;
/** It was so, and nothing is said of now. */
export const isPast = (text: string): boolean =>
  /以前|曾经|原来|过去|早先|(?<![a-z])(?:used to|formerly|previously)(?![a-z])/.test(text) &&
  !/现在|如今|目前|眼下|还在|仍|(?<![a-z])(?:now|still|today)(?![a-z])/.test(text);
/** What others say of one. */
export const hearsay =
  /^(?:领导|老板|师傅|同事|人家|他们|别人|大家|人事)们?(?:都)?说|(?<![a-z])(?:my |the )?(?:boss|they|people|colleagues?|hr|wife|husband) (?:says?|said|thinks?|tells? me)(?![a-z])/;
const wishes =
  /想|打算|准备[考评报拿]|要[考评]|希望|盼|快[要是成]|差一?点|马上|即将|(?<![a-z])(?:want|wish|hope|plan|going to|would like|aim|almost|nearly|soon|dream)(?![a-z])/;
/** What others, or a post, call one. */
export const callsIt =
  /(?:叫|喊|称呼?)我|岗位(?:是|叫)|职务(?:是|叫)|(?<![a-z])(?:calls? me|by (?:job|trade|profession)|job title|works? as)(?![a-z])/;
/** What is named is wished for, or what others or a post call one. */
export const isNotHeld = (fact: Fact, text: string, { sought, ambiguous, unheld }: FactReading): boolean =>
  (wishes.test(text) || callsIt.test(text)) &&
  [...sought, ...unheld, ...ambiguous.flatMap(({ readings }) => readings)].some((each) => each.fact === fact.id);
