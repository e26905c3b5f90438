/** Every card fits Slack, and no text in it does anything but be read. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainMessages, renderCard, shownLength } from '../../../src/channels/slack/render.ts';
import { splitText, shorten } from '../../../src/channels/slack/split.ts';
import { escapeText, readText } from '../../../src/channels/slack/escape.ts';
import { formView } from '../../../src/channels/slack/form-view.ts';
import { homeView } from '../../../src/channels/slack/home-view.ts';
import type { Block, Card } from '../../../src/presentation/card.ts';
import { faultsOf } from './support/limits-check.ts';
import { words } from './support/person.ts';
import { json, list } from './support/wire.ts';

const sentence = fc.lorem({ maxCount: 12, mode: 'words' }).map((text) => `${text}. `);
const longText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.array(sentence, { maxLength: 300 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9000 }).map((length) => '高级技师可以申报职称。'.repeat(length / 11)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 8000 }).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom('<!channel> <@U1> <https://x|y> *b* _i_ `c` &amp;', '&'.repeat(5000), '👩‍🏭'.repeat(900)) },
);
const items = fc.array(longText, { maxLength: 12 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ block: fc.constant('text' as const), text: longText }),
  fc.record({
    block: fc.constant('heading' as const),
    text: longText,
    status: fc.constantFrom('eligible', 'ineligible', 'undetermined', 'conditional'),
  }),
  fc.record({ block: fc.constant('list' as const), items }),
  fc.record({ block: fc.constant('fields' as const), rows: fc.array(fc.tuple(longText, longText), { maxLength: 12 }) }),
  fc.record({
    block: fc.constant('conditions' as const),
    items: fc.array(fc.record({ outcome: fc.constantFrom('met', 'unmet', 'open'), text: longText }), { maxLength: 12 }),
  }),
  fc.record({ block: fc.constant('sources' as const), items }),
);
const choices = fc.uniqueArray(
  fc.record({
    id: fc.oneof(
      fc.string({ minLength: 1, maxLength: 200 }),
      fc.constantFrom('human', 'check', 'dontKnow', 'none', 'confirm', 'ask:aim-what'),
    ),
    label: longText.map((text) => text.slice(0, 300)),
  }),
  { selector: ({ id }) => id, maxLength: 130 },
);
const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    kind: fc.constantFrom('text', 'answer', 'clarify', 'question', 'review', 'report', 'notice'),
    language: fc.constantFrom('en', 'zh'),
    blocks: fc.array(block, { maxLength: 14 }),
    choices,
    multiple: fc.boolean(),
    numbered: fc.boolean(),
    question: fc.constant('AbCdEfGh1234'),
    cites: fc.array(fc.string({ maxLength: 40 }), { maxLength: 90 }),
  },
  { requiredKeys: ['kind', 'language', 'blocks', 'choices'] },
);

const plain = (value: unknown): Record<string, unknown> => json.parse(JSON.parse(JSON.stringify(value)));

describe('any card', () => {
  test('is messages that Slack takes', () => {
    fc.assert(
      fc.property(anyCard, fc.boolean(), (card, shared) => {
        for (const message of renderCard(card, { shared, form: true })) {
          expect(faultsOf('chat.postMessage', plain(message))).toEqual([]);
          expect(message.blocks.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('loses no word of its body, and offers each choice once', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const messages = renderCard({ ...card, kind: 'text' });
        const said = messages
          .map((message) => words({ text: '', blocks: list(plain(message)['blocks']) }))
          .join('\n')
          .replaceAll(/\s/gu, '');
        for (const each of card.blocks)
          if (each.block === 'text')
            for (const word of each.text.split(/\s+/u).slice(0, 40)) if (word.length < 50) expect(said).toContain(word);
        const values = JSON.stringify(messages.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'actions')));
        for (const { id } of card.choices) expect(values).toContain(`"value":${JSON.stringify(id)}`);
      }),
      { numRuns: 100 },
    );
  });

  test('has no text that Slack would parse', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        for (const { blocks, text } of renderCard(card)) {
          expect(JSON.stringify(blocks)).not.toContain('"mrkdwn"');
          expect(text).not.toMatch(/[<>]/);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('long text', () => {
  test('is cut between sentences', () => {
    const text = 'One sentence stands here. '.repeat(300);
    for (const part of splitText(text, 3000)) {
      expect(part.length).toBeLessThanOrEqual(3000);
      expect(part).toMatch(/^One.*\.$/s);
    }
    const chinese = '这是一句话。'.repeat(1000);
    for (const part of splitText(chinese, 3000)) expect(part).toMatch(/^这.*。$/s);
  });

  test('is the same text again when put together, whatever it is', () => {
    fc.assert(
      fc.property(longText, fc.integer({ min: 2, max: 4000 }), (text, size) => {
        const parts = splitText(text, size);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(size);
        expect(parts.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
        expect(shorten(text, size).length).toBeLessThanOrEqual(size);
      }),
    );
  });
});

test('a report of many verdicts shows what is not met, and counts what is', () => {
  const conditions: Block = {
    block: 'conditions',
    items: [
      { outcome: 'met', text: 'first' },
      { outcome: 'met', text: 'second' },
      { outcome: 'unmet', text: 'third' },
    ],
  };
  const verdict: Block[] = [{ block: 'heading', text: 'a title', status: 'ineligible' }, conditions];
  const said = (count: number): string =>
    renderCard({ kind: 'report', language: 'en', blocks: Array.from({ length: count }, () => verdict).flat(), choices: [] })
      .map((message) => words({ text: '', blocks: list(plain(message)['blocks']) }))
      .join('\n');
  expect(said(1)).toContain('✓ first');
  expect(said(3)).not.toContain('✓ first');
  expect(said(3)).toContain('✓ 2 conditions are met');
  expect(said(3)).toContain('✗ third');
});

describe('views', () => {
  test('a form of any fields is one that Slack takes', () => {
    const field = fc.record({
      fact: fc.stringMatching(/^[a-z]{1,20}$/),
      label: longText,
      hint: longText,
      kind: fc.constantFrom('one' as const, 'several' as const),
      choices: fc.array(fc.record({ id: fc.stringMatching(/^[a-z]{1,30}$/), label: longText }), { minLength: 1, maxLength: 120 }),
      value: fc.array(fc.string(), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: ({ fact }) => fact, maxLength: 120 }), (fields) => {
        expect(faultsOf('views.open', { view: plain(formView({ language: 'zh', fields }, '{}')) })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('the Home tab holds any profile', () => {
    fc.assert(
      fc.property(anyCard, fc.array(fc.tuple(longText, longText), { maxLength: 30 }), fc.boolean(), (report, noted, unfinished) => {
        const facts = noted.map(([label, value], at) => ({ fact: `fact${at}`, label: label === '' ? '–' : label, value }));
        const profile = { language: 'en' as const, noted: facts, report, unfinished, question: undefined, quotes: [] };
        expect(faultsOf('views.publish', { view: plain(homeView(profile, 'en')) })).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test('without its blocks a message is all of its words and choices, in as many messages as it takes', () => {
  const sentences = Array.from({ length: 500 }, (_, at) => `Sentence ${at} <&> of the answer.`);
  const card: Card = {
    kind: 'question',
    language: 'en',
    blocks: [{ block: 'text', text: sentences.join(' ') }],
    choices: [
      { id: 'a', label: 'The first choice' },
      { id: 'b', label: 'The second choice' },
    ],
  };
  const plain = renderCard(card).flatMap(plainMessages);
  expect(plain.length).toBeGreaterThan(3);
  for (const { text, blocks } of plain) {
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(blocks).toEqual([]);
  }
  const said = plain.map(({ text }) => readText(text)).join(' ');
  for (const sentence of sentences) expect(said).toContain(sentence);
  expect(said).toContain('• The first choice\n• The second choice');
});

test('a report that is longer than the Home tab says so, and is a file', () => {
  const block = { block: 'text' as const, text: 'A long sentence of the report. '.repeat(60) };
  const report: Card = { kind: 'report', language: 'en', blocks: Array.from({ length: 12 }, () => block), choices: [] };
  const kept = { language: 'en' as const, noted: [], unfinished: false, question: undefined, quotes: [] };
  const whole = JSON.stringify(homeView({ ...kept, report: { ...report, blocks: [block] } }, 'en'));
  const cut = JSON.stringify(homeView({ ...kept, report }, 'en'));
  expect(whole).not.toContain('longer than this page');
  expect(cut).toContain('longer than this page');
  expect(cut).toContain('home/file');
});

describe("Slack's text", () => {
  test.each([
    ['<@U0BRIDGE1> may I apply?', 'may I apply?'],
    ['I &lt;3 R&amp;D', 'I <3 R&D'],
    ['see <https://example.org/x|this> and <#C1|general>, <@U2>', 'see this and #general, @U2'],
    ['<!here> hello', '@here hello'],
  ])('%s', (given, read) => {
    expect(readText(given, 'U0BRIDGE1')).toBe(read);
  });

  test('an escaped text reads as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readText(escapeText(text))).toBe(text.trim());
      }),
    );
  });
});

test('the text of a message is counted wherever it stands', () => {
  expect(shownLength([{ type: 'section', text: { type: 'plain_text', text: 'abc' } }, { elements: [{ text: 'de' }] }])).toBe(5);
});
