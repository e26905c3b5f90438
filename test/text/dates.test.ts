import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readDates, type DateMention } from '../../src/text/dates.ts';
import { normalise } from '../../src/text/normal-form.ts';

const asOf = '2026-11-22';

/** Each mention as its value, or as its reason in parentheses. */
const read = (text: string, day = asOf): string[] =>
  readDates(normalise(text), day).map((mention) => mention.value ?? `(${mention.vague ? mention.reason : ''})`);

type Row = readonly [text: string, ...mentions: string[]];
const table = (rows: readonly Row[]): void => {
  test.each(rows)('%s', (text, ...mentions) => expect(read(text)).toEqual(mentions.filter((each) => typeof each === 'string')));
};

describe('a year', () => {
  table([
    ['2019', '2019'],
    ['since 2019', '2019'],
    ['in 2019.', '2019'],
    ['Certificate: 2019, title: 2021', '2019', '2021'],
    ['２０１９年', '2019'],
    ['2019年拿的证', '2019'],
    ['2019 年底评上的', '2019'],
    ['二〇一九年', '2019'],
    ['二零一九年考的', '2019'],
    ['二○一九年', '2019'],
    ['一九九八年进厂', '1998'],
    ['從2019年開始', '2019'],
    ["senior worker since '05", '2005'],
    ["came in '98", '1998'],
    ['joined in 98, never left', '1998'],
    ['from 2018 to 2023', '2018', '2023'],
    ['2018-2023', '2018', '2023'],
    ['applying in 2028', '2028'],
    ['the 2018 rule', '2018'],
  ]);
});

describe('a year of two digits before 年', () => {
  table([
    ['05年的证', '2005'],
    ['98年进的厂', '1998'],
    ['九八年参加工作', '1998'],
    ['〇五年评的', '2005'],
    ['零八年三月', '2008-03'],
    ['12年考的高级工', '2012'],
    ['12年的高级工', '2012'],
    ['engineer for the last six years', '2020-11'],
    ['the certificate, three years old, is at home', '2023-11'],
    ['13年3月发的证', '2013-03'],
    ['06年初级工，14年高级工，21年技师', '2006', '2014', '2021'],
    ['从八九年干到现在', '1989'],
  ]);
  it('is a duration where the words say so', () => {
    expect(read('技师干了12年了')).toEqual(['2014-11']);
    expect(read('做了20年')).toEqual(['2006-11']);
    expect(read('35年工龄')).toEqual(['1991-11']);
    expect(read('当高级技师12年')).toEqual(['2014-11']);
  });
  it('is unclear where nothing tells a year from a duration', () => {
    expect(read('12年技师')).toEqual(['(unclear)']);
    expect(read('12年')).toEqual(['(unclear)']);
    expect(read('12年的老技师')).toEqual(['(unclear)']);
    expect(read('30年的技师')).toEqual(['(unclear)']);
  });
  it('is a range where the digits are neighbours', () => {
    expect(read('三五年')).toEqual(['(range)']);
    expect(read('干了八九年')).toEqual(['(range)']);
  });
});

describe('a month', () => {
  table([
    ['2019-03', '2019-03'],
    ['2019.3', '2019-03'],
    ['2019/03', '2019-03'],
    ['03/2019', '2019-03'],
    ['2019年3月', '2019-03'],
    ['2019年03月份', '2019-03'],
    ['2019 年 3 月', '2019-03'],
    ['二〇一九年三月', '2019-03'],
    ['2019年十二月', '2019-12'],
    ['2019年元月', '2019-01'],
    ['March 2019', '2019-03'],
    ['MARCH, 2019', '2019-03'],
    ['in Sept. 2019', '2019-09'],
    ['Mar 2019', '2019-03'],
    ['March of 2019', '2019-03'],
    ["May '19", '2019-05'],
    ['2019 March', '2019-03'],
    ['May 2021', '2021-05'],
    ['2019.3-2021.5', '2019-03', '2021-05'],
    ['201903', '2019-03'],
    ['2019年13月', '2019'],
  ]);
});

