/** Every card within every limit of Discord, with nothing left out. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderCard, renderCards, renderPlainCards, withPager, type MessageBody } from '../../../src/channels/discord/render.ts';
import { escapeText, shorten, splitText } from '../../../src/channels/discord/text.ts';
import { customId, readCustomId } from '../../../src/channels/discord/custom-id.ts';
import { testCards } from './cards.ts';
import { tree, text as textAt, record } from './fake/json.ts';
import { messageFaults } from './fake/rules.ts';
import { card } from '../terminal/support.ts';
import type { Card } from '../../../src/presentation/card.ts';

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.lorem({ maxCount: 30, mode: 'sentences' }),
  fc
    .array(fc.constantFrom('高级工可以申报', '，', '。', '技师', '*', '_', '\\', '\n', '@everyone', '<@1>', '# ', '👩‍👩‍👧'), {
      maxLength: 300,
    })
    .map((all) => all.join('')),
);
const long = fc.array(words, { maxLength: 40 }).map((all) => all.join(' '));
const block = fc.oneof(
  fc.record({ block: fc.constant('text' as const), text: fc.oneof(words, long) }),
  fc.record({
    block: fc.constant('heading' as const),
    text: words,
    status: fc.constantFrom('eligible' as const, 'ineligible' as const, 'conditional' as const),
  }),
  fc.record({ block: fc.constant('list' as const), items: fc.array(words, { maxLength: 20 }) }),
  fc.record({ block: fc.constant('fields' as const), rows: fc.array(fc.tuple(words, words), { maxLength: 20 }) }),
  fc.record({
    block: fc.constant('conditions' as const),
    items: fc.array(fc.record({ outcome: fc.constantFrom('met' as const, 'unmet' as const, 'open' as const), text: words }), {
      maxLength: 20,
    }),
  }),
  fc.record({ block: fc.constant('sources' as const), items: fc.array(words, { maxLength: 20 }) }),
);
const choice = fc.record({
  id: fc.oneof(fc.string({ minLength: 1, maxLength: 140 }), fc.constantFrom('dontKnow', 'none', 'human', 'check:title-review')),
  label: words,
});
const anyCard: fc.Arbitrary<Card> = fc.record({
  kind: fc.constantFrom('text' as const, 'answer' as const, 'question' as const, 'report' as const),
  language: fc.constantFrom('en' as const, 'zh' as const),
  blocks: fc.array(block, { maxLength: 30 }),
  choices: fc.array(choice, { maxLength: 60 }),
  multiple: fc.boolean(),
  numbered: fc.boolean(),
});

const faultsOf = (bodies: readonly MessageBody[]): string[] => bodies.flatMap((body) => messageFaults(record(body), true));
/** All that is said, without white space and escapes. */
const bare = (text: string): string => text.replaceAll(/[\s\\]/gu, '');
const said = (bodies: readonly MessageBody[]): string =>
  bare(
    bodies
      .map(
        (body) =>
          (body.content ?? '') +
          tree(body.components)
            .map(({ content }) => textAt(content))
            .join(''),
      )
      .join(''),
  );

function checkWithinLimits(each: Card): void {
  for (const inPlace of [true, false]) {
    expect(faultsOf(renderCard(each, { inPlace }))).toEqual([]);
    expect(faultsOf(renderPlainCards([{ card: each, options: { inPlace } }]))).toEqual([]);
  }
}

