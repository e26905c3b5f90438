/** Names that stand beside each other, weighed: which of them are held, sought or asked about, and which mean the same once more. */
import { asksForCheck, speaksOfOneself, type Clause } from './clauses.ts';
import type { Message, StatedFact } from './message.ts';
import { isOr, type Names } from './names.ts';

/** Words for levels in general, which a name after them makes particular. */
const ofLevels = /(?<![a-z])(?:level|title|grade|rank)s?(?![a-z])|等级|职称|级别/;
/** "Full senior or …": begins a choice. */
const orElse = /^\s*(?:an? |the )?[a-z ]+ or $/;
const sideBySide = /^\s*(?:or|and|和|或者?|还是|、)?\s*(?:an? |the )?$/;
const thatIsTheAim =
  /^\s*is there (?:any|a) (?:road|way|route|chance|path|hope)(?![a-z])|^\s*(?:yes or no|possible|doable|realistic|any chance|feasible)(?: or not)?\s*$|^\s*(?:that|this|it)(?:'s| is| would be|'d be) (?:what i(?:'m|'d| am| would)?(?: be)? (?:after|like|want|going for|aiming)|the (?:aim|goal|plan|one i want|title i want)|my (?:aim|goal|plan|target))|^(?:这|那)?(?:就)?是我(?:想|要)的?(?:评|考|报|拿)?/;
const whichOf = /(?<![a-z])which(?: one| of)?(?![a-z])|哪一?个|是对/;
/** Between choices of what one wants: words of an exam or a series may stand there too. */
const isOrElse =
  /^[^,.;。]{0,12}(?<![a-z])or (?:maybe |perhaps |possibly |even )?(?:the |for )?$|^[^,。;]{0,6}(?:还是|或者?)(?:是|考|报|评)?$/;
/** Facts that a question on the policy in general names too. */
const impersonal: ReadonlySet<string> = new Set(['subject', 'field', 'region', 'examField']);

/** Changes what the names state and seek. */
export function weigh(message: Message, names: Names): void {
  dropAppositions(message, names);
  takeTopics(message, names);
  joinWords(message, names);
  readAlternatives(message, names);
  readAlternativeWords(message, names);
  readSequence(message, names);
}

/** "Senior worker or technician", "the accounting exam or maybe the auditing one": which of them has to be asked. */
function readAlternatives(message: Message, names: Names): void {
  const { stated, ambiguous } = names;
  const choices = stated.filter(({ fact }) => ['level', 'choice'].includes(message.typeOf(fact) ?? ''));
  for (const [at, one] of choices.entries()) {
    const other = choices[at + 1];
    const between = other && message.text.slice(one.end, other.start);
    const isLevel = message.typeOf(one.fact) === 'level';
    if (!other || between === undefined || one.fact !== other.fact || one.value === other.value) continue;
    if (!(isLevel ? isOr : isOrElse).test(between)) continue;
    for (const each of [one, other]) stated.splice(stated.indexOf(each), 1);
    // "Which goes with my title, technician or senior technician?": neither is held.
    if (isLevel && asksWhich(message, one.clause)) continue;
    const readings = [one, other].map(({ fact, value }) => ({ fact, value }));
    ambiguous.push({ readings, others: false, start: one.start, end: other.end, clause: one.clause });
  }
}

const asksWhich = (message: Message, clause: Clause): boolean =>
  [clause, message.before(clause)].some((each) => each?.question === true && whichOf.test(each.text));

