/** What a model may say: the authors' own sentences mostly pass, and none that turns them does. */
import { describe, expect, test } from 'vitest';
import {
  SentenceChecker,
  type SentenceContext,
  type SentenceFault,
  type WrittenSentence,
} from '../../src/answers/sentence-check.ts';
import { languages, type Language } from '../../src/command/command.ts';
import { testKnowledge } from '../support/knowledge.ts';
import { testBook } from '../support/policy.ts';

const book = testBook();
const checker = new SentenceChecker(book);
const given = ['title-no-barriers', 'years-engineering-2018', 'skill-level-mapping'];
const local =
  'No. For skilled workers with senior worker (高级工) or above a diploma is no limiting condition for taking part in title review. The review must be passed.';
const fault = (text: string, cites: readonly string[] = given, changes: Partial<SentenceContext> = {}): SentenceFault | undefined =>
  checker.fault({ text, cites }, { given, language: 'en', local, ...changes });

describe('a sentence passes', () => {
  test.each([
    'No.',
    'No. When skilled workers enter title review, a diploma is no limiting condition.',
    'When skilled workers enter title review, papers are no limiting condition, and the review must be passed.',
    'The review must be passed.',
  ])('%s', (text) => expect(fault(text)).toBeUndefined());
});

describe('a sentence is refused', () => {
  const refused: readonly (readonly [SentenceFault, string, (readonly string[])?])[] = [
    ['no-source', 'A diploma is no limiting condition for title review.', []],
    ['foreign-source', 'A diploma is no limiting condition for title review.', ['title-merit']],
    ['foreign-source', 'A diploma is no limiting condition for title review.', ['title-no-diplomas-2031']],
    ['form', ' '],
    ['form', 'No.\nA diploma is no limiting condition.'],
    ['form', 'A diploma is no limiting condition. '.repeat(20)],
    ['markup', 'A diploma is no limiting condition, see https://example.org.'],
    ['markup', '@everyone A diploma is no limiting condition.'],
    ['markup', 'A diploma is **no** limiting condition.'],
    ['markup', 'A diploma is no limiting condition [here](x).'],
    ['markup', '<!channel> A diploma is no limiting condition.'],
    ['language', '学历不作为参评职称的限制性条件。'],
    ['promise', 'The engineer title is guaranteed after the review.'],
    ['promise', 'The title is granted automatically.'],
    ['promise', 'You are eligible for title review.'],
    ['number', 'After 2 full months as technician one may apply for engineer.'],
    ['number', 'After 17 years as technician one may apply for engineer.'],
    ['number', 'After twice the years one may apply for engineer.'],
    ['level', 'After 3 full years as chief technician one may apply for engineer.'],
    ['level', 'After 3 full years as technician one may apply for senior agronomist.'],
    ['date', 'One may apply for engineer in May 2031 after 3 full years as technician.'],
    ['date', 'One may apply for engineer next year.'],
    ['ungrounded', 'Bananas are yellow and custard is sweet.'],
    ['ungrounded', 'Both.'],
    ['ungrounded', 'No, it is not for you.'],
    ['ungrounded', 'No, you may not.'],
    ['contrary', 'Yes.'],
    ['contrary', 'A diploma is a limiting condition for taking part in title review.'],
    ['contrary', 'The review must not be passed.'],
    ['recombined', 'After 3 full years as senior worker one may apply for senior engineer.'],
    ['recombined', 'After 3 full years as technician one may apply for engineer.'],
    ['recombined', 'Diploma, papers, foreign language and computer tests are no limiting conditions.'],
    ['recombined', 'The holder of an assistant title may apply for evaluation as senior technician.'],
  ];
  test.each(refused.map(([expected, text, cites]) => ({ expected, text, cites })))(
    '$expected: $text',
    ({ expected, text, cites }) => {
      expect(fault(text, cites)).toBe(expected);
    },
  );

  test('as too much of a promise in Chinese too', () => {
    const answer = { language: 'zh', local: '不需要。学历不作为限制性条件，评审仍须通过。' } as const;
    expect(fault('您符合条件。', given, answer)).toBe('promise');
    expect(fault('取得技师后自动成为工程师。', given, answer)).toBe('promise');
    expect(fault('学历是限制性条件。', given, answer)).toBe('contrary');
    expect(fault('学历不作为限制性条件，评审仍须通过。', given, answer)).toBeUndefined();
  });
});

