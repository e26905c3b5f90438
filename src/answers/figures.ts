/** What a sentence states that can be compared exactly: numbers with their units, levels and titles, dates. */
import type { PolicyBook } from '../policy/book.ts';
import { readDates } from '../text/dates.ts';
import { normalise } from '../text/normal-form.ts';
import { readNumerals } from '../text/numerals.ts';
import { PhraseMatcher } from '../text/phrases.ts';

export interface Figures {
  /** With the unit where one follows. */
  readonly numbers: readonly { readonly value: number; readonly unit: number | undefined }[];
  /** By mention, all that the name may mean. */
  readonly levels: readonly (readonly string[])[];
  readonly dates: readonly string[];
  /** Words for multiples and parts. */
  readonly multiples: readonly string[];
  /** Levels and counted numbers in the order of the text. */
  readonly sequence: readonly FigureMention[];
}

export interface FigureMention {
  /** All that it may mean. */
  readonly keys: readonly string[];
  /** Place in the text, [start, end). */
  readonly start: number;
  readonly end: number;
}

/** Any day will do: only dates that don't hang on it are compared. */
const someDay = '2026-01-01';
/** What relates to today, and months by name, stand in a provision literally or not at all. */
const nearDate =
  /(?<![a-z])(?:today|tomorrow|yesterday|tonight|this (?:year|month|week)|(?:next|last) (?:year|month|week)|(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:in|by|until|before|since|from) may)(?![a-z])|今天|明天|昨天|今年|明年|去年|后年|前年|[本上下]个?月|[一二三四五六七八九十\d]+月|[上下本]周|星期|周[一二三四五六日]/g;
const multiple =
  /(?<![a-z])(?:twice|thrice|double[sd]?|triple[sd]?|half|quarter|percent)(?![a-z])|%|一半|双倍|两倍|翻倍|加倍|折半|减半|成$/g;
const units =
  /^[ -]?(?:full |whole |more |further |calendar )?(?:(years?|年)|(months?|个月)|(days?|天|日)|(weeks?|周)|(percent|%)|(yuan|rmb|元|块)|(papers?|篇)|(hours?|小时))/;

export class FigureReader {
  readonly #levels: PhraseMatcher<string>;

  constructor(book: PolicyBook) {
    this.#levels = levelNames(book);
  }

  /** @param normal in normal form */
  read(normal: string): Figures {
    const levels = this.#levels
      .find(normal)
      .map(({ values, start, end }) => ({ names: values.filter((name) => name !== ''), start, end }))
      .filter(({ names }) => names.length > 0);
    const numbers = readNumerals(normal).flatMap(({ value, upper, script, start, end }) => {
      const unit = unitAt(normal, end);
      // "One of them", 一项: no figure, unless something is counted with it.
      if (value === 1 && script !== 'figures' && unit === undefined) return [];
      return [value, ...(upper === undefined ? [] : [upper])].map((each) => ({ value: each, unit, start, end }));
    });
    const mentioned = normalise(normal);
    const dated = readDates(mentioned, someDay).filter(({ kind }) => kind === 'date');
    const outside = numbers.filter(({ start }) => !levels.some((level) => level.start <= start && start < level.end));
    return {
      numbers,
      levels: levels.map(({ names }) => names),
      dates: [
        ...dated.map(({ value, start, end }) => value ?? normal.slice(start, end)),
        ...[...normal.matchAll(nearDate)].map(([word]) => word),
      ],
      multiples: [...normal.matchAll(multiple)].map(([word]) => word),
      sequence: [
        ...levels.map(({ names, start, end }) => ({ keys: names, start, end })),
        // Without the unit, which a list leaves out: "2 years as …, 3 as …".
        ...outside.map(({ value, start, end }) => ({ keys: [`${value}`], start, end })),
      ].toSorted((one, other) => one.start - other.start),
    };
  }
}

function unitAt(text: string, end: number): number | undefined {
  const found = units.exec(text.slice(end, end + 24));
  const at = found?.slice(1).findIndex((each) => each !== undefined) ?? -1;
  return at < 0 ? undefined : at;
}

interface Names {
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

/** Every name of a skill level or title; a title's name in one series also says the series. Empty: a name that is no level. */
function levelNames(book: PolicyBook): PhraseMatcher<string> {
  const matcher = new PhraseMatcher<string>();
  const add = (names: Names | undefined, key: string): void => {
    for (const phrase of new Set([...(names?.en ?? []), ...(names?.zh ?? [])])) matcher.add(phrase, key);
  };
  for (const { id, synonyms } of book.ladders.skill) if (id !== 'none') add(synonyms, `skill ${id}`);
  for (const { id, synonyms } of book.ladders.title) if (id !== 'none') add(withBare(synonyms), `title ${id}`);
  for (const { field, titles } of book.ladders.series)
    for (const [level, names] of Object.entries(titles)) add(names, `title ${level} ${field}`);
  for (const { words, readings } of book.glossary.ambiguous)
    for (const { fact, value } of readings) {
      const ladder = book.facts.get(fact)?.ladder;
      if (ladder !== undefined) add(words, `${ladder} ${value}`);
    }
  for (const { names } of book.glossary.terms) add(names, '');
  return matcher;
}

/** In a table "associate senior" and 副高 stand for the title as well as its full name does. */
const withBare = ({ en, zh }: Names): Names => ({
  en: [...en, ...en.map((name) => name.replace(/ (?:professional )?(?:titles?|levels?)$/i, ''))],
  zh: [...zh, ...zh.map((name) => name.replace(/级?(?:专业技术)?(?:职称)?$/u, '')).filter((name) => name.length > 1)],
});
