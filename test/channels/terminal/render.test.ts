import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { renderCard } from '../../../src/channels/terminal/render.ts';
import type { Block, Card } from '../../../src/presentation/card.ts';
import { card, question } from './support.ts';

const lines = (card: Card, width = 80) => renderCard(card, { width }).split('\n');
const withBlocks = (...blocks: readonly Block[]) => card('', { blocks });

describe('any card', () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.lorem({ maxCount: 30 }),
    fc.string({ unit: fc.constantFrom(...Array.from('高级技师可以申报职称，评审须通过。“”（）：abc 12  \n\t')) }),
    fc.string({
      unit: fc.constantFrom('\u001B[31m', '\u001B]8;;http://x\u0007', '\u009B2J', '\u0007', '\r', 'x', '\u202E', '👩‍🏭', '🇨🇳', '各'),
    }),
  );
  const text = fc.array(words, { maxLength: 4 }).map((parts) => parts.join(''));
  const items = fc.array(text, { maxLength: 4 });
  const block = fc.oneof(
    fc.record({ block: fc.constant('text' as const), text }),
    fc.record(
      {
        block: fc.constant('heading' as const),
        text,
        status: fc.constantFrom('eligible', 'ineligible', 'undetermined', 'conditional'),
      },
      { requiredKeys: ['block', 'text'] },
    ),
    fc.record({ block: fc.constant('list' as const), items }),
    fc.record({ block: fc.constant('fields' as const), rows: fc.array(fc.tuple(text, text), { maxLength: 4 }) }),
    fc.record({
      block: fc.constant('conditions' as const),
      items: fc.array(fc.record({ outcome: fc.constantFrom('met', 'unmet', 'open'), text }), { maxLength: 4 }),
    }),
    fc.record({ block: fc.constant('sources' as const), items }),
  );
  const anyCard: fc.Arbitrary<Card> = fc.record({
    kind: fc.constantFrom('text', 'answer', 'clarify', 'question', 'review', 'report', 'notice'),
    language: fc.constantFrom('en', 'zh'),
    blocks: fc.array(block, { maxLength: 5 }),
    choices: fc.array(fc.record({ id: fc.string(), label: text }), { maxLength: 12 }),
  });

  test('has no line wider than the width, and nothing that steers the terminal', () => {
    fc.assert(
      fc.property(anyCard, fc.integer({ min: 20, max: 120 }), fc.boolean(), (card, width, numbered) => {
        const shown = renderCard(card, { width, numbered });
        for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('reads the same with colour and without', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(stripVTControlCharacters(renderCard(card, { color: true }))).toBe(renderCard(card));
      }),
    );
  });
});

describe('text', () => {
  test('breaks at spaces, and between Chinese characters but not before a comma', () => {
    expect(lines(card('one two three four five six seven'), 20)).toEqual(['one two three four', 'five six seven']);
    expect(lines(card('高级技师可以申报职称，评审须通过。'), 20)).toEqual(['高级技师可以申报职', '称，评审须通过。']);
    expect(lines(card('参加 senior technician 评审'), 20)).toEqual(['参加 senior', 'technician 评审']);
  });

  test('cuts a word only where it is longer than a line', () => {
    expect(lines(card(`see ${'x'.repeat(45)} end`), 20)).toEqual(['see', 'x'.repeat(20), 'x'.repeat(20), 'xxxxx end']);
  });

  test('keeps lines and their indentation', () => {
    expect(lines(card('{\n  "a": 1\n\n}'))).toEqual(['{', '  "a": 1', '', '}']);
  });
});

test('further lines of an item are indented', () => {
  expect(lines(withBlocks({ block: 'list', items: ['one two three four five', '六'] }), 20)).toEqual([
    '• one two three four',
    '  five',
    '• 六',
  ]);
  const conditions = withBlocks({
    block: 'conditions',
    items: [
      { outcome: 'met', text: 'a level of skill is held' },
      { outcome: 'unmet', text: 'b' },
      { outcome: 'open', text: 'c' },
    ],
  });
  expect(lines(conditions, 20)).toEqual(['✓ a level of skill', '  is held', '✗ b', '? c']);
});

test('fields stand in columns by what is seen, not by characters', () => {
  const rows = [
    ['技能等级', '高级技师'],
    ['Level', 'two'],
  ] as const;
  expect(lines(withBlocks({ block: 'fields', rows }))).toEqual(['技能等级  高级技师', 'Level     two']);
  expect(
    lines(
      withBlocks({
        block: 'fields',
        rows: [
          ['A label too long to share', 'x'],
          ['a', 'y'],
        ],
      }),
      40,
    ),
  ).toEqual(['A label too long to share', '   x', 'a  y']);
});

describe('choices', () => {
  test('are a numbered list', () => {
    expect(lines(question('Which?', ['first', 'second']))).toEqual(['Which?', '', '  1  first', '  2  second']);
  });

  test('have no numbers where a number is an answer, or means another card', () => {
    expect(lines(question('Month?', [], { choices: [{ id: 'dontKnow', label: "I don't know" }] })).at(-1)).toBe(
      "  -  I don't know",
    );
    expect(renderCard(question('Which?', ['first']), { numbered: false })).toContain('  -  first');
  });
});

test('colour tells status and outcome, and nothing is coloured unless wanted', () => {
  const report = withBlocks(
    { block: 'heading', text: 'Yes', status: 'eligible' },
    { block: 'heading', text: 'No', status: 'ineligible' },
    { block: 'conditions', items: [{ outcome: 'met', text: 'held' }] },
    { block: 'sources', items: ['aim-1: said there'] },
  );
  expect(renderCard(report, { color: true }).split('\n\n')).toEqual([
    '\u001B[1m\u001B[32mYes\u001B[39m\u001B[22m',
    '\u001B[2m\u001B[31mNo\u001B[39m\u001B[22m',
    '\u001B[32m✓ \u001B[39mheld',
    '\u001B[2m[aim-1: said there]\u001B[22m',
  ]);
  expect(renderCard(report)).toBe('Yes\n\nNo\n\n✓ held\n\n[aim-1: said there]');
});