/** True words, none of them foreign, and beside the answer to the question no such statement. */
const untrue: readonly { readonly question: string; readonly language: Language; readonly said: readonly string[] }[] = [
  {
    question: 'Do I need a diploma for title review?',
    language: 'en',
    said: [
      'A diploma counts at work and the review must be passed.',
      'What counts instead of ability is the diploma, and the review must be passed.',
      'Skilled workers with a diploma may take part in title review.',
      'Skilled workers may take part in title review without one.',
      'Ability and results at work are no limiting condition.',
      'The review is without a diploma.',
      'Without ability and results at work skilled workers may take part in title review.',
    ],
  },
  {
    question: 'How many years in Sichuan?',
    language: 'en',
    said: [
      'Senior worker for 2 full years gives the assistant title.',
      "By Sichuan's 2021 implementing plan, which holds in Sichuan only, technician for 3 full years is enough to be an intermediate.",
      'Elsewhere the years of Sichuan hold.',
    ],
  },
  {
    question: 'May an engineer apply for a skill level?',
    language: 'en',
    said: [
      'Professionals may apply for the skill level without any work in the occupation.',
      'Professionals may be evaluated in any occupation.',
    ],
  },
  {
    question: '评职称需要学历吗',
    language: 'zh',
    said: [
      '学历高于能力。',
      '技能人才的能力和业绩不作为限制性条件。',
      '有学历的技能人才可以参加职称评审。',
      '评审不作为限制性条件，学历须通过。',
      '学历、论文须通过评审。',
    ],
  },
  {
    question: '企业能自己评职称吗',
    language: 'zh',
    said: [
      '职称评审可以自主开展企业。',
      '规模以下的企业可以自主开展高技能人才职称评审。',
      '企业可以自主认定高技能人才。',
      '高技能人才可以自主开展企业职称评审。',
    ],
  },
];
test.each(untrue)('a false sentence of true words is refused: $question', ({ question, language, said }) => {
  const { text: prepared, restsOn } = testKnowledge().answerer.answer(question, language);
  const passed = said.filter(
    (text) => checker.fault({ text, cites: restsOn }, { given: restsOn, language, local: prepared }) === undefined,
  );
  expect(passed).toEqual([]);
});

/** Each sentence of the authors' answers, with a change made to it, beside the answer that it comes from. */
function measure(
  language: Language,
  change: (text: string) => string | undefined,
): { readonly all: number; readonly passed: number } {
  let [all, passed] = [0, 0];
  for (const { answer, cites } of book.faq.values())
    for (const sentence of answer[language].split(/(?<=[.!?])\s+|(?<=[。！？])/)) {
      const text = change(sentence.trim());
      if (text === undefined || text === sentence.trim()) continue;
      const written: WrittenSentence = { text, cites };
      all += 1;
      if (checker.fault(written, { given: cites, language, local: answer[language] }) === undefined) passed += 1;
    }
  return { all, passed };
}

/** Of what stands in the sentence the first is put in the place of by what stands beside it. */
const exchange =
  (pairs: Readonly<Record<string, string>>) =>
  (text: string): string | undefined => {
    const found = Object.keys(pairs).find((from) => text.includes(from));
    return found === undefined ? undefined : text.replace(found, pairs[found] ?? '');
  };