describe('a day', () => {
  table([
    ['2019-03-15', '2019-03-15'],
    ['2019/3/5', '2019-03-05'],
    ['2019.03.15', '2019-03-15'],
    ['2019年3月15日', '2019-03-15'],
    ['2019年3月15号拿的', '2019-03-15'],
    ['二〇一九年三月十五日', '2019-03-15'],
    ['Mar. 5th, 2019', '2019-03-05'],
    ['March 5, 2019', '2019-03-05'],
    ['5 March 2019', '2019-03-05'],
    ['the 5th of March 2019', '2019-03-05'],
    ['15/03/2019', '2019-03-15'],
    ['03/15/2019', '2019-03-15'],
    ['20190315', '2019-03-15'],
  ]);
  it('that does not exist leaves the month', () => {
    expect(read('2019-02-31')).toEqual(['2019-02']);
    expect(read('31 February 2019')).toEqual(['2019-02']);
    expect(read('2023年2月29日')).toEqual(['2023-02']);
    expect(read('2024年2月29日')).toEqual(['2024-02-29']);
  });
  it('that may be either of two leaves the year', () => expect(read('03/04/2019')).toEqual(['2019']));
});

describe('in relation to the as-of day', () => {
  table([
    ['去年', '2025'],
    ['前年考的', '2024'],
    ['大前年', '2023'],
    ['今年拿的', '2026'],
    ['明年', '2027'],
    ['今年三月', '2026-03'],
    ['去年五月份', '2025-05'],
    ['去年的12月', '2025-12'],
    ['前年3月8号', '2024-03-08'],
    ['上个月', '2026-10'],
    ['本月', '2026-11'],
    ['这个月刚发证', '2026-11'],
    ['三月刚评上', '2026-03'],
    ['12月发的', '2025-12'],
    ['last year', '2025'],
    ['the year before last', '2024'],
    ['this year', '2026'],
    ['next year', '2027'],
    ['this May', '2026-05'],
    ['in May last year', '2025-05'],
    ['April this year', '2026-04'],
    ['last March', '2026-03'],
    ['last December', '2025-12'],
    ['in June', '2026-06'],
    ['since December', '2025-12'],
    ['on May 5', '2026-05-05'],
    ['last month', '2026-10'],
  ]);
  it('takes the last year where the month has not come yet', () => {
    expect(read('in June', '2026-02-10')).toEqual(['2025-06']);
    expect(read('上个月', '2026-01-31')).toEqual(['2025-12']);
  });
});

describe('so long ago', () => {
  table([
    ['three years ago', '2023-11'],
    ['3年前', '2023-11'],
    ['五年前升的', '2021-11'],
    ['十一年前', '2015-11'],
    ['三年以前', '2023-11'],
    ['a year ago', '2025-11'],
    ['a year and a half ago', '2025-05'],
    ['half a year ago', '2026-05'],
    ['半年前', '2026-05'],
    ['8 months ago', '2026-03'],
    ['8个月前', '2026-03'],
    ['two decades ago', '2006-11'],
    ['a decade ago', '2016-11'],
  ]);
});

describe('for so long', () => {
  table([
    ['for six years', '2020-11'],
    ['6 yrs', '2020-11'],
    ['six years now', '2020-11'],
    ['6 years of experience', '2020-11'],
    ['twenty-two years', '2004-11'],
    ['for the past four years', '2022-11'],
    ['a decade', '2016-11'],
    ['for a year', '2025-11'],
    ['三年', '2023-11'],
    ['三年了', '2023-11'],
    ['满三年', '2023-11'],
    ['足足三年', '2023-11'],
    ['三個整年', '2023-11'],
    ['干了六年了', '2020-11'],
    ['十二年', '2014-11'],
    ['二十二年', '2004-11'],
    ['半年', '2026-05'],
    ['3年半', '2023-05'],
    ['三年半', '2023-05'],
    ['两年零三个月', '2024-08'],
    ['3年零2个月', '2023-09'],
    ['一年三个月', '2025-08'],
    ['2年又3个月', '2024-08'],
    ['two and a half years', '2024-05'],
    ['six and a half years', '2020-05'],
    ['two years and a half', '2024-05'],
    ['a year and a half', '2025-05'],
    ['1.5 years', '2025-05'],
    ['2½ years', '2024-05'],
    ['1.5年', '2025-05'],
    ['18 months', '2025-05'],
    ['十八个月', '2025-05'],
    ['3 yrs 2 months', '2023-09'],
    ['two years and three months', '2024-08'],
    ['two years, three months', '2024-08'],
  ]);
  it('understands the second of two where the unit is left out', () =>
    expect(read('senior worker for nine years, assistant engineer for four')).toEqual(['2017-11', '2022-11']));
});