describe('any card', () => {
  test('is within every limit', () => {
    fc.assert(fc.property(anyCard, checkWithinLimits), { numRuns: 150 });
  });

  test('is said in full, in both forms', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(words, long), { minLength: 1, maxLength: 10 }), (texts) => {
        const each = card('', { blocks: texts.map((text) => ({ block: 'text' as const, text })) });
        const expected = bare(texts.join(''));
        if (expected === '') return;
        expect(said(renderCard(each))).toBe(expected);
        expect(said(renderPlainCards([{ card: each }]))).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });

  test('offers every choice by a button or in a select, or names it in words', () => {
    fc.assert(
      fc.property(fc.uniqueArray(choice, { selector: ({ id }) => id, maxLength: 40 }), (choices) => {
        const bodies = renderCard(card('Which?', { choices }));
        const all = bodies.flatMap(({ components }) => tree(components));
        const offered = new Set(
          all.flatMap(({ custom_id: id, options }) => [
            textAt(id),
            ...(Array.isArray(options) ? options.map((option: unknown) => `c::${textAt(record(option)['value'])}`) : []),
          ]),
        );
        for (const { id, label } of choices)
          expect(offered.has(`c::${id}`) || said(bodies).includes(bare(escapeText(label)))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('several cards together', () => {
  const nav = { answer: '1234567890123456789', language: 'en' } as const;

  test('are within every limit on each page, and nothing is left out', () => {
    fc.assert(
      fc.property(fc.array(anyCard, { minLength: 1, maxLength: 4 }), (cards) => {
        const parts = cards.map((each) => ({ card: each, options: { inPlace: true } }));
        for (const bodies of [renderCards(parts), renderPlainCards(parts)]) {
          expect(faultsOf(bodies.map((_, at) => withPager(bodies, at, nav.answer, nav.language)))).toEqual([]);
          const all = said(bodies);
          for (const { blocks } of cards)
            for (const each of blocks) if (each.block === 'text') expect(all).toContain(bare(escapeText(each.text)));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('offer a choice that several have once, with the last', () => {
    const choices = [{ id: 'human', label: 'A person' }];
    const bodies = renderCards([{ card: card('One', { choices }) }, { card: card('Two', { choices }) }]);
    expect(bodies).toHaveLength(1);
    expect(JSON.stringify(bodies).match(/"c::human"/g)).toHaveLength(1);
    expect(JSON.stringify(bodies)).toMatch(/Two.*c::human/);
  });
});

describe('every kind of reply of the shipped policy', () => {
  test.each(testCards())('$name', ({ card: each }) => checkWithinLimits(each));
});

describe('text', () => {
  test('is parted at sentences where there are any', () => {
    const parts = splitText('First sentence here. Second sentence here. Third one.', 30);
    expect(parts).toEqual(['First sentence here.', 'Second sentence here.', 'Third one.']);
    expect(splitText('高级工可以申报助理级。技师可以申报中级。高级技师可以申报副高级。', 14)).toEqual([
      '高级工可以申报助理级。',
      '技师可以申报中级。',
      '高级技师可以申报副高级。',
    ]);
  });

  test('is never cut between a backslash and what it escapes, nor inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 60, max: 90 }), (given, limit) => {
        const escaped = escapeText(given);
        const parts = splitText(escaped, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(/(?:^|[^\\])(?:\\\\)*\\$/.test(part)).toBe(false);
          expect(part.isWellFormed() || !given.isWellFormed()).toBe(true);
        }
        expect(bare(parts.join(''))).toBe(bare(escaped));
      }),
    );
  });

  test.each([
    ['**bold** _it_ ~~no~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~'],
    ['<@123> @everyone', '\\<\\@123\\> \\@everyone'],
    ['[a](http://b)', '\\[a\\](http://b)'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    [':smile:', '\\:smile:'],
    ['since 2019-05', 'since 2019-05'],
  ])('%j formats nothing', (given, escaped) => expect(escapeText(given)).toBe(escaped));

  test('is shortened with an ellipsis only where it is too long', () => {
    expect(shorten('short', 5)).toBe('short');
    expect(shorten('longer', 5)).toBe('long…');
  });
});

test('ids of buttons are read back, and foreign ones are none', () => {
  for (const press of [
    { press: 'choose', inPlace: true, question: 'Ab3-_xyz0123', id: 'skillLevel=technician' },
    { press: 'choose', inPlace: false, question: undefined, id: 'ask:aim-what' },
    { press: 'pick', inPlace: true, question: 'Ab3-_xyz0123' },
    { press: 'typed', question: undefined },
    { press: 'page', answer: '123', at: 2 },
    { press: 'solved' },
    { press: 'release', draft: '123' },
  ] as const)
    expect(readCustomId(customId(press) ?? '')).toEqual(press);
  for (const foreign of ['x:1', '', 'q:true', 'page:1:x', 'q::']) expect(readCustomId(foreign)).toBeUndefined();
});
