/** Answers over the shipped data: grounded or declined, the same every time, in the reader's language. */
import { describe, expect, it } from 'vitest';
import { testKnowledge } from '../support/knowledge.ts';

const { answerer, evaluator } = testKnowledge();
const { book } = evaluator;
const han = /\p{Script=Han}/u;

describe('an answer', () => {
  it.each([
    ['what counts as a green channel and who may use it', 'en'],
    ['高级工最低能评什么职称', 'zh'],
  ] as const)('to "%s" rests on provisions that exist, the best first', (question, language) => {
    const answer = answerer.answer(question, language);
    expect(answer.outcome).toBe('answered');
    expect(answer.cites.length).toBeGreaterThan(0);
    expect(answer.restsOn[0]).toBe(answer.cites[0]);
    for (const id of [...answer.cites, ...answer.restsOn]) expect(book.provisions.has(id), id).toBe(true);
    for (const { id } of answer.related) expect(book.faq.has(id), id).toBe(true);
    expect(new Set(answer.cites).size).toBe(answer.cites.length);
    expect(answer.related.length).toBeLessThanOrEqual(3);
    expect(han.test(answer.text)).toBe(language === 'zh');
  });

  it('is given to the question of every entry, in both languages, from its first provision', () => {
    const missed = [...book.faq.values()].flatMap(({ question, cites }) =>
      (['en', 'zh'] as const).filter((language) => answerer.answer(question[language], language).cites[0] !== cites[0]),
    );
    // A question as it is offered was learnt from; a handful may be worded like another provision's.
    expect(missed.length).toBeLessThanOrEqual(book.faq.size * 0.05);
  });

  it('is the same every time', () => {
    const question = 'how do the skill levels and the titles correspond?';
    expect(answerer.answer(question, 'en')).toEqual(answerer.answer(question, 'en'));
  });

  it('is the entry that the reader chose', () => {
    const [entry] = book.faq.values();
    if (!entry) throw new Error('The book has no entries.');
    expect(answerer.answerEntry(entry.id, 'zh')).toMatchObject({ outcome: 'answered', restsOn: entry.cites });
    expect(() => answerer.answerEntry('no-such-entry', 'en')).toThrow(Error);
  });
});

describe('no answer', () => {
  it.each(['', '   ', '。。。', '🙂🙂🙂', 'qpwoeiruty zmxncb', '\ud800', '嗷嗷呜呜噜噜', 'hello', '怎么炖排骨'])(
    'is made up for "%s"',
    (question) => {
      for (const language of ['en', 'zh'] as const) {
        const answer = answerer.answer(question, language);
        expect(answer).toMatchObject({ outcome: 'declined', cites: [], restsOn: [], related: [] });
        expect(answer.declined).toBeDefined();
        expect(han.test(answer.text)).toBe(language === 'zh');
      }
    },
  );

  it.each(['What is the weather in Chengdu?', 'Best hotpot in Sichuan?', '成都天气怎么样'])(
    'is made up for "%s", whose one word of the policy is a place',
    (question) => expect(answerer.answer(question, 'en').outcome).toBe('declined'),
  );

  it.each(['What about Sichuan?', 'Does it hold in Chengdu?', '四川呢'])('is withheld for a place for that: "%s"', (question) =>
    expect(answerer.answer(question, 'en').cites[0]).toBe('sichuan-years'),
  );

  it('is made up for a very long message', () => {
    const filler = 'zqxv '.repeat(4000);
    expect(answerer.answer(filler, 'en').outcome).toBe('declined');
    expect(answerer.answer('哦'.repeat(20_000), 'zh').outcome).toBe('declined');
  });
});