/** What makes another statement of a sentence out of words that all stand in its grounds. */
const turns: Readonly<Record<string, Readonly<Record<Language, (text: string) => string | undefined>>>> = {
  'the other level': {
    en: exchange({ 'senior technician': 'technician', technician: 'senior worker', 'senior worker': 'senior technician' }),
    zh: exchange({ 高级技师: '技师', 技师: '高级工', 高级工: '高级技师' }),
  },
  'the other title': {
    en: exchange({
      'associate senior': 'assistant',
      'senior engineer': 'engineer',
      assistant: 'intermediate',
      intermediate: 'senior',
    }),
    zh: exchange({ 副高级: '助理', 正高级: '副高级', 助理: '中级', 中级: '正高级' }),
  },
  'a skill level for a title': {
    en: (text) => text.replace(/titles?\b/, 'skill level'),
    zh: exchange({ 职称: '技能等级' }),
  },
  'the other party': {
    en: (text) =>
      text.replace(/\b(?:employers?|enterprises?|provinces?|committees?)\b|\bworkers?\b(?! \()/i, (party) =>
        party.toLowerCase().startsWith('worker') ? 'employer' : 'worker',
      ),
    zh: exchange({ 用人单位: '本人', 企业: '国家', 单位: '个人', 职工: '企业', 省: '国家', 国家: '单位', 本人: '单位' }),
  },
  '"must" for "may"': {
    en: exchange({ ' may ': ' must ', ' can ': ' must ', ' should ': ' must ' }),
    zh: exchange({ 可以: '必须', 可: '须', 鼓励: '要求' }),
  },
  '"will" for "may"': {
    en: exchange({ ' may apply for ': ' will receive ', ' may ': ' will ', ' can ': ' will ' }),
    zh: exchange({ 可以申报: '将获得', 可申报: '取得', 可以: '将', 可: '会' }),
  },
  '"may" for "must"': {
    en: exchange({ ' must ': ' may ', ' has to ': ' can ', ' have to ': ' can ', ' requires ': ' allows ' }),
    zh: exchange({ 必须: '可以', 须: '可', 应当: '可以' }),
  },
  '"may not" for "may"': {
    en: exchange({ ' may ': ' may not ', ' can ': ' cannot ', ' is ': ' is not ', ' are ': ' are not ' }),
    zh: exchange({ 可以: '不可以', 可: '不可', 须: '不须', 是: '不是' }),
  },
  'who is after it for who has it': {
    en: exchange({
      holders: 'candidates',
      holder: 'candidate',
      ' hold ': ' apply for ',
      ' holds ': ' asks for ',
      'skilled workers': 'people',
    }),
    zh: exchange({ 具备: '申请', 具有: '申请', 取得: '申报', 持有: '申请', 技能人才: '人才' }),
  },
  "others for one's own": {
    en: exchange({ ' own ': ' other ', ' its ': ' any ', ' for ': ' from ', ' to ': ' from ', ' with ': ' without ' }),
    zh: exchange({ 本单位: '外单位', 自己: '别人', 对: '除', 由: '不由', 从: '到' }),
  },
  'what must be told as what is': {
    en: exchange({ ' must be ': ' is ', ' must ': ' ', ' has to ': ' ', ' have to ': ' ', ' needed': ' given' }),
    zh: exchange({ 必须: '', 仍须: '已', 须: '', 需要: '', 要求: '' }),
  },
  'a sign': {
    en: exchange({ ' may ': ' may ❌ ', ' is ': ' ≠ is ', ' are ': ' are → ' }),
    zh: exchange({ 可以: '可以❌', 可: '可≠', 是: '是→' }),
  },
  'a question mark': {
    en: (text) => text.replace(/[.!]$/, '?'),
    zh: (text) => text.replace(/[。！]$/, '吗？'),
  },
  'the reader told to be it': {
    en: (text) => `You are one of them: ${text}`,
    zh: (text) => `您是其中之一，${text}`,
  },
  'the other bound': {
    en: exchange({
      ' before ': ' after ',
      ' after ': ' before ',
      'at least': 'at most',
      ' or above': ' or below',
      ' higher ': ' lower ',
      ' more ': ' less ',
      ' all ': ' some ',
      ' or ': ' and ',
    }),
    zh: exchange({ 之前: '之后', 以上: '以下', 至少: '至多', 高于: '低于', 都: '有的', 或: '和', 和: '或' }),
  },
};

/** What leaves out under which condition it holds. Some still say what is true without it. */
const withoutCondition: Readonly<Record<Language, (text: string) => string>> = {
  en: (text) => text.replace(/,? ?\b(?:if|where|when|unless|provided|as long as|except|until|once)\b[^,.;]*,?/i, ''),
  zh: (text) => text.replace(/(?:如果|若|只有|除非)[^，。；]*，|[^，。；：]*(?:时|后|的话)，|，(?:须|经|除)[^，。；]*/, ''),
};

describe.each(languages)("of the authors' own sentences, in %s,", (language) => {
  test('most pass as they stand', () => {
    const { all, passed } = measure(language, (text) => (text === '' ? undefined : `${text} `));
    expect(all).toBeGreaterThan(400);
    expect(passed / all).toBeGreaterThan(0.75);
  });

  test('none passes with another number', () => {
    const { all, passed } = measure(language, (text) => text.replace(/\d+/, (number) => String(Number(number) + 3)));
    expect(all).toBeGreaterThan(50);
    expect(passed).toBe(0);
  });

  test('none passes without its "not"', () => {
    const { all, passed } = measure(language, (text) =>
      language === 'en' ? text.replace(/ not | no | never |n't /, ' ') : text.replace(/不|没有|没|无/, ''),
    );
    expect(all).toBeGreaterThan(100);
    expect(passed).toBe(0);
  });

  test.each(Object.entries(turns))('none passes with %s', (_, turn) => {
    const { all, passed } = measure(language, turn[language]);
    expect(all).toBeGreaterThan(25);
    expect(passed).toBe(0);
  });

  test('none passes without its condition', () => {
    const { all, passed } = measure(language, withoutCondition[language]);
    expect(all).toBeGreaterThan(5);
    expect(passed).toBe(0);
  });

  test('none passes with a promise before it', () => {
    const promise = language === 'en' ? 'You are guaranteed the title: ' : '保证您拿到职称：';
    expect(measure(language, (text) => promise + text).passed).toBe(0);
  });
});
