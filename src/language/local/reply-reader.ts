/** A reply to the open question: short words that mean something only because of it. */
import type { Command, Reading } from '../../command/command.ts';
import { dontKnow } from '../../eligibility/credentials.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { Fact, PolicyBook } from '../../policy/book.ts';
import { normalise, type NormalText } from '../../text/normal-form.ts';
import { tokenise } from '../../text/tokens.ts';
import type { OpenQuestion } from '../understander.ts';
import { affirmed, confirmation } from './confirmation.ts';
import { dateReply, mostAround, mostAside } from './date-reply.ts';
import { isHardlyText, presumes, saysDontKnow, saysNo, saysYes } from './clauses.ts';
import type { FactReading } from './fact-reading.ts';
import type { StatedFact } from './message.ts';
import { ordinalOf } from './ordinals.ts';
import { callsIt, hearsay, isNotHeld, isPast, laterOrEarlier, wasOnly } from './reply-moods.ts';
import {
  agreed,
  certain,
  conceivable,
  plain,
  sure,
  undeniable,
  type ReplyClassifier,
  type ReplyScore,
} from './reply-classifier.ts';

const skip = /^(?:skip|pass|next|next question|skip (?:it|this|that)|跳过|下一题|下一个|略过|过)[.! ]*$/;
/** Yes or no, and nothing else. */
const plainYes =
  /^(?:(?:yes|yeah|yep|yup|sure|right|correct|of course|是|是的|对|对的|有|有的|嗯|当然)|(?:yes,? )?(?:we|i|it|they) (?:are|am|do|have|is|does|did|has))[.!。 ]*$/;
const plainNo =
  /^(?:(?:no|nope|nah|not really|不|不是|没|没有|否|无)|(?:no,? )?(?:we|i|it|they) (?:are not|aren't|am not|do not|don't|have not|haven't|is not|isn't|does not|doesn't|has not|hasn't))[.!。 ]*$/;
/** Replies shorter than this are a plain yes or no, if they are one. */
const shortReply = 12;
/** Labels that say nothing of which fact they are about. */
const commonLabels: ReadonlySet<string> = new Set(['none', 'other']);
/** Replies are read by their beginning. */
const readLength = 400;
/** The word that is asked about means none of its readings. */
const noneOfThem =
  /none of (?:these|them|those)|neither|^(?:it'?s |that'?s |just |only )*(?:my |the |a )?(?:job|post|position|job title|work|registration|role)(?: only| title| name)?[.! ]*$|都不是|(?:只|就)是(?:个)?(?:工作|岗位|工种|职务)|^(?:工作)?岗位[。! ]*$|执业注册|注册证/;
