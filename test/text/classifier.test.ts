import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifierOf, train, type Example } from '../../src/text/classifier.ts';
import { ConceptFinder } from '../../src/text/concepts.ts';
import { featuresOf, readingOnce } from '../../src/text/features.ts';
import { normalise } from '../../src/text/normal-form.ts';
import { tokenise } from '../../src/text/tokens.ts';

const said: Readonly<Record<string, readonly string[]>> = {
  greeting: ['hello', 'hi there', 'good morning', '你好', '早上好', '您好啊'],
  thanks: ['thank you', 'thanks a lot', 'much appreciated', '谢谢', '多谢你', '太感谢了'],
  restart: ['start over', 'begin again from the start', 'restart please', '重新开始', '从头再来', '重来一遍'],
  human: ['let me talk to a person', 'is there a human', 'contact the staff', '转人工', '我要找人', '有没有真人'],
};
const examples: Example[] = Object.entries(said).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));

describe('a classifier', () => {
  const classifier = classifierOf(train(examples));

  it('knows what it was told', () => {
    for (const { text, label } of examples) expect(classifier.scores(text)[0]?.label).toBe(label);
  });

  it.each([
    ['can i talk to a real human', 'human'],
    ['thx, thank u', 'thanks'],
    ['plz strat over', 'restart'],
    ['能帮我转人工吗', 'human'],
    ['我想從頭再來', 'restart'],
    ['ＨＥＬＬＯ', 'greeting'],
  ])('takes %s for %s', (text, label) => expect(classifier.scores(text)[0]?.label).toBe(label));

  it('gives every label a probability, the most probable first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const scores = classifier.scores(text);
        expect(scores.map((score) => score.label).toSorted()).toEqual(Object.keys(said).toSorted());
        expect(scores.reduce((sum, score) => sum + score.probability, 0)).toBeCloseTo(1, 6);
        for (const [at, score] of scores.entries()) expect(score.probability).toBeLessThanOrEqual(scores[at - 1]?.probability ?? 1);
      }),
    );
  });

  it('is surer of what it was told than of anything else', () => {
    const sure = classifier.scores('thank you')[0]?.probability ?? 0;
    expect(classifier.scores('the weather in paris is grey')[0]?.probability).toBeLessThan(sure);
    expect(classifier.scores('')[0]?.probability).toBeLessThan(0.5);
  });

  it('comes out the same, to the last figure, whenever it is trained', () => {
    expect(train(examples)).toEqual(train(examples));
  });

  it('keeps no more features than it is allowed', () => {
    const small = train(examples, { maxFeatures: 50 });
    expect(small.hashes).toHaveLength(50);
    expect(classifierOf(small).scores('hello')[0]?.label).toBe('greeting');
  });

  it('needs an example, and is sure where there is one label only', () => {
    expect(() => train([])).toThrow(RangeError);
    expect(classifierOf(train([{ text: 'a', label: 'only' }])).scores('b')).toEqual([{ label: 'only', probability: 1 }]);
  });
});

describe('concepts', () => {
  const concepts = new ConceptFinder([
    { id: 'diploma', en: ['degree', 'finish school'], zh: ['文凭', '没念过书'] },
    { id: 'pay', en: ['wage'], zh: ['工资'] },
  ]);

  it.each([
    ['I never finished schools', ['diploma']],
    ['wages, and degrees', ['pay', 'diploma']],
    ['俺没念过书，工资也低', ['diploma', 'pay']],
    ['nothing of the kind', []],
  ])('are found in %s', (text, ids) => expect(concepts.find(tokenise(normalise(text).text))).toEqual(ids));

  it('let what is learnt of one word, or in one language, be known of another', () => {
    const asked = [
      { text: 'do I need a degree', label: 'school' },
      { text: 'how high is the wage', label: 'money' },
    ];
    const bridged = classifierOf(train(asked, { features: (text) => featuresOf(text, concepts) }), concepts);
    expect(bridged.scores('文凭')[0]?.label).toBe('school');
    expect(bridged.scores('工资')[0]?.label).toBe('money');
  });
});

describe('features', () => {
  it('are counted, in rising order', () => {
    const { hashes, counts } = featuresOf('职称职称职称 and a title');
    expect([...hashes]).toEqual([...new Set(hashes)].toSorted((one, other) => one - other));
    expect(counts).toHaveLength(hashes.length);
    expect(Math.max(...counts)).toBe(3);
  });
  it('of a text are read once where several classifiers learn from it', () => {
    const read = readingOnce();
    expect(read('technician')).toBe(read('technician'));
    expect(read('technician')).toEqual(featuresOf('technician'));
  });
  it('do not depend on case, width or script', () => {
    expect(featuresOf('Ｓｅｎｉｏｒ 高級技師')).toEqual(featuresOf('senior 高级技师'));
  });
  it('of a typing mistake mostly remain', () => {
    const [right, wrong] = [featuresOf('technician'), featuresOf('techncian')];
    expect(right.hashes.filter((hash) => wrong.hashes.includes(hash)).length).toBeGreaterThan(right.hashes.length / 3);
  });
});
