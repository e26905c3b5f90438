/** Yes-or-no facts that sentences state in words of their own: what is learnt, and when it is believed. */
import { describe, expect, it, test } from 'vitest';
import { FactReader } from '../../src/language/local/fact-reader.ts';
import { buildLexicon } from '../../src/language/local/lexicon.ts';
import {
  createStatementClassifier,
  learnStatements,
  type StatementClassifier,
} from '../../src/language/local/statement-classifier.ts';
import { ConceptFinder } from '../../src/text/concepts.ts';
import { featuresOf } from '../../src/text/features.ts';
import { normalise } from '../../src/text/normal-form.ts';
import { testBook } from '../support/policy.ts';

const book = testBook();
const concepts = new ConceptFinder(book.concepts);
const lexicon = buildLexicon(book);

it('learns of one fact how people affirm and deny all of them', () => {
  const of = (fact: string, value: string, ...texts: string[]) => texts.map((text) => ({ fact, value, text }));
  const models = learnStatements(
    book,
    [
      ...of('wellManaged', 'true', 'our management is something to be proud of', 'the management here is something to behold'),
      ...of('wellManaged', 'false', 'our management leaves a lot to be desired', 'the management leaves plenty to be desired'),
      // Of this one nobody has denied anything yet.
      ...of(
        'aboveDesignatedSize',
        'true',
        'designated size is something we have reached',
        'above designated size is something we are',
      ),
    ],
    ['what is the weather like tomorrow', 'thanks a lot for the quick reply'],
    (text) => featuresOf(text, concepts),
  );
  const classifier = createStatementClassifier(book, models, concepts);
  expect(classifier.classify('designated size leaves a lot to be desired')).toMatchObject({
    fact: 'aboveDesignatedSize',
    value: false,
  });
  expect(classifier.classify('designated size is something to be proud of')).toMatchObject({
    fact: 'aboveDesignatedSize',
    value: true,
  });
  expect(classifier.classify('thanks for the reply')).toBeUndefined();
});

describe('what is learnt is believed', () => {
  /** What is read where the classifier takes every sentence for the same. */
  const read = (text: string, fact: string, value: boolean, probability = 0.9): Record<string, unknown> => {
    const statements: StatementClassifier = { classify: () => ({ fact, value, probability }) };
    const { stated } = new FactReader(book, lexicon, statements).read(normalise(text), '2026-11-24');
    return Object.fromEntries(stated.map((each) => [each.fact, each.value]));
  };

  test.each([
    ['where a word of the topic stands', 'They find me beside the furnace every single morning', { frontline: true }],
    ['and in Chinese', '天天在车间里转来转去的就是我', { frontline: true }],
  ])('%s', (_, text, states) => {
    expect(read(text, 'frontline', true)).toEqual(states);
  });

  test.each([
    ['of somebody else', 'My brother they find beside the furnace every single morning'],
    ['in a question', 'Do they have to find me beside the furnace every single morning?'],
    ['in a supposition', 'If they found me beside the furnace every single morning'],
    ['of too few words', 'beside the furnace'],
    ['against a denial', 'Nobody ever sees me beside the furnace, never once in the morning'],
  ])('and not %s', (_, text) => {
    expect(read(text, 'frontline', true)).toEqual({});
  });

  it('and without a word of the topic only where it is very probable', () => {
    const text = 'They find me beside my desk every single morning';
    expect(read(text, 'frontline', true, 0.75)).toEqual({});
    expect(read(text, 'frontline', true, 0.85)).toEqual({ frontline: true });
  });

  it('and not where it is hardly probable', () => {
    expect(read('They find me beside the furnace every single morning', 'frontline', true, 0.4)).toEqual({});
  });

  it('and adds nothing to a clause whose names state another fact', () => {
    const diploma = 'My diploma is unrelated to the occupation that I would declare';
    expect(read(diploma, 'postMatches', false)).toEqual({ relatedMajor: false });
  });

  it('of an employer only where one is spoken of', () => {
    const text = 'the management is something to be proud of in these parts';
    expect(read(text, 'wellManaged', true)).toEqual({});
    expect(read(`in our company ${text}`, 'wellManaged', true)).toMatchObject({ wellManaged: true });
  });
});