/** "Technician, level 2": two words side by side mean what both may mean. */
function joinWords(message: Message, names: Names): void {
  for (const word of [...names.ambiguous]) {
    const next = names.ambiguous.find(
      ({ start }) => start > word.end && /^\s*[,(]\s*(?:skill |certificate |cert )*$/.test(message.text.slice(word.end, start)),
    );
    const shared = word.readings.filter(({ fact, value }) =>
      next?.readings.some((each) => each.fact === fact && each.value === value),
    );
    if (!next || shared.length === 0) continue;
    for (const same of names.ambiguous.filter(({ start }) => start === next.start))
      names.ambiguous.splice(names.ambiguous.indexOf(same), 1);
    names.ambiguous.splice(names.ambiguous.indexOf(word), 1, {
      ...word,
      readings: shared,
      others: false,
      clause: next.clause,
      end: next.end,
    });
  }
}

/** "Senior worker or technician", of which the second word has several meanings itself. */
function readAlternativeWords(message: Message, names: Names): void {
  for (const word of [...names.ambiguous]) {
    const level = names.stated.find(({ fact, end, start }) => {
      const between = message.text.slice(Math.min(end, word.end), Math.max(start, word.start));
      return word.readings.some((each) => each.fact === fact) && isOr.test(between);
    });
    const readings = word.readings.filter(({ fact }) => fact === level?.fact);
    if (!level || readings.length === 0) continue;
    names.stated.splice(names.stated.indexOf(level), 1);
    if (asksWhich(message, word.clause)) {
      names.ambiguous.splice(names.ambiguous.indexOf(word), 1);
      continue;
    }
    const both = [{ fact: level.fact, value: level.value }, ...readings];
    names.ambiguous.splice(names.ambiguous.indexOf(word), 1, { ...word, readings: both, others: false });
  }
}

/** "Senior worker 2013, technician 2018": a dated step between named skill levels is one itself. */
function readSequence(message: Message, names: Names): void {
  const levels = names.stated.filter(({ fact }) => fact === 'skillLevel');
  for (const word of [...names.ambiguous]) {
    const step = word.readings.find(({ fact }) => fact === 'skillLevel');
    const others = levels.filter((level) => level.clause !== word.clause || Math.abs(level.start - word.start) > 0);
    const corrected = message.clauses.some((clause) => clause.correction && clause.start >= word.start);
    const own = step && word.readings.filter(({ fact }) => fact === 'skillLevel').length === 1;
    const next = message.after(word.clause);
    const dated = [word.clause, ...(next && isDateAlone(message, next) ? [next] : [])].some(
      (clause) => message.datesIn(clause).length > 0,
    );
    if (!step || !own || others.length === 0 || (!dated && !corrected)) continue;
    names.ambiguous.splice(names.ambiguous.indexOf(word), 1);
    const stated: StatedFact = { fact: step.fact, value: step.value, start: word.start, end: word.end, clause: word.clause };
    names.stated.push(stated);
    names.stated.sort((one, other) => one.start - other.start);
  }
}

/** "I want to apply for technician, skill level 2": the same once more, and no more held than before. */
function dropAppositions(message: Message, names: Names): void {
  const isApposition = ({ fact, value, start, end, clause }: StatedFact): boolean => {
    const before = message.before(clause);
    const beside = clause.text.trim().length - (end - start);
    const alone =
      beside < (/[a-z]/.test(clause.text) ? 12 : 4) ||
      /^ on the (?:skill|title)s? (?:ladder|side)\s*$/.test(message.text.slice(end, clause.end));
    return (
      alone &&
      names.sought.some(
        (aim) => aim.fact === fact && aim.value === value && aim.start < start && aim.start >= (before?.start ?? start),
      )
    );
  };
  for (const stated of names.stated.filter(isApposition)) names.stated.splice(names.stated.indexOf(stated), 1);
}

/** Where the message speaks of the speaker, what his question is about is his, unless he says that he holds another. */
function takeTopics(message: Message, names: Names): void {
  const own =
    speaksOfOneself(message.text) ||
    asksForCheck.test(message.text) ||
    names.stated.some(({ fact }) => !impersonal.has(fact)) ||
    names.ambiguous.length > 0;
  const levels = names.stated.filter(({ fact }) => message.typeOf(fact) === 'level');
  takeBareAims(message, names, levels);
  for (const topic of names.topics) {
    // Who has said what he holds asks about what he does not: 技师，工程师可以吗.
    const isAsked =
      levels.some(({ fact, clause }) => fact === topic.fact || clause !== topic.clause) || isOneOfSeveral(message, names, topic);
    if (own && !isAsked) names.stated.push(topic);
    else if (typeof topic.value === 'string')
      names.sought.push({
        fact: topic.fact,
        value: topic.value,
        start: topic.start,
        end: topic.end,
        ...names.seriesAt(topic.start),
        other: topic.clause.other,
      });
  }
  names.stated.sort((one, other) => one.start - other.start);
  names.sought.sort((one, other) => one.start - other.start);
}

/** 正高副高能报哪个: of two that are asked about side by side none is held. */
function isOneOfSeveral(message: Message, names: Names, { fact, start, end }: StatedFact): boolean {
  return [...names.sought, ...names.topics].some(
    (each) =>
      each.fact === fact &&
      each.start !== start &&
      sideBySide.test(message.text.slice(Math.min(end, each.end), Math.max(start, each.start))),
  );
}

/** "Technician since 2019. Engineer: when?": a level alone before a short question, beside another that is held, is asked about. */
function takeBareAims(message: Message, names: Names, levels: readonly StatedFact[]): void {
  for (const level of levels) {
    const next = message.after(level.clause);
    const beside = level.clause.text.trim().length - (level.end - level.start);
    const isListed = orElse.test(message.text.slice(level.clause.start, level.end + 4));
    const isAlone = (isListed || beside < (/[a-z]/.test(level.clause.text) ? 7 : 2)) && message.datesIn(level.clause).length === 0;
    const namesAim = names.sought.some(({ start }) => next !== undefined && start >= next.start && start < next.end);
    // "I'd like the matching level, senior technician".
    const previous = message.before(level.clause);
    const isWished =
      previous !== undefined &&
      !previous.question &&
      previous.wishFrom <= previous.end &&
      ofLevels.test(previous.text.slice(previous.wishFrom - previous.start)) &&
      message.text.slice(previous.end, level.clause.start).includes(',');
    // "Assistant engineer, that's what I'm after".
    const isAimed = next !== undefined && thatIsTheAim.test(next.text);
    const isAsked = isWished || isAimed || (next?.question === true && next.text.length < (isListed ? 40 : 20) && !namesAim);
    const holdsOther = isListed || isAimed || levels.some(({ clause }) => clause !== level.clause);
    if (!isAlone || !isAsked || !holdsOther || level.value === 'none' || typeof level.value !== 'string') continue;
    names.stated.splice(names.stated.indexOf(level), 1);
    names.sought.push({
      fact: level.fact,
      value: level.value,
      start: level.start,
      end: level.end,
      other: false,
      ...names.seriesAt(level.start),
    });
  }
}

/** "…, in 2017". */
const isDateAlone = (message: Message, clause: Clause): boolean =>
  message.datesIn(clause).some(({ start, end }) => clause.text.trim().length - (end - start) < 6);
