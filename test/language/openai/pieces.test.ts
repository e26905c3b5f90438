/** What is taken out of texts before they are sent, and what is made of a reply that comes in pieces. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ItemReader } from '../../../src/language/openai/item-reader.ts';
import { redacted } from '../../../src/language/openai/redact.ts';

describe('of what is sent', () => {
  test.each([
    ['ask <@U012AB3CD> or <@!99887766> about it', 'ask … or … about it'],
    ['@zhang_san says so', '… says so'],
    ['write to li.lei@example.com please', 'write to … please'],
    ['see https://example.com/me?id=7 there', 'see … there'],
    ['call 138 0013 8000 or +86 (21) 5555-0199', 'call … or …'],
    ['身份证 11010519491231002X 在此', '身份证 … 在此'],
    ['My name is Li Lei and I am a technician', 'My name is … and I am a technician'],
    ['我叫王小明，是技师', '我叫…，是技师'],
    ['工号A-10293，2019年取得技师', '工号…，2019年取得技师'],
    ['打我13812345678说说', '打我…说说'],
    ['13812345678找我', '…找我'],
    ['我手机号码是13812345678', '我手机号码是…'],
    ['身份证号码51010219900101123X', '身份证号码…'],
    ['证书号S000051012345678901，技师', '证书号…，技师'],
    ['１３８１２３４５６７８是我电话', '…是我电话'],
    ['138.1234.5678 is mine', '… is mine'],
    ['My phone number is13812345678', 'My phone number is…'],
    ['my name is li wei, level 2 technician', 'my name is …, level 2 technician'],
    ['MY NAME IS LI WEI and I weld', 'MY NAME IS … and I weld'],
    ['call me zhang, I am a fitter', 'call me …, I am a fitter'],
    ['我叫 zhang wei，是技师', '我叫 …，是技师'],
    ['我的名字张伟，高级工', '我的名字…，高级工'],
    ['微信号zhang_wei88，高级工', '微信号…，高级工'],
    ['my name - Li Lei', 'my name - …'],
    ['I am called Li Lei, fitter', 'I am called …, fitter'],
    ['ask Dr. Chen or Miss Li', 'ask Dr. … or Miss …'],
    ['regards, Li Lei', 'regards, …'],
    ['俺叫李大山，免贵姓李', '俺叫…，免贵姓…'],
    ['大家叫我老李，叫我小李就行', '大家叫我…，叫我…就行'],
    ['look at example.cn/li?x=1 or t.me/lilei', 'look at … or …'],
    ['ftp://a.example/b and mailto:li', '… and …'],
    ['https：//a.example/b', '…'],
    ['I am lilei#1234 there', 'I am … there'],
    ['一三八零零一三八零零零找我', '…找我'],
    ['employee no 12345, badge id: E-10023, wechat lilei88', 'employee no …, badge id: …, wechat …'],
    ['asked in #hr-harbin-electric too', 'asked in … too'],
  ])('%s', (text, sent) => expect(redacted(text, 200)).toBe(sent));

  test.each([
    'technician since 2019-03-15, senior worker 2013',
    'I was promoted in 2015 2018 2021',
    '2019年3月取得技师，3年了',
    'is my name on the list?',
    'call me when the report is there',
    '2021.9 高级工，2024.12 助理工程师',
    'my certificate 2019, my id card 2020-05-01',
    'v2.0 of it. com is no word, e.g. that. See you',
    'Dr. and mr are words, and so is miss',
    '二〇一九年三月取得技师，二〇二四年还没评',
    'C# is not asked for, is it?',
  ])('nothing is taken from: %s', (text) => expect(redacted(text, 200)).toBe(text));

  test('a number is taken out whole where the text is cut in it', () => expect(redacted('call 13800138000', 10)).toBe('call …'));

  test('nothing takes long, however much is pasted', () => {
    const begin = performance.now();
    for (const piece of ['a@', 'a.', '1 ', '@a', 'http://', 'Mr. A', '我叫'])
      expect(redacted(piece.repeat(20_000 / piece.length), 2000).length).toBeLessThanOrEqual(2000);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

describe('items of a reply', () => {
  const item = z.object({ text: z.string(), cites: z.array(z.string()) });

  test('come whole and once, wherever the reply is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: fc.string({ unit: 'binary' }), cites: fc.array(fc.string()) })),
        fc.integer({ min: 1, max: 7 }),
        (items, size) => {
          const reply = JSON.stringify({ sentences: items });
          const reader = new ItemReader(item);
          const read: unknown[] = [];
          for (let at = 0; at < reply.length; at += size) read.push(...reader.read(reply.slice(at, at + size)));
          expect(read).toEqual(items);
        },
      ),
    );
  });

  test('of another form are refused', () => {
    expect(() => new ItemReader(item).read('{"sentences":[{"text":1}')).toThrow('expected string');
  });
});
