import { describe, expect, test } from 'vitest';
import { commandForChoice } from '../../src/dialogue/choices.ts';
import { newConversation, type Conversation } from '../../src/dialogue/conversation.ts';
import { questionKey } from '../../src/dialogue/question-key.ts';
import { testBook } from '../support/policy.ts';

const facts = testBook().facts;
const asking = (fact: string): Conversation => ({ ...newConversation('en'), open: { kind: 'fact', fact }, phase: 'interview' });
const reviewing = (credentials: Conversation['credentials']): Conversation => ({
  ...newConversation('en'),
  credentials,
  open: { kind: 'review' },
  phase: 'review',
});

describe('a choice of an earlier question', () => {
  test('does not answer the one that is open now', () => {
    const earlier = questionKey(asking('skillLevel'));
    const now = asking('titleLevel');
    expect(commandForChoice(now, ['none'], facts, questionKey(now))).toMatchObject({ type: 'inform', fact: 'titleLevel' });
    expect(commandForChoice(now, ['none'], facts, earlier)).toBeUndefined();
    expect(commandForChoice(now, ['dontKnow'], facts, earlier)).toBeUndefined();
  });

  test('does not confirm what has changed since it was shown', () => {
    const shown = questionKey(reviewing({ skillLevel: 'senior' }));
    expect(commandForChoice(reviewing({ skillLevel: 'senior' }), ['confirm'], facts, shown)).toEqual({ type: 'confirm' });
    expect(commandForChoice(reviewing({ skillLevel: 'technician' }), ['confirm'], facts, shown)).toBeUndefined();
  });

  test('that stands for a whole command keeps its meaning', () => {
    const earlier = questionKey(asking('skillLevel'));
    expect(commandForChoice(asking('titleLevel'), ['human'], facts, earlier)).toEqual({ type: 'human' });
  });
});

test('nothing open has no name', () => {
  expect(questionKey(newConversation('zh'))).toBeUndefined();
});
