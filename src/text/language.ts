/** Which of the two languages a text is written in. */
export type TextLanguage = 'en' | 'zh';

const hanRun = /\p{Script=Han}+/gu;
/** A longer run of Han characters in another language's sentence is a document's name: it counts no more than this. */
const longestTerm = 8;
const latinWord = /[a-z\u00c0-\u024f]+(?:'[a-z]+)?/gi;

/** Words that make a sentence English, whatever terms stand in it. */
const english = new Set(
  (
    'i me my mine you your he she it we us our they them the a an and or but if of in on at to for from with without about as by is am are was were be ' +
    'been do does did have has had can could will would shall should may might must not no what which who whom whose when where why how this ' +
    "that these those there here than then so too also just only yet already any some since until i'm i've don't can't it's what's isn't doesn't"
  ).split(' '),
);

/** Characters that make a sentence Chinese and stand in hardly any official term. */
const chinese = /[我你您他她它咱俺吗呢吧啊呀嘛么啥咋哪谁怎请是没能会想要这那就都也还啦哦了]/gu;

/** Fewer do not tell. */
const fewestLetters = 3;

/** Said in Chinese talk as well as in English. */
const international = new Set(['ok', 'okay', 'hi', 'hello', 'bye', 'hr', 'vip', 'app']);

/**
 * The main language of mixed text: the one whose grammar it is in, so that an official term in Chinese leaves an English sentence
 * English, and the reverse. Where the text does not tell (figures, "ok", nothing): `fallback`, else English.
 */
export function detectLanguage(text: string, fallback?: TextLanguage): TextLanguage {
  const sample = text.slice(0, 4000).replaceAll(/[‘’]/g, "'");
  const hanCharacters = (sample.match(hanRun) ?? []).reduce((sum, run) => sum + Math.min(run.length, longestTerm), 0);
  const words = (sample.toLowerCase().match(latinWord) ?? []).filter((word) => word.length > 1 || english.has(word));
  const telling = words.filter((word) => !international.has(word));
  // One or two letters are a choice or a "no", in either language.
  const isTiny = (sample.match(/[a-z]/gi) ?? []).length < fewestLetters;
  if (hanCharacters === 0 && (telling.length === 0 || (isTiny && fallback !== undefined)))
    return fallback ?? (/[，。、？！：；]/.test(sample) ? 'zh' : 'en');
  const forEnglish = telling.length + 3 * telling.filter((word) => english.has(word)).length;
  const forChinese = hanCharacters / 2 + 3 * (sample.match(chinese)?.length ?? 0);
  if (forEnglish === forChinese) return fallback ?? 'zh';
  return forEnglish > forChinese ? 'en' : 'zh';
}