/** Longer messages pick no reading by a single word of theirs. */
const longestPick = 60;
const askingWord = /^(?:when|why|what|who|how|where|which)[?!. ]*$/;
const zero = /^(?:0|zero|零|〇)(?: ?(?:of them|of these|项|个))?[.。!]?$/;
const takenBack =
  /^(?:that'?s |that is |no,? )?(?:wrong|not right|incorrect|a mistake)[.! ]*$|^(?:这个?|刚才)?(?:不对|错了|弄错了|搞错了|不是这样的?)[啊呀了哦吧]*[。! ]*$/;
const negation =
  /(?<![a-z])(?:no|not|n't|never|none|nope|isn't|don't|doesn't|haven't|wouldn't|unrelated|below|only a few|short of|still short|mostly office|nothing|weak|rather weak|lack|different|differs|chaotic|messy|shambles)(?![a-z])|n't|乱|糟|烂|塌|没|不|无(?!论)|非(?!常)|未|谈不上|以下|一般|差/;
const agreeing =
  /(?<![a-z])(?:yes|yeah|yep|sure|right|ok|okay|of course|definitely|correct|i do|i have|i am|we are|we do|plenty|enough|always)(?![a-z])|是|对|有|嗯|够|好|行|聘了|符合|达到|一致|规范|强|密集|很多/;

/** Other facts are stated, and no yes or no goes before them: 没有职称 says nothing about the honours that were asked for. */
function statesOnlyOthers({ stated, ambiguous, clauses }: FactReading): boolean {
  if (stated.length + ambiguous.length === 0) return false;
  const [first] = clauses;
  return first?.polarity === undefined || [...stated, ...ambiguous].some(({ clause }) => clause === first);
}

/** A question about the question ("what is a technician?", 技师和高级技师有什么区别) is to be answered before it can be one. */
const asksBack = (text: string, { clauses }: FactReading): boolean =>
  !saysDontKnow(text) && !saysNo(text) && clauses.some(({ question }) => question) && (questionBack.test(text) || presumes(text));
const questionBack =
  /(?<![a-z])(?:what(?:'s| is| are| does| do| counts)|difference|meaning of|which .*(?:go|goes|correspond|belong)|how many|(?:can|could|may|do|does|is|are) (?:i|we|you|it|they|a|an|the) .*\?)|什么是|是什么|什么意思|啥意思|啥是|是啥|区别|有何不同|对应(?:什么|啥|哪)|什么时候$|多少|(?:都|也)?可以[吗不]|能[^,，]*[吗不?]$|要[^,，]*[吗不?]$|需要[^,，]*吗/;
const ofLowerRank =
  /(?<![a-z])(?:county|city|municipal|district|town|prefecture|company|factory)(?:-level| level|'s|ly)?(?![a-z])|县|省级?技术能手|provincial (?:technical )?expert|市级|市政府|市里|区级|区政府|镇|地级|厂级|公司级/;

export class ReplyReader {
  readonly #book: PolicyBook;
  readonly #classifier: ReplyClassifier;

  constructor(book: PolicyBook, classifier: ReplyClassifier) {
    this.#book = book;
    this.#classifier = classifier;
  }

  /** The command that the message is as a reply, or undefined where it answers nothing that is open. */
  read(message: NormalText, open: OpenQuestion, reading: FactReading): Command | undefined {
    if (isHardlyText(message.text) || asksBack(message.text, reading)) return undefined;
    switch (open.kind) {
      case 'fact': {
        const fact = this.#book.facts.get(open.fact);
        return fact && this.#fact(message, fact, reading, open.known);
      }
      case 'clarify':
        return this.#clarify(message, open.readings, reading);
      case 'review':
      case 'offer':
        return this.#toConfirm(message, open.kind, reading);
    }
  }

  /**
   * No answer to what is open, and yet one: the label of another fact's choice and nothing else, or a date and nothing else, which
   * is of what was told before.
   */
  readAside(message: NormalText, open: OpenQuestion, reading: FactReading): Command | undefined {
    if (open.kind === 'clarify' || reading.stated.length + reading.ambiguous.length > 0) return undefined;
    // "If I had got it in 2025" is no telling.
    if (reading.clauses.some(({ hypothetical, question, other }) => hypothetical || question || other) || isPast(message.text))
      return undefined;
    if (laterOrEarlier.test(message.text)) return undefined;
    const labelled = this.#byOtherLabel(message);
    if (labelled) return labelled;
    const [date] = reading.dates;
    const bare = date && date.vague !== true && message.text.length - (date.end - date.start) < mostAround;
    return bare ? { type: 'inform', value: date.value, quote: message.original } : undefined;
  }

  /** The label of one fact's choice and nothing else. */
  #byOtherLabel({ text, original }: NormalText): Command | undefined {
    const labelled = [...this.#book.facts.values()].filter(
      (fact) => fact.type !== 'boolean' && this.#byLabel(text, fact) !== undefined,
    );
    const [fact] = labelled;
    const label = labelled.length === 1 && fact ? this.#byLabel(text, fact) : undefined;
    return fact && label !== undefined && !commonLabels.has(label)
      ? { type: 'inform', fact: fact.id, value: valueOfId(fact, label), quote: original }
      : undefined;
  }

  /** What states something of its own ("yes, but it is level 2") confirms nothing. */
  #toConfirm(message: NormalText, kind: 'review' | 'offer', reading: FactReading): Command | undefined {
    // A question confirms nothing, unless it begins with a plain yes or no.
    const asks = reading.clauses.some(({ question }) => question) && !saysYes(message.text) && !saysNo(message.text);
    const reply = asks ? undefined : confirmation(message, kind);
    const states = reading.stated.length + reading.ambiguous.length + reading.dates.length > 0;
    return states && reply?.type !== 'correct' ? undefined : reply;
  }

  #clarify(message: NormalText, readings: readonly Reading[], reading: FactReading): Command | undefined {
    const { text, original } = message;
    const inform = ({ fact, value }: Reading): Command => ({ type: 'inform', fact, value, quote: original });
    if (takenBack.test(text)) return { type: 'correct', quote: original };
    const place = ordinalOf(text);
    if (place !== undefined) {
      const chosen = readings.at(place);
      if (chosen) return inform(chosen);
      return place === readings.length ? { type: 'dont-know', quote: original } : undefined;
    }
    const [first, ...others] = readings;
    if (first && others.length === 0 && plainYes.test(text)) return inform(first);
    const plain = reading.stated.find(({ fact, value }) => readings.some((each) => each.fact === fact && each.value === value));
    if (plain) return undefined;
    const named = readings.filter(({ fact }) => reading.named.includes(fact));
    const [byName] = named;
    const restated = reading.stated.some((each) => each.fact === byName?.fact);
    if (named.length === 1 && byName && !restated) return inform(byName);
    const wanted = new Set<string>();
    if (/(?<![a-z])titles?(?![a-z])|职称/.test(text)) wanted.add('titleLevel');
    if (/(?<![a-z])(?:skill|worker|cert|certs|certificate|qualification)(?![a-z])|技能|工人|工种/.test(text))
      wanted.add('skillLevel');
    // "No title" picks none; and in a longer message the word need not be about what is open.
    const picks = text.length <= longestPick && !reading.stated.some(({ fact }) => wanted.has(fact));
    const left = wanted.size === 1 && picks ? readings.filter(({ fact }) => wanted.has(fact)) : [];
    const [only] = left;
    if (left.length === 1 && only) return inform(only);
    if (left.length > 1) return { type: 'inform', readings: left, quote: original };
    if (saysDontKnow(text) || skip.test(text) || plainNo.test(text) || noneOfThem.test(text))
      return { type: 'dont-know', quote: original };
    return undefined;
  }

  #fact(message: NormalText, fact: Fact, reading: FactReading, known: string | undefined): Command | undefined {
    const { text, original } = message;
    const inform = (value: FactValue): Command =>
      value === dontKnow
        ? { type: 'dont-know', fact: fact.id, value, quote: original }
        : { type: 'inform', fact: fact.id, value, quote: original };
    if (skip.test(text)) return inform(dontKnow);
    if (askingWord.test(text)) return undefined;
    if (fact.lasting && wasOnly.test(text)) return inform(false);
    if (fact.type === 'set' && zero.test(text)) return inform([]);
    // To a yes-or-no question it is a no; to any other it takes back what was noted before.
    if (fact.type !== 'boolean' && takenBack.test(text)) return { type: 'correct', quote: original };
    if (reading.stated.length === 0 && reading.clauses.every(({ hypothetical }) => hypothetical)) return undefined;
    const own = ownWords(message, reading);
    if (own === '') return undefined;
    const scores = this.#classifier.scores(fact.id, own.slice(0, readLength));
    const stated = reading.stated.find((each) => each.fact === fact.id);
    if (fact.type === 'date') return dateReply(message, reading, fact, stated?.value, known, scores, inform);
    const label = this.#byLabel(text, fact);
    if (label !== undefined) return inform(valueOfId(fact, label));
    // A wish, a promise and the name of a job are no level: the question stands.
    const isCalled = stated !== undefined && callsIt.test(stated.clause.text);
    if (fact.type === 'level' && !saysNo(text) && (isCalled || (!stated && isNotHeld(fact, text, reading))))
      return { type: 'outside', quote: original };
    const aside = this.#byOtherLabel(message);
    if (aside) return aside;
    const place = ordinalOf(text);
    if (place !== undefined && fact.type !== 'level') return this.#byPlace(fact, place, inform);
    // "No; going for engineer": the rest is about something else.
    if (!stated && fact.type !== 'boolean' && nothingFirst.test(text) && !saysDontKnow(text)) {
      if (fact.type === 'set') return inform([]);
      if (fact.choices.some(({ value }) => value === 'none')) return inform('none');
    }
    // "Senior worker or technician": which of them has to be asked.
    if (stated && fact.type === 'level' && /^ ?(?:or|还是|或者?) ?\S/.test(text.slice(stated.end))) return undefined;
    if (stated) return this.#weighed(fact, stated, scores, message, inform);
    const ambiguous = reading.ambiguous.flatMap(({ readings }) => readings).filter((each) => each.fact === fact.id);
    const [only] = ambiguous;
    const several = new Set(ambiguous.map(({ value }) => JSON.stringify(value))).size > 1;
    if (only && !several) return inform(only.value);
    if (several) return { type: 'inform', readings: ambiguous, quote: original };
    // "technician", "level 3" to the question for the skill level: names that mean this fact among others.
    const sought = reading.sought.find((each) => each.fact === fact.id && !each.other);
    if (sought?.value !== undefined && text.length - (sought.end - sought.start) < mostAside) return inform(sought.value);
    if (place !== undefined) return this.#byPlace(fact, place, inform);
    // Who is asked about an employer speaks of its workers, not of himself.
    const mayBeOthers =
      fact.subject !== 'employer' || reading.stated.some((each) => this.#book.facts.get(each.fact)?.subject === 'employer');
    if (mayBeOthers && statesOnlyOthers(reading)) {
      const shortened = shortenedName(fact, message, reading);
      if (shortened !== undefined) return inform(valueOfId(fact, shortened));
      if (fact.type === 'boolean') return this.#amongOthers(fact, reading, inform);
      // 公司 to whom it is for, "agronomist" to the field: words that name another fact, and plainly mean this one; a level never does.
      const [best] = scores;
      const isNear = fact.type === 'choice' && reading.stated.every((each) => this.#isNear(each.fact));
      return isNear && best?.value !== undefined && best.probability >= certain ? inform(valueOfId(fact, best.value)) : undefined;
    }
    const command = this.#byWording(fact, own, scores, inform);
    return command && this.#isSaid(fact, command, reading, text) ? this.#now(fact, command, text, inform) : undefined;
  }

  /** What a name in the reply states, unless the wording as a whole plainly means something else: then it is asked again. */
  #weighed(
    fact: Fact,
    { value, start, end }: StatedFact,
    scores: readonly ReplyScore[],
    message: NormalText,
    inform: (value: FactValue) => Command,
  ): Command | undefined {
    const [best] = scores;
    const named: Command = { ...inform(value), quote: message.quote(start, end) };
    if (fact.type === 'boolean') {
      const command = this.#byWording(fact, message.text, scores, inform);
      return command && this.#now(fact, command, message.text, inform);
    }
    const bare = message.text.length - (end - start) < mostAside;
    if (!best || best.value === undefined || bare) return named;
    if (best.probability < plain) return named;
    if (best.value === dontKnow) return value === dontKnow ? named : inform(dontKnow);
    const meant = valueOfId(fact, best.value);
    if (JSON.stringify(meant) === JSON.stringify(value)) return named;
    // A set may have several members, and a level's own name outdoes what the words are like.
    if (fact.type === 'set') return named;
    return best.probability < certain ? named : undefined;
  }

  /** Whether what the wording is like is not what the message names without holding it, and is so now. */
  #isSaid(fact: Fact, command: Command, { unheld }: FactReading, text: string): boolean {
    if (command.type !== 'inform') return true;
    const { value } = command;
    const named = unheld.some(
      (each) => each.fact === fact.id && (Array.isArray(value) ? value.includes(String(each.value)) : each.value === value),
    );
    const denied = fact.choices.find((choice) => choice.value === (Array.isArray(value) ? value[0] : value))?.label;
    const isDenied = denied !== undefined && [denied.en, denied.zh].some((label) => deniesLabel(text, label.toLowerCase()));
    return !named && !isDenied;
  }

  /** What was so, and is asked for as of now, is not so; what will be, or is only said to be, has to be asked again. */
  #now(fact: Fact, command: Command, text: string, inform: (value: FactValue) => Command): Command | undefined {
    if (fact.type !== 'boolean' || command.type !== 'inform') return command;
    if (hearsay.test(text)) return undefined;
    if (command.value !== true) return command;
    if (isPast(text)) return fact.lasting ? inform(false) : undefined;
    return laterOrEarlier.test(text) ? undefined : command;
  }

  #byWording(fact: Fact, text: string, scores: readonly ReplyScore[], inform: (value: FactValue) => Command): Command | undefined {
    if (fact.type === 'boolean' && (plainYes.test(text) || plainNo.test(text))) return inform(plainYes.test(text));
    const [best] = scores;
    const guess = this.#byRules(fact, text);
    if (scores.length === 0) return guess === undefined ? undefined : inform(guess);
    const likelihood = (value: FactValue): number =>
      scores.find((each) => each.value !== undefined && JSON.stringify(valueOfId(fact, each.value)) === JSON.stringify(value))
        ?.probability ?? 0;
    if (guess === dontKnow && likelihood(dontKnow) >= conceivable) return inform(dontKnow);
    // An honour of the county or the city is none of the five, however alike its name.
    if (fact.type === 'set' && ofLowerRank.test(text) && best?.value !== 'none') return undefined;
    if (best && best.value !== undefined && best.probability >= sure) {
      const meant = valueOfId(fact, best.value);
      if (fact.type !== 'boolean' || guess === meant) return inform(meant);
      // A yes or no for which no rule speaks must be plainer, and one against which a rule speaks plainer still.
      return best.probability >= (guess === undefined ? plain : undeniable) ? inform(meant) : undefined;
    }
    const short = fact.type === 'boolean' && text.length < shortReply && (best?.value === undefined || best.probability < sure);
    return guess !== undefined && (short || likelihood(guess) >= agreed) ? inform(guess) : undefined;
  }

  /** A plain yes or no, a denial, or the question's own words. */
  #byRules(fact: Fact, text: string): FactValue | undefined {
    const bare = text.replaceAll(affirmed, '好');
    if (saysDontKnow(text)) return dontKnow;
    switch (fact.type) {
      case 'boolean':
        return this.#yesOrNo(leading(bare)) ?? this.#yesOrNo(bare) ?? (this.#echoes(text, fact) ? true : undefined);
      case 'set':
        return negation.test(bare) ? [] : undefined;
      default: {
        const values = fact.choices.map((choice) => choice.value);
        if (!negation.test(bare) && !/(?<![a-z])(?:other|else|another)(?![a-z])|其他|别的|其它/.test(text)) return undefined;
        return values.includes('none') ? 'none' : values.includes('other') ? 'other' : undefined;
      }
    }
  }

  #yesOrNo(bare: string): boolean | undefined {
    if (saysNo(bare) || (!saysYes(bare) && negation.test(bare))) return false;
    return saysYes(bare) || agreeing.test(bare) ? true : undefined;
  }

  #isNear(id: string): boolean {
    const fact = this.#book.facts.get(id);
    return fact?.type === 'choice' || fact?.ladder === 'title';
  }

  #byPlace(fact: Fact, place: number, inform: (value: FactValue) => Command): Command | undefined {
    const values = fact.choices.map((choice) => choice.value);
    const listed = fact.type === 'set' ? [...values, 'none'] : values;
    if (place === listed.length || place === -1) return inform(dontKnow);
    const value = listed.at(place);
    if (value === undefined) return undefined;
    return inform(valueOfId(fact, value));
  }

  /** The value whose label (or id) the whole message is. */
  #byLabel(text: string, fact: Fact): string | undefined {
    const plain = (each: string): string => each.toLowerCase().replaceAll(/[\s().,!?（）。，、-]+/g, '');
    const wanted = plain(text);
    return fact.choices.find(({ value, label }) => [value, label.en, label.zh].some((each) => plain(each) === wanted))?.value;
  }

  /** Beside other facts the reply is a clause of its own, in the words of what was asked: "…, dense in talent, …". */
  #amongOthers(
    fact: Fact,
    { stated, ambiguous, clauses }: FactReading,
    inform: (value: FactValue) => Command,
  ): Command | undefined {
    const free = clauses.filter((clause) => ![...stated, ...ambiguous].some((each) => each.clause === clause));
    const names = pairsOf(`${fact.label.en} ${fact.label.zh}`);
    const own = free.find(({ text }) => tokenise(text).some((token) => names.has(token.text)));
    return own && inform(!negation.test(own.text.replaceAll(affirmed, '好')));
  }

  /** A short reply in the question's own words ("front line", "在聘") agrees with it. */
  #echoes(text: string, fact: Fact): boolean {
    const own = pairsOf([fact.question.en, fact.question.zh, fact.label.en, fact.label.zh].join(' '));
    return text.length <= 60 && tokenise(text).some((token) => own.has(token.text));
  }
}

