/** Whether a message goes elsewhere while a yes-or-no question is open: a question of its own, or something that has nothing to do with it. */
import type { Fact } from '../../policy/book.ts';
import { saysDontKnow } from './clauses.ts';
import { hasEvery, topicWords } from './cues.ts';
import type { FactReading } from './fact-reading.ts';
import type { IntentClassifier } from './intent.ts';

/** Yes or no, and then a sign, a space or little more. */
const answers =
  /^\s*(?:yes|yeah|yep|yup|sure|certainly|definitely|of course|no|nope|nah|not|never|true|false|right|correct|maybe|i think|i guess|we do|we are|i am|i do|i have|it is|it does)(?![a-z])|^\s*(?:是的?|对的?|嗯|没错|不是|不|没有?|无|否|有的?|算是?|当然|肯定|应该|可能|符合|一致|达到|够了?|聘了)(?=$|[,，。.!！ 啊呀呢吧的了])/;
/** Shorter messages are too short to be anything else. */
const shortest = 5;
/** How plainly the wording must be of another kind: of the kinds that go elsewhere, together. */
const plainly = 0.55;
const elsewhere: ReadonlySet<string> = new Set(['outside', 'ask']);

/** @param text in normal form */
export function digresses(text: string, { clauses, stated }: FactReading, fact: Fact, intents: IntentClassifier): boolean {
  if (text.length < shortest || answers.test(text) || saysDontKnow(text) || stated.some((each) => each.fact === fact.id))
    return false;
  if (clauses.length > 0 && clauses.every(({ question }) => question)) return true;
  if (hasEvery(text, [topicWords(fact)])) return false;
  if (clauses.at(-1)?.question === true) return true;
  const away = intents.classify(text).filter(({ intent }) => elsewhere.has(intent));
  return away.reduce((sum, { probability }) => sum + probability, 0) >= plainly;
}
