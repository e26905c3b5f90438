import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goByNumber, readLine } from '../../src/channels/choose.ts';
import { card, question } from './terminal/support.ts';

const one = question('Which?', ['a', 'b', 'c']);
const several = { ...one, multiple: true };

describe('a number within range', () => {
  test.each(['2', ' 2 ', '２', '2.', '(2)', '（2）', '2。', '②'])('%j chooses', (line) => {
    expect(readLine(line, one)).toEqual({ choose: ['id-b'] });
  });

  test.each(['0', '4', '-1', '2.5', '02', '2nd', '1, 3', '1 2', '2018', 'b', '', '  ', '1 x'])('%j is text', (line) => {
    expect(readLine(line, one)).toEqual({ text: line });
  });

  test('is text where nothing is offered', () => {
    expect(readLine('1', undefined)).toEqual({ text: '1' });
    expect(readLine('1', card('Hello'))).toEqual({ text: '1' });
  });
});

describe('several numbers', () => {
  test.each(['1, 3', '1 3', '1、3', '１，３', '1 and 3', '1和3', '1;3', '1. 3.', '1,3,', '1 3 1'])('%j choose', (line) => {
    expect(readLine(line, several)).toEqual({ choose: ['id-a', 'id-c'] });
  });

  test.each(['1, 4', '1-3', '1 or 3', '1, a', ', ', '1.3'])('%j is text', (line) => {
    expect(readLine(line, several)).toEqual({ text: line });
  });

  test('may be one', () => {
    expect(readLine('3', several)).toEqual({ choose: ['id-c'] });
  });
});

test('where the answer is in words, a number is the answer and no choice', () => {
  const month = question('In which month?', [], {
    choices: [
      { id: 'dontKnow', label: "I don't know" },
      { id: 'human', label: 'Talk to a person' },
    ],
  });
  expect(goByNumber(month)).toBe(false);
  expect(readLine('1', month)).toEqual({ text: '1' });
  expect(readLine('2', { ...month, kind: 'answer' })).toEqual({ choose: ['human'] });
});

test('any line has a meaning, and text stays as it was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (line, multiple) => {
      const meaning = readLine(line, { ...one, multiple });
      const known = new Set(one.choices.map(({ id }) => id));
      expect('text' in meaning ? meaning.text === line : meaning.choose.every((id) => known.has(id))).toBe(true);
    }),
  );
  expect('text' in readLine('1 '.repeat(1_000_000), several)).toBe(true);
});
