/** What is said while something is asked: a confirmation is nothing but one, and not every message answers a yes-or-no question. */
import { describe, expect, test } from 'vitest';
import type { OpenQuestion } from '../../src/language/understander.ts';
import { testKnowledge } from '../support/knowledge.ts';

const commandsFor = async (text: string, open: OpenQuestion) =>
  (await testKnowledge().understander.understand(text, { asOf: '2026-11-22', open })).commands;

describe('the review is confirmed', () => {
  test.each([
    'yes',
    'Yes, that is right',
    'ok go ahead please',
    'looks good, thanks',
    'confirm',
    '对',
    '对的，没问题',
    '好的，就这样',
    '确认无误',
    '嗯嗯，开始吧',
  ])('by: %s', async (text) => expect((await commandsFor(text, { kind: 'review' })).map(({ type }) => type)).toEqual(['confirm']));

  test.each([
    "I can't confirm that",
    "I'm not sure that's fine",
    'fine weather today',
    '好像有问题',
    '这个行业不景气',
    '对面那家厂倒闭了',
    '好烦啊',
    '不对',
    'no, the date is wrong',
  ])('and not by: %s', async (text) =>
    expect((await commandsFor(text, { kind: 'review' })).map(({ type }) => type)).not.toContain('confirm'),
  );
});

describe('a yes-or-no question is answered', () => {
  test.each<[string, string, boolean]>([
    ['appointed', 'yes', true],
    ['appointed', '聘了，去年续的', true],
    ['appointed', 'no, only the certificate', false],
    ['frontline', '是，一直在一线', true],
    ['talentIntensive', '对，我们厂技师很多', true],
    ['relatedMajor', '专业对不上', false],
  ])('%s by: %s', async (fact, text, value) =>
    expect(await commandsFor(text, { kind: 'fact', fact })).toContainEqual(expect.objectContaining({ fact, value })),
  );

  test.each([
    ['appointed', '这个是强制的还是建议？'],
    ['frontline', '四唯是哪四个'],
    ['talentIntensive', '公租房排了一年了，是不是没指望了'],
    ['relatedMajor', 'is the whole thing only for university people?'],
    ['appointed', 'could you recommend a film for the weekend'],
  ])('%s, and not by: %s', async (fact, text) => {
    const commands = await commandsFor(text, { kind: 'fact', fact });
    expect(commands.filter((command) => 'fact' in command && command.fact === fact)).toEqual([]);
  });
});
