/** Every kind of fault in the policy data is found, and named with its file, its line and what to do. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../src/cli/policy-commands.ts';
import { jsonSchemaOf, schemaNames } from '../../src/policy/json-schemas.ts';
import { loadPolicy, readPolicy } from '../../src/policy/load.ts';
import { PolicyError, type Problem } from '../../src/policy/problem.ts';
import { faultyPolicy, withMore } from '../support/faulty-policy.ts';
import { policyData, testBook } from '../support/policy.ts';

/** The problem that says this; every problem must say where it is and what to do. */
function problemOf(folder: string, message: RegExp): Problem {
  const { problems } = readPolicy(folder);
  const found = problems.find((each) => message.test(each.message));
  if (!found) throw new Error(`no problem says ${String(message)}, but:\n${problems.map((each) => each.message).join('\n')}`);
  expect(found.remedy).not.toBe('');
  return found;
}

const digestOf = (folder: string): string | undefined => readPolicy(folder).book?.digest;

describe('JSON Schemas for editors', () => {
  it.each(schemaNames)('there is one for %s', (name) => {
    expect(jsonSchemaOf(name)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  });

  it('there are for all files of the policy data, and for no others', () => {
    const kinds = readdirSync(policyData).map((name) => name.replace('.yaml', ''));
    expect([...schemaNames].toSorted()).toEqual(kinds.toSorted());
    expect(jsonSchemaOf('nothing')).toBeUndefined();
  });
});

describe('the shipped policy data', () => {
  it('have no faults', () => {
    expect(readPolicy(policyData).problems).toEqual([]);
  });

  it('give the verdicts of every worked example', () => {
    const results = testPolicy(testBook());
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });

  it('have the same digest each time, and another when a meaning changes but not when a comment does', () => {
    const own = digestOf(policyData);
    expect(own).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf(withMore('parameters.yaml', '# a remark'))).toBe(own);
    expect(digestOf(faultyPolicy('parameters.yaml', ['years: 2', 'years: 5']))).not.toBe(own);
  });
});

const fact = (id: string, rest: string): string =>
  [
    `- id: ${id}`,
    '  type: boolean',
    '  subject: worker',
    '  label: { en: Fact, zh: 事实 }',
    '  help: { en: Help, zh: 帮助 }',
    '  choices: [{ value: "true", label: { en: "Yes", zh: 是 } }, { value: "false", label: { en: "No", zh: 否 } }]',
    '  distribution: { "true": 1, "false": 1 }',
    rest,
  ].join('\n');
const question = '  question: { en: Is it?, zh: 是吗？ }';

describe('a fault is named with file, line and remedy:', () => {
  it.each<[what: string, file: string, old: string | RegExp, planted: string, message: RegExp]>([
    [
      'an unknown citation',
      'pathways/treatment.yaml',
      /cites: \[use-equal-treatment\]/,
      'cites: [no-such]',
      /no provision 'no-such'/,
    ],
    [
      'an unknown level',
      'pathways/skills.yaml',
      'atLeast: assistant }',
      'atLeast: assitant }',
      /'assitant' is no value of 'titleLevel'/,
    ],
    ['an unknown fact', 'pathways/titles.yaml', 'fact: uniqueSkill', 'fact: uniqueTalent', /no fact 'uniqueTalent'/],
    [
      'an unknown decision',
      'pathways/employer.yaml',
      'decision: humanResourcesAuthority',
      'decision: mayor',
      /no decision 'mayor'/,
    ],
    [
      'an unknown shared condition',
      'pathways/titles.yaml',
      'use: title-series',
      'use: title-sereis',
      /no shared condition 'title-sereis'/,
    ],
    [
      'words of which a fact is that has no yes and no',
      'facts.yaml',
      '  informative: true\n  synonyms:\n    en: [date of the title',
      '  informative: true\n  about: [title]\n  synonyms:\n    en: [date of the title',
      /only yes-or-no facts/,
    ],
    ['a missing translation', 'decisions.yaml', /, zh: 新职业的对应专业/, '', /label\.zh/],
    ['an unknown key', 'pathways/titles.yaml', '  order: 2', '  ordre: 2', /ordre/],
    [
      'a duplicate id',
      'decisions.yaml',
      'id: localYears',
      'id: regionalCorrespondence',
      /'regionalCorrespondence' is defined twice/,
    ],
    [
      'an answer that is right for one way of asking only',
      'faq/entry.yaml',
      'A diploma is no limiting condition: skilled',
      'No. Skilled',
      /opens with a yes, a no or a maybe/,
    ],
    ['the same in Chinese', 'faq/entry.yaml', 'zh: 学历不作为限制性条件：', 'zh: 不需要。', /opens with a yes, a no or a maybe/],
    ['a form that does not fit', 'pathways/titles.yaml', 'uniqueSkill, is: true', 'uniqueSkill, atLeast: senior', /is a boolean/],
    [
      'bad YAML',
      'decisions.yaml',
      /label: \{ en: local number of years,/,
      'label: { en: [local number of years,',
      /not valid YAML/,
    ],
  ])('%s', (_, file, old, planted, message) => {
    const problem = problemOf(faultyPolicy(file, [old, planted]), message);
    expect(problem.file).toBe(file);
    expect(problem.line).toBeGreaterThan(1);
  });

  it('a condition that no pathway uses', () => {
    const unused = '- id: idle\n  label: { en: idle, zh: 闲置 }\n  holds: { fact: skillLevel, atLeast: senior }\n  cites: [aim]';
    const problem = problemOf(withMore('conditions.yaml', unused), /no pathway uses the condition 'idle'/);
    expect(problem).toMatchObject({ file: 'conditions.yaml', remedy: expect.stringContaining('use') });
    expect(problem.line).toBeGreaterThan(1);
  });

  it('a fact that nobody asks for', () => {
    const problem = problemOf(withMore('facts.yaml', fact('idle', question)), /no condition asks for the fact 'idle'/);
    expect(problem).toMatchObject({ file: 'facts.yaml', remedy: expect.stringContaining('informative') });
    expect(problem.line).toBeGreaterThan(1);
  });

  it('a fact without its question', () => {
    const problem = problemOf(withMore('facts.yaml', fact('mute', '')), /question/);
    expect(problem.file).toBe('facts.yaml');
    expect(problem.line).toBeGreaterThan(1);
  });

  it('a province that overrules a condition which is not there', () => {
    const folder = faultyPolicy('regions/sichuan.yaml', ['condition: provincial-rule', 'condition: provincial-rlue']);
    expect(problemOf(folder, /no condition 'provincial-rlue'/).file).toBe('regions/sichuan.yaml');
  });

  it('a file that is missing', () => {
    const folder = faultyPolicy('ladders.yaml', [/^/, '# ']);
    rmSync(join(folder, 'ladders.yaml'));
    expect(problemOf(folder, /missing/).file).toBe('ladders.yaml');
  });

  it('and all faults are listed at once', () => {
    const folder = faultyPolicy('pathways/titles.yaml', ['fact: uniqueSkill', 'fact: one'], ['fact: frontline', 'fact: two']);
    expect(() => loadPolicy(folder)).toThrow(PolicyError);
    expect(() => loadPolicy(folder)).toThrow(/'one'[\s\S]*'two'/);
  });
});
