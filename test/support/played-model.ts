/** The model of a test file: it listens while the file's tests run, and begins each of them as it usually is. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createFakeModel, type Behaviour, type FakeModel, type ModelCall } from './fake-model.ts';
import { testKnowledge } from './knowledge.ts';
import { commandsReply, honestAnswer } from './model-stage.ts';

/** Words answers as it should, and has nothing to say on messages. */
export const honest = ({ task, data }: ModelCall): Behaviour => ({
  text: task === 'answer' ? honestAnswer(data) : commandsReply(),
});

export function playedModel(usual: (call: ModelCall) => Behaviour = honest): FakeModel {
  const fake = createFakeModel();
  beforeAll(async () => {
    await fake.listen();
    fake.behave = usual;
    // Learnt before the first test's time begins; programs that tests start find it there.
    testKnowledge();
  });
  beforeEach(() => {
    fake.clear();
    fake.behave = usual;
  });
  afterAll(() => fake.close());
  return fake;
}
