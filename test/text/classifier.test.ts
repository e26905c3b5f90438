import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restore, SnapshotError, train, type Example } from '../../src/text/classifier.ts';
import { featuresOf } from '../../src/text/features.ts';

const said: Readonly<Record<string, readonly string[]>> = {
  greeting: ['hello', 'hi there', 'good morning', '你好', '早上好', '您好啊'],
  thanks: ['thank you', 'thanks a lot', 'much appreciated', '谢谢', '多谢你', '太感谢了'],
  restart: ['start over', 'begin again from the start', 'restart please', '重新开始', '从头再来', '重来一遍'],
  human: ['let me talk to a person', 'is there a human', 'contact the staff', '转人工', '我要找人', '有没有真人'],
};
const examples: Example[] = Object.entries(said).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));

describe('a classifier', () => {
  const classifier = train(examples);

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

  it('comes out the same, to the byte, whenever it is trained', () => {
    expect(Buffer.from(train(examples).serialise()).equals(classifier.serialise())).toBe(true);
  });

  it('is restored from its snapshot', () => {
    const again = restore(classifier.serialise());
    for (const text of ['hello', '转人工', 'something else', '']) expect(again.scores(text)).toEqual(classifier.scores(text));
  });

  it('keeps no more features than it is allowed', () => {
    const small = train(examples, { maxFeatures: 50 });
    expect(small.serialise().length).toBeLessThan(51 * (4 + 4 + 4 * 4) + 200);
    expect(small.scores('hello')[0]?.label).toBe('greeting');
  });

  it('needs an example, and is sure where there is one label only', () => {
    expect(() => train([])).toThrow(RangeError);
    expect(train([{ text: 'a', label: 'only' }]).scores('b')).toEqual([{ label: 'only', probability: 1 }]);
  });
});

describe('a damaged snapshot', () => {
  const snapshot = train(examples, { maxFeatures: 20 }).serialise();
  it.each([
    ['empty', new Uint8Array()],
    ['cut short', snapshot.subarray(0, -1)],
    ['of something else', new TextEncoder().encode('["another",1]\n')],
    ['no JSON', new TextEncoder().encode('text\n')],
  ])('is refused: %s', (_, damaged) => expect(() => restore(damaged)).toThrow(SnapshotError));
});

describe('features', () => {
  it('do not depend on case, width or script', () => {
    expect(featuresOf('Ｓｅｎｉｏｒ 高級技師')).toEqual(featuresOf('senior 高级技师'));
  });
  it('of a typing mistake mostly remain', () => {
    const [right, wrong] = [featuresOf('technician'), featuresOf('techncian')];
    expect([...right.keys()].filter((hash) => wrong.has(hash)).length).toBeGreaterThan(right.size / 3);
  });
});
