import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normalise } from '../../src/text/normal-form.ts';

describe('the normal form', () => {
  test.each([
    ['Senior Worker', 'senior worker'],
    ['ＡＢＣ　１２３', 'abc 123'],
    ['２０１９年，好！', '2019年,好!'],
    ['職稱評審', '职称评审'],
    ['高級技師證書', '高级技师证书'],
    ['請答覆', '请答复'],
    ['計畫', '计划'],
    ['乾隆', '乾隆'],
    ['“don’t”', '"don\'t"'],
    ['「技師」', '"技师"'],
    ['a–b—c−d', 'a-b-c-d'],
    ['2019～2021', '2019~2021'],
    ['二○一九', '二〇一九'],
    ['  a \n\t b　c  ', 'a b c'],
    ['a\u0000b', 'a b'],
    ['tech\u200bni\u00adcian\ufeff', 'technician'],
    ['cafe\u0301', 'café'],
    ['①ﬁ', '1fi'],
    ['2½ years', '2.5 years'],
    ['½', '0.5'],
    ['\ufdfa', '\ufdfa'],
    ['👩‍🔧', '👩🔧'],
    ['\ud800', '\ufffd'],
    ['', ''],
    [' ', ''],
  ])('%j → %j', (original, text) => expect(normalise(original).text).toBe(text));

  it('is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (original) => {
        const { text } = normalise(original);
        expect(normalise(text).text).toBe(text);
      }),
    );
  });
});

describe('a quote', () => {
  test.each([
    ['I am a ＳＥＮＩＯＲ Worker', 'senior worker', 'ＳＥＮＩＯＲ Worker'],
    ['我是高級技師。', '高级技师', '高級技師'],
    ['a  b', 'a b', 'a  b'],
    ['cafe\u0301 x', 'é', 'e\u0301'],
    ['got it 2½ years ago', '.5 y', '½ y'],
    ['👩‍🔧高级工', '高级工', '高级工'],
  ])('of %j at %j is %j', (original, found, quote) => {
    const message = normalise(original);
    const start = message.text.indexOf(found);
    expect(message.quote(start, start + found.length)).toBe(quote);
  });

  it('is cut from the message, in its order, for any text whatever', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('高級', '２', ' ', '\ud83d', '½', '\u0301'),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 8 }), fc.nat(50), fc.nat(50), (parts, one, other) => {
        const original = parts.join('');
        const message = normalise(original);
        const [start, middle] = [Math.min(one, other), Math.max(one, other)];
        const { length } = message.text;
        expect(original).toContain(message.quote(start, middle));
        expect(original).toContain(message.quote(0, length));
        expect(message.quote(start, middle).length).toBeLessThanOrEqual(message.quote(0, length).length);
        expect(message.quote(0, length).trim() === '').toBe(length === 0);
      }),
    );
  });

  it('is what its words are: the quote of a character has that normal form', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('A', 'é', '高', '級', '２', 'ﬁ', ' ', '　', '“', '…', '𠮷', '👷', 'e\u0301'), { maxLength: 20 }),
        (parts) => {
          const message = normalise(parts.join(''));
          for (let at = 0; at < message.text.length; at += 1) {
            const own = message.quote(at, at + 1);
            expect(own).not.toBe('');
            expect(normalise(own).text || ' ').toContain(message.text[at]);
          }
        },
      ),
    );
  });

  it('outside the text is empty', () => {
    expect(normalise('abc').quote(2, 1)).toBe('');
    expect(normalise('abc').quote(-5, 99)).toBe('abc');
    expect(normalise('').quote(0, 1)).toBe('');
  });
});

test.each(['\u0301', 'x\u0301', '⿰', '👩‍🔧', '\ud800', '\ufdfa', 'の', '職', ' ', '\u200b', 'ㄱㅏ', '½'])(
  '20,000 characters of %j take linear time',
  (piece) => {
    const original = piece.repeat(20_000 / piece.length);
    const start = performance.now();
    const message = normalise(original);
    expect(performance.now() - start).toBeLessThan(500);
    expect(message.text.length).toBeLessThanOrEqual(4 * original.length);
  },
);
