import { expect, it } from 'vitest';
import { createAimClassifier, learnAims, masked } from '../../src/language/local/aim-classifier.ts';
import { FactReader } from '../../src/language/local/fact-reader.ts';
import { buildLexicon } from '../../src/language/local/lexicon.ts';
import { ConceptFinder } from '../../src/text/concepts.ts';
import { featuresOf } from '../../src/text/features.ts';
import { normalise } from '../../src/text/normal-form.ts';
import { testBook } from '../support/policy.ts';

const book = testBook();
const concepts = new ConceptFinder(book.concepts);
const reader = new FactReader(book, buildLexicon(book), { classify: () => undefined });
const read = (text: string) => {
  const message = normalise(text);
  return { message, reading: reader.read(message, '2026-01-01') };
};
const maskedText = (text: string): string => {
  const { message, reading } = read(text);
  return masked(message, reading);
};

it('sees where levels stand, and not which they are', () => {
  const words = (text: string): string => maskedText(text).split(' . ')[0] ?? '';
  expect(words('As a technician certificate holder (技师), may I try for lecturer?')).toBe(
    words('As a senior technician certificate holder (高级技师), may I try for senior lecturer?'),
  );
  expect(words('高级工三年，想评助理工程师')).toBe(words('高级技师4年，想评高级农艺师'));
});

it('sees what is sought and what is held', () => {
  expect(maskedText('高级工，想评助理工程师')).toContain('xaimtitleLevelassistant');
  expect(maskedText('高级工，想评助理工程师')).toContain('xheldskillLevelsenior');
  expect(maskedText('今天天气不错')).toContain('aimless');
});

it('what is learnt of some levels holds for the others', () => {
  const model = learnAims(
    [
      { goal: 'title-assistant', text: 'senior worker since 2020, I rather fancy being an assistant engineer' },
      { goal: 'title-intermediate', text: 'technician (level 2) since 2018, I rather fancy being an agronomist' },
      { goal: 'skill-technician', text: 'engineer by title, I rather fancy being a level-2 technician' },
      { goal: 'skill-senior-worker', text: 'assistant engineer by title, I rather fancy being a senior worker' },
      { goal: null, text: 'senior worker since 2020, what is there for me' },
      { text: 'senior worker since 2020, I rather like the work' },
      { text: 'what a lovely day it is' },
    ],
    (text) => featuresOf(text, concepts),
    read,
  );
  const classifier = createAimClassifier(model, concepts);
  const { message, reading } = read(
    'senior worker since 2021, I rather fancy being an assistant librarian of relics, I mean 助理馆员',
  );
  const { wanted, aims } = classifier.classify(message, reading);
  expect(aims[0]?.goal).toBe('title-assistant');
  expect(wanted).toBeGreaterThan(0.5);
  expect(aims.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
});