/** 对口 to the question for the major: a name of another fact, and the end of one of this fact's own. */
function shortenedName(fact: Fact, { text }: NormalText, { stated: [only, ...others] }: FactReading): string | undefined {
  if (!only || others.length > 0 || text.length - (only.end - only.start) >= mostAside) return undefined;
  const name = text.slice(only.start, only.end).replace(/[的啊呀吧呢了]+$/, '');
  const isOwn = (each: string): boolean => normalise(each).text.endsWith(name);
  return fact.choices.find(({ synonyms }) => [...(synonyms?.en ?? []), ...(synonyms?.zh ?? [])].some(isOwn))?.value;
}

/** "Not engineering", 不是工程. */
function deniesLabel(text: string, label: string): boolean {
  const at = text.indexOf(label);
  return at > 0 && /(?:不是|不想[评报]?|并非|不属于|(?<![a-z])(?:not|isn't|don't want|no)(?: an?| in)?) ?$/.test(text.slice(0, at));
}

/** What the speaker says of himself, where he speaks of others too. */
function ownWords({ text }: NormalText, { clauses }: FactReading): string {
  const own = clauses.filter(({ other }) => !other);
  return own.length === clauses.length ? text : own.map((clause) => clause.text.trim()).join(', ');
}

/** A bare no, and then something else. */
const nothingFirst =
  /^(?:还|都|从来|现在)?(?:没有?|无|未)(?:呢|啊|呀|过|的)?(?=[,;。，])|^(?:no|none|nope|nothing|not yet|nothing yet|none yet|no title|never)(?=[,;.])/;
/** What comes before a side remark: "I do have the skill, just no paper for it". */
const leading = (text: string): string =>
  /^(.{2,}?)[,;](?: ?(?:just|only|but|though|even)(?![a-z])|(?:但|只是|就是|不过|可|虽))/.exec(text)?.[1] ?? '';

/** The value that the id of a choice stands for. */
const valueOfId = (fact: Fact, id: string): FactValue => {
  if (id === dontKnow) return dontKnow;
  if (fact.type === 'set') return id === 'none' ? [] : [id];
  return fact.type === 'boolean' ? id === 'true' : id;
};

/** The words of a text that say something: Chinese pairs, and longer English words. */
const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(
    tokenise(text.toLowerCase())
      .filter(({ kind, text: token }) => kind === 'pair' || token.length > 3)
      .map((token) => token.text),
  );
