import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { stem, tokenise } from '../../src/text/tokens.ts';

describe('tokens', () => {
  test.each([
    ['senior worker', 'senior worker'],
    ["don't (ever)!", "don't ever"],
    ['高级工', '高 高级 级 级工 工'],
    ['在hr部门', '在 hr 部 部门 门'],
    ['2019年', '2019 年'],
    ['café', 'café'],
    ['', ''],
  ])('of %j are %j', (text, tokens) => {
    expect(
      tokenise(text)
        .map((token) => token.text)
        .join(' '),
    ).toBe(tokens);
  });

  it('stand where they say', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('高', '𠮷', 'a', ' ', '1', "'", '\u0301', '\ud800') }),
    );
    fc.assert(
      fc.property(text, (text) => {
        for (const token of tokenise(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
      }),
    );
  });
});

describe('stems', () => {
  test.each([
    ['title', 'titles'],
    ['apply', 'applies', 'applied', 'applying'],
    ['technician', 'technicians', "technician's"],
    ['company', 'companies'],
    ['plan', 'planned', 'planning'],
    ['review', 'reviews', 'reviewed', 'reviewing'],
    ['promote', 'promoted', 'promoting', 'promotes'],
    ['class', 'classes'],
  ])('of %s and its forms are one', (...words) => expect(new Set(words.map(stem)).size).toBe(1));

  it('of different words stay different', () => {
    const words = [
      'qualification',
      'qualify',
      'assist',
      'assistant',
      'series',
      'serious',
      'technical',
      'technician',
      'this',
      'bus',
    ];
    expect(new Set(words.map(stem)).size).toBe(words.length);
  });
});
