/** Faults of logic: data that are well formed and mean something impossible or idle. */
import { describe, expect, it } from 'vitest';
import { lintPolicy } from '../../src/cli/policy-commands.ts';
import { lintLogic, type LogicFault } from '../../src/eligibility/lint.ts';
import { readPolicy } from '../../src/policy/load.ts';
import { faultyPolicy } from '../support/faulty-policy.ts';
import { policyData, testBook } from '../support/policy.ts';

/** The faults of logic alone, so that faults across files elsewhere do not hide them. */
function logicOf(folder: string): readonly LogicFault[] {
  const { book, problems } = readPolicy(folder);
  if (!book) throw new Error(problems.map(({ message }) => message).join('\n'));
  return lintLogic(book);
}

const pointless = [
  '    - use: skill-senior',
  '    - id: any-skill',
  '      label: { en: any skill, zh: 任意等级 }',
  '      holds: { fact: skillLevel, atLeast: junior }',
  '      cites: [title-entry-level]',
].join('\n');
const overlapping = [
  '  - pathway: title-full-senior',
  '    condition: provincial-rule',
  '    priority: 1',
  '    label: { en: another, zh: 另一条 }',
  '    when: { fact: appointed, is: true }',
  '    holds: { fact: seniorTechnicianSince, fullYears: 4 }',
  '    cites: [sichuan-years]',
].join('\n');
const shadowed = [
  '      - when: { fact: field, is: engineering }',
  '        years: 7',
  '        cites: [years-engineering-2018]',
  '    otherwise:',
].join('\n');

describe('the logic of the policy', () => {
  it('is sound as shipped', () => {
    expect(lintLogic(testBook())).toEqual([]);
    expect(lintPolicy(policyData)).toEqual([]);
  });

  it.each<[what: string, file: string, old: string | RegExp, planted: string, fault: Partial<LogicFault>, message: RegExp]>([
    [
      'conditions that contradict each other',
      'pathways/skills.yaml',
      'below: senior }',
      'below: none }',
      { pathway: 'skill-senior-worker' },
      /never come out eligible or conditional/,
    ],
    [
      'a condition that makes no difference',
      'pathways/titles.yaml',
      '    - use: skill-senior',
      pointless,
      { pathway: 'title-review', condition: 'any-skill' },
      /makes no difference/,
    ],
    [
      'two exceptions of one priority that may both apply',
      'regions/sichuan.yaml',
      'exceptions:',
      `exceptions:\n${overlapping}`,
      { pathway: 'title-full-senior', condition: 'provincial-rule' },
      /may both apply with priority 1/,
    ],
    [
      'an exception that can never apply',
      'regions/sichuan.yaml',
      'exceptions:',
      `exceptions:\n${overlapping.replace('fact: appointed, is: true', 'not: { any: [{ fact: appointed, is: true }, { not: { fact: appointed, is: true } }] }')}`,
      { pathway: 'title-full-senior', condition: 'provincial-rule' },
      /can never apply/,
    ],
    [
      'a row of figures that earlier rows cover',
      'parameters.yaml',
      '    otherwise:',
      shadowed,
      { pathway: 'title-assistant', condition: 'years-assistant' },
      /earlier rows cover it/,
    ],
  ])('has a fault: %s', (_, file, old, planted, where, message) => {
    const folder = faultyPolicy(file, [old, planted]);
    const fault = logicOf(folder).find((each) => message.test(each.message));
    expect(fault).toMatchObject(where);
    expect(fault?.remedy).not.toBe('');
    // `policy lint` says where it is written.
    const problem = lintPolicy(folder).find((each) => message.test(each.message));
    expect(problem?.file).toMatch(/^(pathways\/|conditions)/);
    expect(problem?.line).toBeGreaterThan(1);
  });
});
