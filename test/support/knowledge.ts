/** The assistant's parts over the shipped data for tests, loaded once a file; trained classifiers are kept between runs. */
import { fileURLToPath } from 'node:url';
import { loadKnowledge, type Knowledge } from '../../src/assistant/create-assistant.ts';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let knowledge: Knowledge | undefined;

export function testKnowledge(): Knowledge {
  knowledge ??= loadKnowledge({
    policyData: inRoot('policy-data'),
    intents: inRoot('intents'),
    cache: inRoot('node_modules/.cache/career-bridge'),
  });
  return knowledge;
}
