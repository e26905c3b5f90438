/** What is deleted at a word, and what is not: deleting can't be undone. */
import { expect, test } from 'vitest';
import { testKnowledge } from '../support/knowledge.ts';

const commandsOf = async (text: string) => (await testKnowledge().understander.understand(text, { asOf: '2026-11-24' })).commands;

test.each(['forget my title', 'please delete my title', 'can you forget my title?', '把我的职称删掉', '忘掉我的职称'])(
  '%s: that one',
  async (text) => {
    expect(await commandsOf(text)).toMatchObject([{ type: 'forget', fact: 'titleLevel' }]);
  },
);

test.each(['delete everything you know about me', '把我的信息全部删掉'])('%s: all of it', async (text) => {
  const [command] = await commandsOf(text);
  expect(command?.type).toBe('forget');
  expect(command).not.toHaveProperty('fact');
});

test.each([
  'I forget my title',
  'I forget the date of my title',
  'how do I delete my title?',
  "don't forget my title",
  'delete my title and my skill level',
  '不要删我的职称',
  '我忘了我的职称',
])('%s: nothing', async (text) => {
  expect((await commandsOf(text)).map(({ type }) => type)).not.toContain('forget');
});
