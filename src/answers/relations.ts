/**
 * What a sentence says beside its figures: who, to what, whether one may, must or will, within which bounds and under which conditions.
 * The same words with one of these exchanged or left out are another statement.
 */
import type { Language } from '../command/command.ts';

export interface Relations {
  /** The words that relate, by kind, in the order of the text. */
  readonly relating: readonly { readonly kind: string; readonly start: number }[];
  /** Kinds of the words that limit a statement, each once. */
  readonly limits: ReadonlySet<string>;
}

type Words = Readonly<Record<string, string>>;

/** By kind; of two that begin at one place the first that is listed counts. */
const relating: Readonly<Record<Language, Words>> = {
  en: {
    least: 'at least|minimum|no less than|no fewer than',
    most: 'at most|maximum|up to|no more than',
    pass: 'pass(?:ed|es)?(?! skills?| on)|succeed\\w*',
    only: 'only(?! after| once)|alone|solely|merely|exclusively',
    main: 'main(?:ly)?|most(?:ly)?|chief(?:ly)?(?! technician)|primar(?:y|ily)|best|above all',
    any: 'any(?! (?:one|single)(?![a-z]))|anyone|anybody|anything|everyone|everybody',
    may: 'may|can|could|allow(?:s|ed)?|permit(?:s|ted)?|possible|able to',
    must: 'must|shall|ha(?:ve|s) to|needs?|needed|requir\\w+|mandatory|compulsory|conditions?|necessary',
    will: 'will|receiv\\w+|gets?|grant\\w*|award\\w*|becom\\w+|made|earn\\w*|obtain\\w*|gives?|given|automatic\\w*|enough|sufficien\\w*|suffices?',
    urge: 'should|encourag\\w+|recommend\\w+|advis\\w+|optional|voluntary',
    worker: 'workers?(?! \\()(?<!senior worker|intermediate worker|junior worker)|employees?|staff|individuals?',
    employer: 'employers?|enterpris\\w+|compan(?:y|ies)|firms?|units?|organi[sz]ations?',
    province: 'provinc\\w+|sichuan\\w*|shandong\\w*|regions?',
    nation: 'national\\w*|nationwide|state|country|ministr\\w+|central|china',
    local: 'count(?:y|ies)|cit(?:y|ies)|locals?|grassroots?',
    committee: 'committees?|panels?|experts?|peers?',
    body: 'agenc\\w+|institutions?|bod(?:y|ies)',
    title: 'titles?',
    skill: 'skill levels?|skills?|vocational',
    certificate: 'certificates?|diplomas?|degrees?',
    review: 'review\\w*',
    evaluation: 'evaluat\\w+|assess\\w+',
    exam: 'exam\\w*|tests?',
    pay: 'pay|paid|wages?|salar\\w+|benefits?',
    up: 'above|over|higher|more|exceed\\w*|longer',
    down: 'below|under|lower|less|fewer|shorter',
    before: 'before|earlier|previous\\w*|prior',
    after: 'after|later|once',
    all: 'all|every|each|both|always',
    some: 'some|several|certain|either|sometimes',
    or: 'or',
    and: 'and|as well as|plus',
    be: 'is|are|be',
  },
  zh: {
    least: '至少|不少于|不低于',
    most: '至多|最多|不超过',
    pass: '通过',
    only: '只|仅|唯一|光|单凭',
    main: '最|主要|重点|首要',
    any: '任何|任意|不限|不论|不管',
    must: '必须|必需|须|应当|需要|需|要求|(?<![主重只])要|条件|强制',
    urge: '鼓励|建议|应该|支持|提倡|自愿',
    may: '可以|可|(?<!才)能(?!力|人)|允许',
    will: '将|会(?![计员议]|组织)|获得|成为|授予|发给|自动|直接|取得|足够',
    employer: '用人单位|单位|企业|公司',
    worker: '职工|员工|劳动者|工人|个人|本人',
    committee: '评审委员会|评委会|专家|同行',
    province: '省|四川|山东|自治区',
    nation: '国家|全国|人社部|中央',
    local: '[市县]|基层|地方',
    body: '机构|组织|部门',
    title: '职称',
    skill: '职业技能等级|技能等级|技能|等级',
    certificate: '证书|学历|文凭|学位',
    review: '评审|参评',
    evaluation: '评价|认定|鉴定|考核',
    exam: '考试|测试',
    pay: '工资|薪酬|待遇',
    up: '以上|高于|超过|更高|多于',
    down: '以下|低于|更低|少于',
    before: '之前|以前|(?<![目当])前',
    after: '之后|以后|(?<!然)后',
    all: '所有|全部|各|每|都|均',
    some: '有的|部分|某些|一些',
    or: '或',
    and: '和|与|及(?!格)|并(?!不|非|没)|且|同时',
    be: '是(?!否|不是)|即',
  },
};
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
const matchers = {
  en: { relating: matcherOf(relating.en, 'en'), limiting: matcherOf(limiting.en, 'en') },
  zh: { relating: matcherOf(relating.zh, 'zh'), limiting: matcherOf(limiting.zh, 'zh') },
};

/** What stands in brackets explains a word, and what is quoted is only mentioned: neither limits anything. */
const limitingPart = (text: string): string => text.replaceAll(/\([^()]*\)|"[^"]*"/g, '');

/** @param normal in normal form */
export function relationsOf(normal: string, language: Language): Relations {
  const mentions = (matcher: RegExp, text: string): { readonly kind: string; readonly start: number }[] =>
    [...text.matchAll(matcher)].flatMap(({ groups = {}, index }) =>
      Object.keys(groups)
        .filter((kind) => groups[kind] !== undefined)
        .map((kind) => ({ kind, start: index })),
    );
  return {
    relating: mentions(matchers[language].relating, normal),
    limits: new Set(mentions(matchers[language].limiting, limitingPart(normal)).map(({ kind }) => kind)),
  };
}
