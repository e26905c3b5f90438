/**
 * Conditions and bounds under which a sentence holds, by kind: a part of it that leaves one out is another statement.
 */
import type { Language } from '../command/command.ts';

type Words = Readonly<Record<string, string>>;

const limiting: Readonly<Record<Language, Words>> = {
  en: {
    condition: 'if|where|when|unless|provided|until|as long as|depend\\w*|subject to|in case',
    only: 'only|alone|mainly|exclusively',
    least: 'at least|minimum|full',
    threshold: 'or (?:above|higher|more)',
    mostly: 'in principle|generally|usually|normally|mostly|often|first',
    exception: 'except',
    after: 'after|once',
    qualified: '(?:who|that|which) meets?|meets? the|met|meeting|qualified|ha(?:s|ve) the conditions',
    matching: 'match\\w*|correspond\\w*|respective\\w*|related|mapped',
    one: '(?:any )?one of|any (?:one|single)',
    together: 'together|all (?:three|four)|at once',
    appointed: 'appoint(?:s|ed)?(?! to posts)',
    urge: 'encourag\\w+|supported|explor\\w+|indicative',
    outstanding: 'outstanding|leading|highly skilled',
    place: "sichuan(?:'s)?|shandong(?:'s)?|(?:in|of) (?:the|a|any|your|each) province(?:'s)?|elsewhere|other provinces",
  },
  zh: {
    condition: '如果|如(?!何)|若|只要|凡|的话|时(?!间|代)|视|取决',
    only: '只(?!是|要)|仅|限(?!制|性)',
    least: '至少|满',
    threshold: '以上',
    mostly: '原则上|一般|通常|首次|主要|重点|为主',
    exception: '除',
    after: '后|经(?![济验历营常])',
    qualified: '符合|有条件|具备.{0,4}条件',
    matching: '对应|相应|对口|相关|比照',
    one: '之一|[任其]何?中?一项|有一项',
    together: '同时|缺一不可|齐备',
    appointed: '在聘|受聘|聘用',
    urge: '鼓励|支持|探索|参考',
    outstanding: '优秀|领军|高技能',
    place: '四川|山东|其他省|其他地方',
  },
};

const matcherOf = (words: Words, language: Language): RegExp => {
  const kinds = Object.entries(words).map(([kind, forms]) => `(?<${kind}>${forms})`);
  return new RegExp(language === 'en' ? `(?<![a-z])(?:${kinds.join('|')})(?![a-z])` : kinds.join('|'), 'g');
};
const matchers = { en: matcherOf(limiting.en, 'en'), zh: matcherOf(limiting.zh, 'zh') };

/** @param normal in normal form; what is quoted in it is only mentioned, and limits nothing */
export function limitsOf(normal: string, language: Language): ReadonlySet<string> {
  const found = normal.replaceAll(/"[^"]*"/g, '').matchAll(matchers[language]);
  return new Set([...found].flatMap(({ groups = {} }) => Object.keys(groups).filter((kind) => groups[kind] !== undefined)));
}
