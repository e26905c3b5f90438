/** Cards of every kind of reply, from the shipped policy in both languages. */
import { present } from '../../../src/presentation/present.ts';
import type { Card } from '../../../src/presentation/card.ts';
import type { Reply } from '../../../src/dialogue/reply.ts';
import { testKnowledge } from '../../support/knowledge.ts';

export function testCards(): { readonly name: string; readonly card: Card }[] {
  const { evaluator, answerer } = testKnowledge();
  const { book } = evaluator;
  const credentials = { skillLevel: 'technician', titleLevel: 'none', technicianSince: '2019', field: 'engineering' };
  const report = evaluator.evaluate({}, '2026-11-22');
  const full = evaluator.evaluate(credentials, '2026-11-22');
  return (['en', 'zh'] as const).flatMap((language) => {
    const replies: Reply[] = [
      { kind: 'text', saying: 'help' },
      { kind: 'text', saying: 'human' },
      { kind: 'notice', notice: { notice: 'conflict', fact: 'technicianSince', others: ['seniorWorkerSince'] } },
      { kind: 'review', credentials, goal: 'title-intermediate', misreads: 2 },
      { kind: 'which', credentials },
      { kind: 'summary', credentials, quotes: {}, goal: null },
      { kind: 'report', report, goal: null, noted: [] },
      { kind: 'report', report: full, goal: null, noted: [{ fact: 'skillLevel', value: 'technician' }] },
      { kind: 'why-verdict', report: full },
      { kind: 'when', report: full },
      { kind: 'what-if', changed: [{ fact: 'skillLevel', value: 'senior' }], before: full, after: report },
      { kind: 'export', data: { all: credentials, long: Array.from({ length: 400 }, (_, at) => `item ${at}`) } },
      { kind: 'private', goal: null },
      ...[...book.facts.keys()].flatMap((fact): Reply[] =>
        [0, 1, 3].map((misreads) => ({ kind: 'question', fact, precision: 'whole', noted: [], again: false, misreads })),
      ),
      ...[...book.faq.keys()].map((id): Reply => ({ kind: 'answer', answer: answerer.answerEntry(id, language) })),
    ];
    return replies.map((reply, at) => ({ name: `${language} ${reply.kind} ${at}`, card: present(reply, book, language) }));
  });
}
