/** The parts of the assistant put together from the policy data, the intents and a store. */
import { createLocalAnswerer } from '../answers/local-answerer.ts';
import type { Answerer } from '../answers/answer.ts';
import { conversation, conversationVersion, type Conversation } from '../dialogue/conversation.ts';
import type { Effect } from '../dialogue/reply.ts';
import { Evaluator } from '../eligibility/evaluate.ts';
import { readExamples } from '../language/local/examples.ts';
import { createIntentClassifier } from '../language/local/intent-classifier.ts';
import { createLocalUnderstander } from '../language/local/local-understander.ts';
import type { Understander } from '../language/understander.ts';
import { loadPolicy } from '../policy/load.ts';
import { ConceptFinder } from '../text/concepts.ts';
import type { Store } from '../storage/adapter.ts';
import { openConversations, type QuarantineReport } from '../storage/conversation-store.ts';
import { Assistant } from './assistant.ts';

/** What needs no store: enough for `check`, `ask` and `understand`. */
export interface Knowledge {
  readonly evaluator: Evaluator;
  readonly answerer: Answerer;
  readonly understander: Understander;
}

export interface Folders {
  readonly policyData: string;
  readonly intents: string;
  /** Where trained classifiers are kept between starts. */
  readonly cache?: string;
}

/** Loads and trains. Throws a PolicyError that lists every fault of the data. */
export function loadKnowledge(folders: Folders): Knowledge {
  const evaluator = new Evaluator(loadPolicy(folders.policyData));
  const { examples, outside } = readExamples(folders.intents);
  const asked = [...evaluator.book.faq.values()].flatMap(({ asked }) => [...asked.en, ...asked.zh]);
  const intents = createIntentClassifier(
    [...examples, ...asked.map((text) => ({ intent: 'ask', text })), ...outside.map(({ text }) => ({ intent: 'outside', text }))],
    new ConceptFinder(evaluator.book.concepts),
    folders.cache,
  );
  const answerer = createLocalAnswerer(evaluator.book, outside, folders.cache);
  return { evaluator, answerer, understander: createLocalUnderstander({ evaluator, intents, answerer }) };
}

export interface AssistantOptions {
  readonly store: Store;
  readonly retentionDays: number;
  readonly onQuarantine: (report: QuarantineReport) => void;
  readonly onEffect?: (conversationId: string, effect: Effect) => void;
}

export function createAssistant(
  knowledge: Knowledge,
  { store, retentionDays, onQuarantine, onEffect }: AssistantOptions,
): Assistant {
  const conversations = openConversations<Conversation>({
    store,
    state: conversation,
    schemaVersion: conversationVersion,
    retentionDays,
    onQuarantine,
  });
  return new Assistant({ ...knowledge, conversations, ...(onEffect === undefined ? {} : { onEffect }) });
}
