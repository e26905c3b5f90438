/** Every name that the policy data gives to a value, a fact or a pathway, ready to be found in a text. */
import type { Reading } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { PolicyBook } from '../../policy/book.ts';
import { normalise } from '../../text/normal-form.ts';
import { PhraseMatcher } from '../../text/phrases.ts';

export type Sense =
  /** A value of a fact; `series` where the name is a title's name in one series. For sets the value is one member. */
  | { readonly sense: 'value'; readonly fact: string; readonly value: string; readonly series?: string }
  /** `others`: it may also mean something that states no fact. */
  | { readonly sense: 'ambiguous'; readonly id: string; readonly readings: readonly Reading[]; readonly others: boolean }
  /** Makes another word ambiguous that stands elsewhere in the message. */
  | { readonly sense: 'context'; readonly readings: readonly Reading[] }
  /** A name that states nothing, and keeps the shorter names inside it from being read (技师学院 is no 技师). */
  | { readonly sense: 'term' }
  | { readonly sense: 'fact'; readonly fact: string }
  | { readonly sense: 'pathway'; readonly pathway: string };

export type Lexicon = PhraseMatcher<Sense>;

interface Names {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

/** A value named in the data as credentials hold it. */
export function valueOf(book: PolicyBook, fact: string, value: string): FactValue {
  const type = book.facts.get(fact)?.type;
  return type === 'set' ? [value] : type === 'boolean' ? value === 'true' : value;
}

export function buildLexicon(book: PolicyBook): Lexicon {
  const matcher = new PhraseMatcher<Sense>();
  const add = (names: Names | undefined, sense: Sense): void => {
    for (const phrase of new Set([...(names?.en ?? []), ...(names?.zh ?? [])])) matcher.add(phrase, sense);
  };
  for (const [ladder, levels] of [
    ['skill', book.ladders.skill],
    ['title', book.ladders.title],
  ] as const) {
    const fact = [...book.facts.values()].find((each) => each.ladder === ladder);
    if (fact) for (const level of levels) add(level.synonyms, { sense: 'value', fact: fact.id, value: level.id });
  }
  for (const series of book.ladders.series) {
    for (const [level, names] of Object.entries(series.titles))
      add(names, { sense: 'value', fact: 'titleLevel', value: level, series: series.field });
  }
  for (const fact of book.facts.values()) {
    add(fact.synonyms, { sense: 'fact', fact: fact.id });
    if (fact.type !== 'level')
      for (const choice of fact.choices) add(choice.synonyms, { sense: 'value', fact: fact.id, value: choice.value });
  }
  for (const word of book.glossary.ambiguous) {
    const readings = word.readings.map(({ fact, value }) => ({ fact, value: valueOf(book, fact, value) }));
    if (word.context) add(word.context, { sense: 'context', readings });
    else add(word.words, { sense: 'ambiguous', id: word.id, readings, others: word.otherReadings.length > 0 });
  }
  for (const term of book.glossary.terms) add(term.names, { sense: 'term' });
  for (const pathway of book.pathways.values()) add(pathway.synonyms, { sense: 'pathway', pathway: pathway.id });
  return matcher;
}

/** By label in normal form: the choice of a `choice` fact that alone is called so. */
export type Labels = ReadonlyMap<string, Reading>;

export function choiceLabels(book: PolicyBook): Labels {
  const readings = [...book.facts.values()]
    .flatMap(({ id, type, choices }) =>
      choices.map(({ value, label, alone }) => ({
        names: [...(type === 'choice' ? [label.en, label.zh] : []), ...(alone?.en ?? []), ...(alone?.zh ?? [])],
        reading: { fact: id, value: type === 'boolean' ? value === 'true' : value },
      })),
    )
    .flatMap(({ names, reading }) => names.map((text) => [normalise(text).text, reading] as const));
  const owners = Map.groupBy(readings, ([text]) => text);
  return new Map(readings.filter(([text]) => owners.get(text)?.length === 1));
}

const latinWords = (texts: Iterable<string>): string[] => [...texts].flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []);

/** The English words that name levels and titles. */
export function levelWords(book: PolicyBook): string[] {
  const levels = [...book.ladders.skill, ...book.ladders.title].flatMap(({ synonyms }) => synonyms?.en ?? []);
  const titles = book.ladders.series.flatMap((series) => Object.values(series.titles).flatMap((names) => names?.en ?? []));
  const facts = [...book.facts.values()].filter(({ type }) => type === 'level').flatMap(({ synonyms }) => synonyms?.en ?? []);
  return latinWords([...levels, ...titles, ...facts]);
}

/** So often a word is used in questions as written by many that it is no typing mistake. */
const usual = 30;

/** Words of every day that are one letter from the name of something. */
const ordinary = [
  'sort',
  'port',
  'short',
  'spot',
  'tile',
  'tittle',
  'lever',
  'skull',
  'engine',
  'works',
  'word',
  'world',
  'sender',
  'union',
];

/** The English words that are right as they stand: those of carefully written texts, and those that questions often use. */
export function knownWords(book: PolicyBook): string[] {
  const provisions = [...book.provisions.values()].flatMap(({ statement, label }) => [statement.en, label.en]);
  const entries = [...book.faq.values()];
  const facts = [...book.facts.values()].flatMap((fact) => [
    fact.question.en,
    fact.help.en,
    ...fact.choices.flatMap((choice) => [choice.label.en, ...(choice.synonyms?.en ?? [])]),
  ]);
  const times = Map.groupBy(latinWords(entries.flatMap(({ asked }) => asked.en)), (word) => word);
  return [
    ...ordinary,
    ...latinWords([...provisions, ...facts, ...entries.flatMap(({ question, answer }) => [question.en, answer.en])]),
    ...[...times].filter(([, uses]) => uses.length >= usual).map(([word]) => word),
  ];
}
