/** The parts of the assistant put together from the policy data, the intents and a store. */
import { createLocalAnswerer } from '../answers/local-answerer.ts';
import type { Answerer } from '../answers/answer.ts';
import { conversation, conversationVersion, type Conversation } from '../dialogue/conversation.ts';
import type { Effect } from '../dialogue/reply.ts';
import { Evaluator } from '../eligibility/evaluate.ts';
import { createIntentClassifier } from '../language/local/intent-classifier.ts';
import { createReplyClassifier } from '../language/local/reply-classifier.ts';
import { createLocalUnderstander } from '../language/local/local-understander.ts';
import type { Understander } from '../language/understander.ts';
import { ConceptFinder } from '../text/concepts.ts';
import type { Store } from '../storage/adapter.ts';
import { openConversations, type QuarantineReport } from '../storage/conversation-store.ts';
import { Assistant } from './assistant.ts';
import { learn, type Folders } from './learn.ts';

export type { Folders } from './learn.ts';

/** What needs no store: enough for `check`, `ask` and `understand`. */
export interface Knowledge {
  readonly evaluator: Evaluator;
  readonly answerer: Answerer;
  readonly understander: Understander;
}

/** Loads and learns, or takes what was learnt before. Throws a PolicyError or an ExamplesError that lists every fault of the data. */
export function loadKnowledge(folders: Folders): Knowledge {
  const { book, intents, replies, answers } = learn(folders);
  const evaluator = new Evaluator(book);
  const concepts = new ConceptFinder(book.concepts);
  const answerer = createLocalAnswerer(book, answers, concepts);
  const understander = createLocalUnderstander({
    evaluator,
    intents: createIntentClassifier(intents, concepts),
    replies: createReplyClassifier(book, replies, concepts),
    answerer,
  });
  return { evaluator, answerer, understander };
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