describe('times that give no date', () => {
  table([
    ['nearly three years', '(nearly)'],
    ['almost 3 years now', '(nearly)'],
    ['about to be three years', '(nearly)'],
    ['it will be three years in March', '(nearly)'],
    ['just under two years', '(nearly)'],
    ['not quite a year', '(nearly)'],
    ['快两年了', '(nearly)'],
    ['快满三年了', '(nearly)'],
    ['快干满三年了', '(nearly)'],
    ['将近三年', '(nearly)'],
    ['不到三年', '(nearly)'],
    ['三年不到', '(nearly)'],
    ['还没满三年', '(nearly)'],
    ['差一个月三年', '(nearly)'],
    ['再过两个月就满三年', '(nearly)'],
    ['还有两个月满三年', '(nearly)'],
    ['年底就满三年', '(nearly)'],
    ['not even three years', '(nearly)'],
    ['three years come December', '(nearly)'],
    ['three years next month', '(nearly)'],
    ['over ten years', '(more)'],
    ['more than a year', '(more)'],
    ['at least five years', '(more)'],
    ['5+ years', '(more)'],
    ['twenty-odd years', '(more)'],
    ['three years plus', '(more)'],
    ['一年多', '(more)'],
    ['两年多了', '(more)'],
    ['十多年', '(more)'],
    ['十几年', '(more)'],
    ['二十几年', '(more)'],
    ['20来年', '(more)'],
    ['二十余年', '(more)'],
    ['三年以上', '(more)'],
    ['超过三年', '(more)'],
    ['一年多以前', '(more)'],
    ['三个多月', '(more)'],
    ['about three years', '(about)'],
    ['about a decade', '(about)'],
    ['three years or so', '(about)'],
    ['大约三年', '(about)'],
    ['三年左右', '(about)'],
    ['around three years ago', '(about)'],
    ['十年前左右', '(about)'],
    ['一个半月', '(about)'],
    ['两三年', '(range)'],
    ['三五年', '(range)'],
    ['大约五六年', '(range)'],
    ['两到三年', '(range)'],
    ['2-3 years', '(range)'],
    ['two or three years', '(range)'],
    ['a few years', '(some)'],
    ['several years', '(some)'],
    ['many years now', '(some)'],
    ['a couple of years ago', '(some)'],
    ['years ago', '(some)'],
    ['for ages', '(some)'],
    ['干了几年', '(some)'],
    ['好几年了', '(some)'],
    ['多年', '(some)'],
    ['很多年', '(some)'],
    ['几十年了', '(some)'],
    ['几年前', '(some)'],
    ['前几年', '(some)'],
    ['before 2019', '(before)'],
    ['2019年以前', '(before)'],
    ['after 2019', '(after)'],
    ['2019年之后', '(after)'],
  ]);
});

describe('dates of which no more is known', () => {
  table([
    ['around 2015', '2015~'],
    ['circa 2015', '2015~'],
    ['2015 or so', '2015~'],
    ['2015-ish', '2015~'],
    ['2015, I forget the month', '2015~'],
    ['in 2015 but don’t ask me, I have no idea which month', '2015~'],
    ["2015, can't tell you anything more precise", '2015~'],
    ["It was 2015. I don't remember the exact date.", '2015~'],
    ['I only remember that it was 2015', '2015~'],
    ['not sure of the month, but 2015', '2015~'],
    ['last year, no idea which month', '2025~'],
    ['2019年左右', '2019~'],
    ['2019年前后', '2019~'],
    ['大概2019年', '2019~'],
    ['大概是在2019年', '2019~'],
    ['2012年，月份记不得了', '2012~'],
    ['2012，别的想不起来', '2012~'],
    ['2012年吧，记不清了', '2012~'],
    ['2015 (month unknown)', '2015~'],
    ["2015, but I'm not sure", '2015~'],
    ['2015. No more than that, sorry.', '2015~'],
    ['2012年评的，具体哪个月忘了', '2012~'],
    ['只知道是2012年', '2012~'],
    ['忘了是几月份，反正是2012年', '2012~'],
    ['2012年3月，哪天说不清了', '2012-03~'],
    ['around March 2015', '2015-03~'],
  ]);
  it('is not said by what can’t be told of something else', () => {
    expect(read('2019年的高级工证，技师证哪年拿的忘了')).toEqual(['2019']);
    expect(read("senior worker in 2012, technician: I don't remember which year")).toEqual(['2012']);
    expect(read('2019年，哪天不记得')).toEqual(['2019']);
  });
});

