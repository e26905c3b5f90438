/** The answer in a model's words, or the authors' own in its place. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/answers/answer.ts';
import type { WrittenSentence } from '../../src/answers/sentence-check.ts';
import { AnswerWriter, type WritingTask } from '../../src/answers/written-answer.ts';
import { testKnowledge } from '../support/knowledge.ts';

let local: Answer;
beforeAll(() => {
  local = testKnowledge().answerer.answer('Do I need a diploma for title review?', 'en');
});

const turn = { person: 'p', signal: new AbortController().signal };
const good: WrittenSentence = {
  text: 'When skilled workers enter title review, a diploma is no limiting condition.',
  cites: ['title-no-barriers'],
};
const second: WrittenSentence = {
  text: 'What counts instead is ability and results at work, and the review must be passed.',
  cites: ['title-no-barriers'],
};
const bad: WrittenSentence = { text: 'The title is guaranteed.', cites: ['title-no-barriers'] };

/** Writes the sentences, which may end in an error; tells what it was given, and what came of it. */
async function write(...sentences: readonly (WrittenSentence | Error)[]) {
  const told: string[] = [];
  const shown: (readonly string[])[] = [];
  const tasks: WritingTask[] = [];
  const taken: (WrittenSentence | Error)[] = [];
  const writer = new AnswerWriter({
    book: testKnowledge().evaluator.book,
    source: {
      write: async function* write(task) {
        tasks.push(task);
        for (const each of sentences) {
          taken.push(each);
          if (each instanceof Error) throw each;
          yield await Promise.resolve(each);
        }
      },
    },
    onRejected: (fault) => void told.push(fault),
    onFallback: (reason) => void told.push(reason),
  });
  const answer = await writer.write('Do I need a diploma for title review?', local, turn, (texts) => void shown.push(texts));
  return { answer, told, shown, tasks, taken };
}

describe('a written answer', () => {
  test('has the sentences that passed and the provisions that they rest on, and is shown as it grows', async () => {
    const { answer, told, shown } = await write(good, second);
    expect(answer).toMatchObject({ text: `${good.text} ${second.text}`, restsOn: ['title-no-barriers'], wording: 'model' });
    expect(answer.cites).toEqual(local.cites);
    expect(shown).toEqual([[good.text], [good.text, second.text]]);
    expect(told).toEqual([]);
  });

  test('is written from the retrieved provisions and nothing else', async () => {
    const { tasks } = await write(good);
    expect(tasks[0]?.provisions.map(({ id }) => id).toSorted()).toEqual(
      [...new Set([...local.restsOn, ...local.cites])].toSorted(),
    );
    expect(tasks[0]).toMatchObject({ language: 'en', local: local.text });
  });

  test('drops a sentence that does not pass, and never shows it', async () => {
    const { answer, told, shown } = await write(good, second, bad);
    expect(answer.text).toBe(`${good.text} ${second.text}`);
    expect(told).toEqual(['promise']);
    expect(shown.flat()).not.toContain(bad.text);
  });

  test('is given up when its first sentence does not pass, without taking the rest', async () => {
    const { answer, told, shown, taken } = await write(bad, good);
    expect(answer).toEqual({ ...local, wording: 'stand-in' });
    expect(told).toEqual(['promise', 'refuted']);
    expect(shown).toEqual([]);
    expect(taken).toEqual([bad]);
  });

  test('is given up when as many sentences fail as pass', async () => {
    const { answer, told } = await write(good, bad);
    expect(answer).toEqual({ ...local, wording: 'stand-in' });
    expect(told).toEqual(['promise', 'refuted']);
  });

  test('is given up when the writer fails, also in the middle: the rest may have been a "but"', async () => {
    for (const sentences of [[new Error('late')], [good, new Error('late')]]) {
      const { answer, told } = await write(...sentences);
      expect(answer).toEqual({ ...local, wording: 'stand-in' });
      expect(told).toEqual(['failed']);
    }
  });

  test('has an end, though the writer finds none', async () => {
    const { answer, taken } = await write(...Array.from({ length: 50 }, () => good));
    expect(answer.wording).toBe('model');
    expect(taken.length).toBeLessThan(10);
  });

  test('is not asked for where the policy has no answer', async () => {
    const declined = testKnowledge().answerer.answer('Which football club wins the cup?', 'en');
    const writer = new AnswerWriter({
      book: testKnowledge().evaluator.book,
      source: {
        write: () => {
          throw new Error('asked');
        },
      },
    });
    expect(await writer.write('Which football club wins the cup?', declined, turn)).toBe(declined);
  });
});
