import { expect, it } from 'vitest';
import { learnLanguageAside } from '../../src/assistant/learn-aside.ts';
import { learnLanguage } from '../../src/assistant/learn-language.ts';
import { testBook } from '../support/policy.ts';

const examples = {
  book: testBook(),
  examples: [
    { intent: 'greeting', text: 'hello' },
    { intent: 'thanks', text: '谢谢' },
  ],
  outside: ['what a lovely day'],
  asked: ['do I need a diploma'],
  replies: [
    { fact: 'any', value: 'true', text: 'sure' },
    { fact: 'any', value: 'false', text: 'no way' },
  ],
  aims: [{ goal: 'title-assistant', text: 'may I be an assistant engineer' }],
  statements: [{ fact: 'uniqueSkill', value: 'true', text: 'nobody else can do it' }],
};

it('what another thread learns is what this one learns', () => {
  expect(learnLanguageAside(examples)()).toEqual(learnLanguage(examples));
});
