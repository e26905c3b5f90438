/** What a model may say in its own words, measured on sentences written for it: no false one passes, and of the true ones those that take a sentence as it stands. */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SentenceChecker } from '../../src/answers/sentence-check.ts';
import { languages, type Language } from '../../src/command/command.ts';
import { testBook } from '../support/policy.ts';

const texts = z.array(z.string());
const cases = z
  .array(z.strictObject({ entry: z.string(), language: z.enum(languages), false: texts, true: texts }))
  .parse(load(readFileSync(new URL('written-sentences.yaml', import.meta.url), 'utf8')));
const book = testBook();
const checker = new SentenceChecker(book);

/** Those that pass, of all. */
function passing(
  language: Language,
  kind: 'true' | 'false',
): { readonly all: readonly string[]; readonly passed: readonly string[] } {
  const all: string[] = [];
  const passed: string[] = [];
  for (const { entry: id, ...group } of cases.filter((each) => each.language === language)) {
    const entry = book.faq.get(id);
    if (!entry) throw new Error(`no entry '${id}'`);
    const context = { given: entry.cites, language, local: entry.answer[language] };
    for (const text of group[kind]) {
      all.push(text);
      const fault = checker.fault({ text, cites: entry.cites }, context);
      if (fault === undefined) passed.push(text);
    }
  }
  return { all, passed };
}

describe.each(languages)('in %s', (language) => {
  test('no false sentence passes', () => {
    const { all, passed } = passing(language, 'false');
    expect(all.length).toBeGreaterThan(480);
    expect(passed).toEqual([]);
  });

  test('a few of the true ones do, in whatever words they are', () => {
    const { all, passed } = passing(language, 'true');
    expect(all.length).toBeGreaterThan(340);
    expect(passed.length / all.length).toBeGreaterThan({ en: 0.06, zh: 0.02 }[language]);
  });
});
