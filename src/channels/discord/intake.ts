/** Hands what a user did to the courier, with the way by which the replies go back kept first. */
import type { AssistantEvent, Errand } from '../../assistant/assistant.ts';
import type { Language } from '../../command/command.ts';
import type { Courier } from '../courier.ts';
import { privateId } from './conversation-id.ts';
import { sentence } from './desk.ts';
import type { Exchange } from './exchange.ts';
import type { Log } from './log.ts';
import type { PersonRecords } from './person-records.ts';
import type { InteractionPath, ReplyPath, ReplyPaths } from './reply-paths.ts';
import type { Responses } from './responses.ts';
import { texts } from './texts.ts';
import type { World } from './world.ts';

export interface IntakeParts {
  readonly courier: Pick<Courier, 'take'>;
  readonly paths: ReplyPaths;
  readonly people: PersonRecords;
  readonly world: Pick<World, 'isIn'>;
}

export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** When it resolves the event is durable. */
  async take(
    conversationId: string,
    id: string,
    at: Date,
    payload: AssistantEvent['payload'] | Errand['payload'],
    path: ReplyPath,
  ): Promise<'accepted' | 'duplicate'> {
    const { courier, paths, people, world } = this.#parts;
    // Where it is no member, it can pass nobody on.
    if (path.guildId !== null && world.isIn(path.guildId)) await people.keepHome(path.userId, path.guildId);
    await paths.keep(conversationId, id, path);
    const event = { id, at: at.toISOString() };
    const person = privateId(path.userId);
    return courier.take(conversationId, 'errand' in payload ? { ...event, payload } : { ...event, payload, person });
  }
}

/** One interaction that is to be answered, from its arrival on. */
export interface Reception {
  readonly path: InteractionPath;
  readonly exchange: Exchange;
  readonly language: Language;
}

/** Starts the clock of an interaction; undefined where it was received before. */
export function receive(responses: Responses, path: InteractionPath, language: Language): Reception | undefined {
  const exchange = responses.open(path);
  return exchange === undefined ? undefined : { path, exchange, language };
}

/** A sentence of ours to the asker; the message that was clicked stays as it is. */
export async function say({ exchange }: Reception, text: string): Promise<void> {
  await exchange.tell(sentence(text));
}

/** Whoever asked hears of a failure; the failure itself is for the operator. */
export async function guarded(received: Reception, log: Log, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error }, 'An interaction failed');
    await say(received, texts(received.language).failed);
  }
}