describe('what is no date', () => {
  test.each([
    '我今年48',
    '今年四十八了',
    '48岁',
    'I am 41',
    '41 years old',
    'aged 52 years of age',
    '带了三个徒弟',
    '车间二十来号人',
    '三级',
    '一级/二级',
    '八级工',
    'level 2',
    'grade 8 worker',
    '2/3/4 years',
    '2、3、4年',
    '13820192020',
    '138 2019 2020',
    '010-2019-1234',
    '人社部发〔2018〕74号',
    '[2018] 74号',
    'No. 2019',
    'GB/T 2019',
    'CNC-2019',
    'at 20:19',
    '8点半',
    '2000元',
    '¥2019',
    '2000 yuan a month',
    '2000多人',
    '2019 people',
    '1500',
    '3000',
    '2019级学生',
    '90年代',
    '上世纪八十年代',
    'born in 1985',
    '1985年出生',
    '我是85年的',
    '读了三年技校',
    '学徒三年',
    '1985年3月生人',
    '第三年',
    '三年级',
    '三年制大专',
    '三年后',
    'in three years',
    'every three years',
    'another two years',
    '还差两年',
    '需要三年',
    'a three-year course',
    'how many years',
    '满几年才能评',
    '几年可以升？',
    '多少年',
    'you may apply',
    'this may be wrong',
    'a second time',
    '',
  ])('%s', (text) => expect(read(text)).toEqual([]));
});

describe('the recogniser table', () => {
  table([
    ['六年', '2020-11'],
    ['三年半', '2023-05'],
    ['半年', '2026-05'],
    ['十二年', '2014-11'],
    ['大约五六年', '(range)'],
    ['3年零2个月', '2023-09'],
    ['3 yrs 2 months', '2023-09'],
    ['两年多', '(more)'],
    ['over 10 years', '(more)'],
    ['20来年', '(more)'],
    ['5+ years', '(more)'],
    ['twenty-odd years', '(more)'],
    ['about a decade', '(about)'],
    ['2019年3月', '2019-03'],
    ['从2019年开始', '2019'],
    ['since 2019', '2019'],
    ['2019年至今', '2019'],
    ['March 2019 to present', '2019-03'],
    ['去年三月份', '2025-03'],
    ['six and a half years', '2020-05'],
    ['a year and a half', '2025-05'],
  ]);
});

describe('in sentences', () => {
  table([
    ['Senior worker certificate March 2014, then technician (skill level 2) in 2020.', '2014-03', '2020'],
    ['I became a technician five years ago and got the title last year', '2021-11', '2025'],
    ['高级工证是2011年9月发的，技师干了七年，今年想评工程师', '2011-09', '2019-11', '2026'],
    ['我52了，05年拿的高级工，带过六个徒弟', '2005'],
    ['My daughter is 12 years old. I have been a senior technician for 3 years.', '2023-11'],
  ]);
});

describe('every mention', () => {
  it('stands where its words stand, in the order of the text, none over another', () => {
    const words = fc.constantFrom(
      '2019年',
      '三月',
      ' last year ',
      '，',
      '快',
      '三年',
      '多',
      ' about ',
      '12年',
      '前',
      ' for 3 years',
      "'05",
      '2019-03-31',
      '几',
      ' may',
      'x',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        const message = normalise(parts.join(''));
        const mentions = readDates(message, asOf);
        let last = 0;
        for (const { start, end } of mentions) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(message.text.length);
          last = end;
        }
      }),
    );
  });
  it('quotes the message', () => {
    const message = normalise('I got it in Ｍａｒｃｈ　2019，I think');
    const [mention] = readDates(message, asOf);
    expect(mention && message.quote(mention.start, mention.end)).toBe('Ｍａｒｃｈ　2019');
  });
  it('is found without an error in any text, and its value is a partial date', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(9999), (text, number) => {
        const all: readonly DateMention[] = readDates(normalise(`${text}${number}年${text}`), asOf);
        for (const { value = '2019' } of all) expect(value).toMatch(/^\d{4}(-\d\d){0,2}~?$/);
      }),
    );
  });
});

it('refuses an as-of day that is none', () => {
  expect(() => readDates(normalise('2019'), '2026-02-30')).toThrow(RangeError);
  expect(() => readDates(normalise('2019'), 'today')).toThrow(RangeError);
});

test.each(['1-', '2019 ', '三年', '十', 'a year and ', '年', '2019年', 'for ', ' about', '快', '1/', 'may ', '零'])(
  'reads 20,000 characters of %j in linear time',
  (piece) => {
    const message = normalise(piece.repeat(20_000 / piece.length));
    const start = performance.now();
    readDates(message, asOf);
    expect(performance.now() - start).toBeLessThan(1000);
  },
);
