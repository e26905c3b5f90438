/** What a model proposes goes no further than the user's words and the local reader let it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { admit, type Proposal } from '../../src/language/admission.ts';
import type { SecondOpinion } from '../../src/language/local/second-opinion.ts';
import type { OpenQuestion } from '../../src/language/understander.ts';
import { testKnowledge } from '../support/knowledge.ts';

let opinion: SecondOpinion;
beforeAll(() => {
  opinion = testKnowledge().secondOpinion();
});

const asOf = '2026-11-22';
const nothing = { fact: null, value: null, goal: null } as const;

async function admitted(
  text: string,
  proposals: readonly (Partial<Proposal> & Pick<Proposal, 'type' | 'quote'>)[],
  asked?: string,
) {
  const open: { open?: OpenQuestion } = asked === undefined ? {} : { open: { kind: 'fact', fact: asked } };
  const local = await testKnowledge().understander.understand(text, { asOf, ...open });
  const { understanding, rejected } = admit(
    proposals.map((each) => ({ ...nothing, ...each })),
    local,
    opinion.on(text, asOf, asked),
    open.open,
  );
  return { local: local.commands, commands: understanding.commands, rejected };
}
const fact = (id: string, value: Proposal['value'], quote: string) => ({ type: 'inform', fact: id, value, quote }) as const;

describe('a fact is let in', () => {
  test('as a question about the words, in the spelling of the user', async () => {
    const text = 'Folks call me the Lathe Guru';
    const { commands } = await admitted(text, [fact('skillLevel', 'technician', 'lathe guru')], 'skillLevel');
    expect(commands).toEqual([{ type: 'inform', readings: [{ fact: 'skillLevel', value: 'technician' }], quote: 'Lathe Guru' }]);
  });

  test.each<[string, string, Proposal['value'], string, string]>([
    ['whose quote nobody said', 'skillLevel', 'technician', 'folks call me a wizard', 'I am a technician'],
    ['whose quote cuts a word', 'skillLevel', 'technician', 'folks call me a wizard', 'wiz'],
    ['whose quote is empty', 'skillLevel', 'technician', 'folks call me a wizard', ''],
    ['that is none', 'salary', 'high', 'folks call me a wizard', 'wizard'],
    ['whose value is none', 'skillLevel', 'wizard', 'folks call me a wizard', 'wizard'],
    ['that the rules read otherwise', 'skillLevel', 'seniorTechnician', 'I am a technician', 'technician'],
    ['that is denied', 'skillLevel', 'technician', 'I am not a wizard yet', 'wizard'],
    ['that is wished', 'skillLevel', 'technician', 'I want to become a wizard', 'wizard'],
    ['that is asked', 'skillLevel', 'technician', 'am I a wizard?', 'wizard'],
    ['that is supposed', 'skillLevel', 'technician', 'if I were a wizard', 'wizard'],
    ['that is said of somebody else', 'skillLevel', 'technician', 'my brother is a wizard', 'wizard'],
    ['that is doubtful', 'skillLevel', 'technician', 'no idea whether wizard counts', 'wizard'],
    ['that is a date which its words do not give', 'technicianSince', '2001-01', 'got the paper in 2019', 'in 2019'],
  ])('but none %s', async (_, id, value, text, quote) => {
    const { local, commands, rejected } = await admitted(text, [fact(id, value, quote)], 'field');
    expect(commands).toEqual(local);
    expect(rejected).toBe(1);
  });

  test('but an ambiguous word stays ambiguous', async () => {
    const { local, commands } = await admitted('I hold level two, wizard', [fact('skillLevel', 'technician', 'level two')]);
    expect(commands).toEqual(local);
  });

  test('and no more than two in one message', async () => {
    const text = 'folks call me a wizard of spanners at the forge by the river';
    const words = ['wizard', 'spanners', 'forge', 'river'];
    const { commands } = await admitted(
      text,
      words.map((quote) => fact('skillLevel', 'technician', quote)),
      'skillLevel',
    );
    expect(commands.length).toBeLessThanOrEqual(2);
  });

  test('but not where the message corrects: what is to be changed is asked first', async () => {
    const { local, commands } = await admitted('my skill level is wrong', [fact('field', 'engineering', 'wrong')]);
    expect(local[0]?.type).toBe('correct');
    expect(commands).toEqual(local);
  });
});

describe('what a message wants is let in', () => {
  test('as a question where the policy has an answer', async () => {
    const text = 'folks call me a wizard; diploma needed for title review';
    const unread = { language: 'en', commands: [{ type: 'outside', quote: text }], sure: false } as const;
    const ask = { ...nothing, type: 'ask', quote: 'diploma needed for title review' } as const;
    expect(admit([ask], unread, opinion.on(text, asOf)).understanding.commands).toEqual([{ type: 'ask', quote: ask.quote }]);
    const { local, commands: others } = await admitted('purple bananas dance', [{ type: 'ask', quote: 'purple bananas' }]);
    expect(others).toEqual(local);
  });

  test.each([
    'forget',
    'export',
    'restart',
    'confirm',
    'back',
    'cancel',
    'human',
    'feedback-bad',
    'language',
    'what-if',
    'check',
    'dont-know',
  ] as const)('but no %s that the words do not bear out', async (type) => {
    const { local, commands } = await admitted(
      'purple bananas dance',
      [{ type, quote: 'purple bananas dance', goal: 'title-full-senior' }],
      'skillLevel',
    );
    expect(commands).toEqual(local);
  });

  test('but not that something is not known: whose ignorance it is, is asked', async () => {
    const text = 'hm, purple bananas. the boss upstairs has no idea';
    const unread = { language: 'en', commands: [{ type: 'outside', quote: text }], sure: false } as const;
    const proposal = { ...nothing, type: 'dont-know', quote: 'has no idea' } as const;
    const admittedTo = (open?: OpenQuestion) => admit([proposal], unread, opinion.on(text, asOf), open).understanding.commands;
    expect(admittedTo({ kind: 'fact', fact: 'appointed' })).toEqual([
      { type: 'inform', readings: [{ fact: 'appointed', value: 'dontKnow' }], quote: 'has no idea' },
    ]);
    expect(admittedTo({ kind: 'review' })).toEqual(unread.commands);
    expect(admittedTo()).toEqual(unread.commands);
  });

  test.each(['forget', 'export', 'restart', 'confirm', 'back', 'cancel', 'human'] as const)(
    'and %s not even where they seem to',
    async (type) => {
      const text = 'hmm perhaps one day bananas, forget export restart confirm back cancel human';
      const { local, commands } = await admitted(text, [{ type, quote: type }]);
      expect(commands.filter((each) => each.type === type)).toEqual(local.filter((each) => each.type === type));
    },
  );
});
