/** The parts of the assistant put together from the policy data, the intents and a store. */
import { createLocalAnswerer } from '../answers/local-answerer.ts';
import type { Answerer } from '../answers/answer.ts';
import { conversation, conversationVersion, type Conversation } from '../dialogue/conversation.ts';
import { Evaluator } from '../eligibility/evaluate.ts';
import { createAimClassifier } from '../language/local/aim-classifier.ts';
import { createIntentClassifier } from '../language/local/intent-classifier.ts';
import { createStatementClassifier } from '../language/local/statement-classifier.ts';
import { createReplyClassifier } from '../language/local/reply-classifier.ts';
import { createLocalUnderstander } from '../language/local/local-understander.ts';
import { SecondOpinion } from '../language/local/second-opinion.ts';
import type { Understander } from '../language/understander.ts';
import { ConceptFinder } from '../text/concepts.ts';
import type { Store } from '../storage/adapter.ts';
import { openClaims } from '../storage/claims.ts';
import { openConversations, type ConversationStore, type QuarantineReport } from '../storage/conversation-store.ts';
import { Assistant, type AssistantModel } from './assistant.ts';
import { LastTurns } from './last-turns.ts';
import { learn, type Folders } from './learn.ts';
import { ProfileReader } from './profile.ts';

export type { Folders } from './learn.ts';

/** What needs no store: enough for `check`, `ask` and `understand`. */
export interface Knowledge {
  readonly evaluator: Evaluator;
  readonly answerer: Answerer;
  readonly understander: Understander;
  /** Made where a model is to be checked: it takes a moment. */
  readonly secondOpinion: () => SecondOpinion;
}

/** Loads and learns, or takes what was learnt before. Throws a PolicyError or an ExamplesError that lists every fault of the data. */
export function loadKnowledge(folders: Folders): Knowledge {
  const { book, intents, replies, aims, statements, answers } = learn(folders);
  const evaluator = new Evaluator(book);
  const concepts = new ConceptFinder(book.concepts);
  const answerer = createLocalAnswerer(book, answers, concepts);
  const parts = {
    evaluator,
    intents: createIntentClassifier(intents, concepts),
    replies: createReplyClassifier(book, replies, concepts),
    aims: createAimClassifier(aims, concepts),
    statements: createStatementClassifier(book, statements, concepts),
    answerer,
  };
  return { evaluator, answerer, understander: createLocalUnderstander(parts), secondOpinion: () => new SecondOpinion(parts) };
}

export interface AssistantOptions {
  readonly store: Store;
  readonly retentionDays: number;
  readonly onQuarantine: (report: QuarantineReport) => void;
  /** Without it nothing leaves the machine. */
  readonly model?: AssistantModel | undefined;
}

/** @param claimFor milliseconds until another process may take over the sending of one that has died */
export function createAssistant(knowledge: Knowledge, { model, ...options }: AssistantOptions, claimFor?: number): Assistant {
  const claims = openClaims(options.store, claimFor);
  const lastTurns = new LastTurns(options.store);
  return new Assistant({ ...knowledge, conversations: openDialogues(options), claims, lastTurns, model });
}

/** Looks into the same conversations as the assistant, outside of turns. */
export function createProfileReader(
  { evaluator }: Pick<Knowledge, 'evaluator'>,
  options: Omit<AssistantOptions, 'model'> & { readonly now: () => Date },
): ProfileReader {
  return new ProfileReader({ evaluator, conversations: openDialogues(options), now: options.now });
}

const openDialogues = ({ store, retentionDays, onQuarantine }: Omit<AssistantOptions, 'model'>): ConversationStore<Conversation> =>
  openConversations<Conversation>({ store, state: conversation, schemaVersion: conversationVersion, retentionDays, onQuarantine });
