/** The evaluation set run through one way of understanding and answering. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Answer } from '../src/answers/answer.ts';
import type { Command, Language } from '../src/command/command.ts';
import type { UnderstandingContext } from '../src/language/understander.ts';
import type { Tally } from './tally.ts';

/** What is measured: without a model, or with one. */
export interface Subject {
  understand(text: string, context: UnderstandingContext & { readonly language: Language }): Promise<readonly Command[]>;
  answer(text: string, language: Language): Promise<Answer>;
  /** How probable the wording alone makes the likeliest of the commands. */
  sureness(text: string, commands: readonly Command[]): number;
}

const asOfDefault = '2026-11-22';
const item = z.object({ id: z.string(), lang: z.enum(['en', 'zh']), text: z.string() });
const values = z.record(z.string(), z.unknown());
const factItem = item.extend({ asOf: z.string(), expect: values, ambiguous: z.array(z.string()), may: values.optional() });
const opener = item.extend({ goal: z.string().nullable(), subject: z.string(), states: values, may: values.optional() });
const pool = z.record(z.string(), z.record(z.string(), z.record(z.enum(['en', 'zh']), z.array(z.string()))));

/** @param folder with questions, outside, facts, intents, openers as JSON Lines, and replies.json; what is missing is said once */
export async function runSets(folder: string, subject: Subject, tally: Tally, onMissing: (name: string) => void): Promise<void> {
  const text = (name: string): string => {
    if (existsSync(join(folder, name))) return readFileSync(join(folder, name), 'utf8');
    onMissing(name);
    return '';
  };
  const read = <T>(name: string, schema: z.ZodType<T>): T[] =>
    text(name)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => schema.parse(JSON.parse(line)));
  const count = tally.count.bind(tally);

  for (const { id, lang, text, gold } of read('questions.jsonl', item.extend({ gold: z.array(z.string()) }))) {
    await subject.understand(text, { asOf: asOfDefault, language: lang });
    const answer = await subject.answer(text, lang);
    const [first] = answer.cites;
    count(
      'questions',
      [`first ${lang}`],
      first !== undefined && gold.includes(first),
      () => `${id} ${text} → ${answer.outcome} ${answer.cites.join()} (${gold.join()})`,
    );
    if (first === undefined || !gold.includes(first))
      tally.confuse('questions', gold[0] ?? '', first ?? answer.outcome, text, answer.explanation.candidates[0]?.score ?? 0);
    count(
      'questions-top-3',
      [lang],
      answer.cites.slice(0, 3).some((each) => gold.includes(each)),
      () => id,
    );
    count('questions-not-declined', [lang], answer.outcome !== 'declined', () => id);
    if (answer.wording !== undefined)
      count('answers-worded', [lang], answer.wording === 'model', () => `${id} ${text} → ${answer.text}`);
  }
  for (const { id, lang, text, why } of read('outside.jsonl', item.extend({ why: z.string() }))) {
    await subject.understand(text, { asOf: asOfDefault, language: lang });
    const answer = await subject.answer(text, lang);
    count('outside', [lang, why], answer.outcome === 'declined', () => `${id} ${text} → ${answer.cites.join()}`);
    if (answer.outcome !== 'declined')
      tally.confuse('outside', why, answer.cites[0] ?? answer.outcome, text, answer.explanation.candidates[0]?.score ?? 0);
  }
  for (const { id, lang, text, asOf, expect, ambiguous, may } of read('facts.jsonl', factItem)) {
    const commands = await subject.understand(text, { asOf, language: lang });
    const got = statedBy(commands);
    count('facts', [lang], same(got, expected(expect, asOf), may ?? {}), () => `${id} ${text} → ${JSON.stringify(commands)}`);
    if (ambiguous.length > 0) count('facts-not-guessed', [lang], !ambiguous.some((fact) => fact in got), () => `${id} ${text}`);
  }
  for (const { id, lang, text, intent } of read('intents.jsonl', item.extend({ intent: z.string() }))) {
    const commands = await subject.understand(text, { asOf: asOfDefault, language: lang });
    const right = commands.some(({ type }) => type === intent);
    const types = commands.map(({ type }) => type);
    count('intents', [lang, intent], right, () => `${id} ${text} → ${types.join()} (${intent})`);
    if (!right) tally.confuse('intents', intent, types.join('+'), text, subject.sureness(text, commands));
  }
  for (const { id, lang, text, goal, states, may } of read('openers.jsonl', opener)) {
    const commands = await subject.understand(text, { asOf: asOfDefault, language: lang });
    const check = commands.find(({ type }) => type === 'check');
    const found = check?.type === 'check' ? (check.goal ?? null) : 'no check';
    const right = found === goal && same(statedBy(commands), expected(states, asOfDefault), { ...may, subject: true });
    count('openers', [lang], right, () => `${id} ${text} → ${JSON.stringify(commands)}`);
  }
  const replies = text('replies.json');
  for (const [fact, byValue] of Object.entries(pool.parse(JSON.parse(replies === '' ? '{}' : replies))))
    for (const [value, byLanguage] of Object.entries(byValue))
      for (const lang of ['en', 'zh'] as const)
        for (const phrase of byLanguage[lang] ?? []) {
          const reply = phrase.replace('{date}', '2019-03').replace('{years}', '4');
          const wanted = replyValue(fact, value);
          const commands = await subject.understand(reply, { asOf: asOfDefault, language: lang, open: { kind: 'fact', fact } });
          const got = statedBy(commands)[fact];
          const right = JSON.stringify(got) === JSON.stringify(wanted);
          count('replies', [lang], right, () => `${fact} '${reply}' → ${JSON.stringify(got)} (${JSON.stringify(wanted)})`);
          count('replies-not-wrong', [lang], got === undefined || right, () => `${fact} '${reply}'`);
        }
}

function replyValue(fact: string, value: string): unknown {
  if (fact === 'honours' && value !== 'dontKnow') return value === 'none' ? [] : [value];
  const forms: Readonly<Record<string, unknown>> = {
    true: true,
    false: false,
    date: '2019-03',
    approximate: '2019-03~',
    years: '2022-11',
  };
  return forms[value] ?? value;
}

function expected(states: Readonly<Record<string, unknown>>, asOf: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(states).map(([fact, value]) => {
      const ago = z.object({ yearsAgo: z.number() }).safeParse(value);
      return [fact, ago.success ? `${Number(asOf.slice(0, 4)) - ago.data.yearsAgo}${asOf.slice(4, 7)}` : value];
    }),
  );
}

/** The facts that commands state; an opener's `check` and questions state none. */
function statedBy(commands: readonly Command[]): Record<string, unknown> {
  return Object.fromEntries(
    commands.flatMap((each) =>
      (each.type === 'inform' || each.type === 'correct' || each.type === 'dont-know') &&
      each.fact !== undefined &&
      each.value !== undefined
        ? [[each.fact, each.value]]
        : [],
    ),
  );
}

function same(
  got: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
  may: Readonly<Record<string, unknown>>,
): boolean {
  const stated = Object.entries(wanted).every(
    ([fact, value]) => (fact === 'subject' && value === 'worker') || JSON.stringify(got[fact]) === JSON.stringify(value),
  );
  return (
    stated &&
    Object.entries(got).every(([fact, value]) => fact in wanted || fact in may || (fact === 'subject' && value === 'worker'))
  );
}
