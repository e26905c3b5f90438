import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { learnLanguageAside } from '../../src/assistant/learn-aside.ts';
import { learnLanguage, readLanguageExamples } from '../../src/assistant/learn-language.ts';
import { policyData } from '../support/policy.ts';

const files = {
  'greeting.yaml': 'intent: greeting\nen: [hello, good morning]\nzh: [你好]\n',
  'outside.yaml': 'intent: outside\ngroups:\n  - { kind: chat, en: [what a lovely day], zh: [今天天气真好] }\n',
  'replies/any.yaml':
    '- { fact: any, value: "true", en: [sure], zh: [当然] }\n- { fact: any, value: "false", en: [no way], zh: [没门] }\n',
  'aims/titles.yaml': '- { goal: title-assistant, en: [may I be an assistant engineer], zh: [我能评助工吗] }\n',
  'statements/workers.yaml': '- { fact: uniqueSkill, value: "true", en: [nobody else can do it], zh: [别人都不会] }\n',
};

it('what another thread learns is what this one learns', () => {
  const intents = mkdtempSync(join(tmpdir(), 'career-bridge-'));
  onTestFinished(() => rmSync(intents, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(intents, name, '..'), { recursive: true });
    writeFileSync(join(intents, name), text);
  }
  const folders = { policyData, intents };
  expect(learnLanguageAside(folders)()).toEqual(learnLanguage(readLanguageExamples(folders)));
});
