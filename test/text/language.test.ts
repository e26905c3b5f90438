import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { detectLanguage } from '../../src/text/language.ts';

describe('the main language', () => {
  test.each([
    ['Can I apply for a title?', 'en'],
    ['我能评职称吗', 'zh'],
    ['Can I apply for 高级工程师?', 'en'],
    ['What does 关于进一步加强高技能人才与专业技术人才职业发展贯通的实施意见 say about pay?', 'en'],
    ["I'm a 高级技师", 'en'],
    ['我的title是senior engineer，可以考chief technician吗', 'zh'],
    ['我是 senior technician', 'zh'],
    ['HR让我填表', 'zh'],
    ['CNC操作工，2019年的证', 'zh'],
    ['technician', 'en'],
    ['？？？', 'zh'],
    ['技师', 'zh'],
    ['高級技師證', 'zh'],
  ] as const)('%s: %s', (text, language) => expect(detectLanguage(text)).toBe(language));

  it('is the fallback where the text does not tell', () => {
    for (const text of ['', '2019', 'OK', '👍', '???', '2019-03 ~'] as const) {
      expect(detectLanguage(text, 'zh')).toBe('zh');
      expect(detectLanguage(text)).toBe('en');
    }
  });

  it('is found for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['en', 'zh']).toContain(detectLanguage(text));
      }),
    );
  });
});
