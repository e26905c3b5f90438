/** Where the local reading says of itself that it may have missed something: only that is shown to a model. */
import { expect, test } from 'vitest';
import { testKnowledge } from '../support/knowledge.ts';

const sure = async (text: string): Promise<boolean | undefined> =>
  (await testKnowledge().understander.understand(text, { asOf: '2026-11-24' })).sure;

test.each([
  'Technician certificate since 2019. Do I need a diploma?',
  '我2019年拿的技师证。评职称要不要文凭？',
  'Technician certificate (level 2) since 2019, can I become an engineer?',
])('all of it is read: %s', async (text) => {
  expect(await sure(text)).toBe(true);
});

test.each([
  'Technician certificate since 2019. Do I need a diploma? The lads keep a kettle boiling behind lathe nine.',
  '我2019年拿的技师证。评职称要不要文凭？门口那把老铜壶天天烧得咕嘟响。',
])('something beside the facts and the question is left: %s', async (text) => {
  expect(await sure(text)).toBe(false);
});
