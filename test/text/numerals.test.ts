import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normalise } from '../../src/text/normal-form.ts';
import { readNumerals } from '../../src/text/numerals.ts';

/** The numbers of a text: 12, 2–3 for a range, and a word for what is vague. */
const read = (text: string): string =>
  readNumerals(normalise(text).text)
    .map(
      ({ value, upper, vague }) =>
        `${value}${upper === undefined ? '' : `–${upper}`}${vague === undefined || vague === 'range' ? '' : ` ${vague}`}`,
    )
    .join(', ');

describe('numbers', () => {
  test.each([
    ['12', '12'],
    ['１２', '12'],
    ['1,200', '1200'],
    ['1.5', '1.5'],
    ['2½', '2.5'],
    ['8k', '8000'],
    ['2万', '20000'],
    ['1.2万', '12000'],
    ['three', '3'],
    ['twenty-two', '22'],
    ['twenty two', '22'],
    ['a dozen', '12'],
    ['half a dozen', '6'],
    ['a hundred and five', '105'],
    ['two thousand and nineteen', '2019'],
    ['one two', '1, 2'],
    ['三', '3'],
    ['两', '2'],
    ['十', '10'],
    ['十二', '12'],
    ['二十', '20'],
    ['廿三', '23'],
    ['一百零五', '105'],
    ['一百五', '150'],
    ['三千五', '3500'],
    ['一万五', '15000'],
    ['两万三千', '23000'],
    ['一万零五十', '10050'],
    ['二〇一九', '2019'],
    ['二零一九', '2019'],
    ['九八年', '98'],
    ['〇五年', '5'],
    ['3年零2个月', '3, 2'],
  ])('%s is %s', (text, numbers) => expect(read(text)).toBe(numbers));
});

describe('numbers that leave something open', () => {
  test.each([
    ['about ten', '10 about'],
    ['five-ish', '5 about'],
    ['ten or so', '10 about'],
    ['大约五', '5 about'],
    ['三左右', '3 about'],
    ['over ten', '10 more'],
    ['5+', '5 more'],
    ['twenty-odd', '20 more'],
    ['二十多', '20 more'],
    ['十几', '10 more'],
    ['20来年', '20 more'],
    ['二十余', '20 more'],
    ['nearly three', '3 nearly'],
    ['快三', '3 nearly'],
    ['不到五', '5 nearly'],
    ['two or three', '2–3'],
    ['2-3', '2–3'],
    ['3 to 5', '3–5'],
    ['两三', '2–3'],
    ['三五', '3–5'],
    ['十二三', '12–13'],
    ['二三十', '20–30'],
    ['三到五', '3–5'],
  ])('%s is %s', (text, numbers) => expect(read(text)).toBe(numbers));
});

test.each(['a couple', 'several', '几', '几十', 'someone', 'often', 'second', 'weigh'])('%s is no number', (text) =>
  expect(read(text)).toBe(''),
);

it('is read back: whatever is below a hundred million, in Chinese as people write it', () => {
  const places = ['', '十', '百', '千'];
  const below10000 = (value: number): string =>
    Array.from(String(value))
      .map((digit, at, all) => (digit === '0' ? '零' : `${'零一二三四五六七八九'[Number(digit)]}${places[all.length - 1 - at]}`))
      .join('')
      .replaceAll(/零+/g, '零')
      .replace(/(?<=.)零$/, '');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 9999 }), (high, low) => {
      expect(readNumerals(below10000(high))[0]?.value).toBe(high);
      const both = `${below10000(high)}万${low === 0 ? '' : low < 1000 ? `零${below10000(low)}` : below10000(low)}`;
      expect(readNumerals(both)[0]?.value).toBe(high * 10_000 + low);
    }),
  );
});

it('stands where it says, in any text', () => {
  const text = fc.string({
    unit: fc.constantFrom('1', '十', '两', '三', '.', ',', '-', 'two ', 'a ', 'dozen ', 'about ', '多', '快', 'x', ' '),
  });
  fc.assert(
    fc.property(text, (text) => {
      let last = 0;
      for (const { start, end, value } of readNumerals(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(value).toBeGreaterThanOrEqual(0);
        last = end;
      }
    }),
  );
});
