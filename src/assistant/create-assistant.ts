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
import type { Store } from '../storage/adapter.ts';
import { openConversations, type ConversationStore, type QuarantineReport } from '../storage/conversation-store.ts';
import { Assistant } from './assistant.ts';
import { ProfileReader } from './profile.ts';

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

export function createAssistant(knowledge: Knowledge, { onEffect, ...options }: AssistantOptions): Assistant {
  const conversations = openDialogues(options);
  return new Assistant({ ...knowledge, conversations, ...(onEffect === undefined ? {} : { onEffect }) });
}

/** Looks into the same conversations as the assistant, outside of turns. */
export function createProfileReader(
  { evaluator }: Pick<Knowledge, 'evaluator'>,
  options: Omit<AssistantOptions, 'onEffect'> & { readonly now: () => Date },
): ProfileReader {
  return new ProfileReader({ evaluator, conversations: openDialogues(options), now: options.now });
}

const openDialogues = ({
  store,
  retentionDays,
  onQuarantine,
}: Omit<AssistantOptions, 'onEffect'>): ConversationStore<Conversation> =>
  openConversations<Conversation>({ store, state: conversation, schemaVersion: conversationVersion, retentionDays, onQuarantine });
