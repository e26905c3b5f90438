/** Hands what a user did to the courier, with the way by which the replies go back kept first. */
import type { EventPayload } from '../../assistant/assistant.ts';
import type { Courier } from '../courier.ts';
import type { Delivery } from './delivery.ts';
import { sentence } from './desk.ts';
import type { Exchange } from './exchange.ts';
import type { Language } from '../../command/command.ts';
import type { Log } from './log.ts';
import type { InteractionPath, ReplyPath, ReplyPaths } from './reply-paths.ts';
import { texts } from './texts.ts';

export interface IntakeParts {
  readonly courier: Pick<Courier, 'take'>;
  readonly paths: ReplyPaths;
}

export class Intake {
  readonly #parts: IntakeParts;
  /** The server from which somebody was last heard, for requests for a person. */
  readonly #homes = new Map<string, string>();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  homeOf(userId: string): string | undefined {
    return this.#homes.get(userId);
  }

  /** When it resolves the event is durable. */
  async take(conversationId: string, id: string, at: Date, payload: EventPayload, path: ReplyPath): Promise<void> {
    if (path.guildId !== null) this.#homes.set(path.userId, path.guildId);
    await this.#parts.paths.keep(conversationId, id, path);
    await this.#parts.courier.take(conversationId, { id, at: at.toISOString(), payload });
  }
}

/** One interaction that is to be answered, from its arrival on. */
export interface Reception {
  readonly path: InteractionPath;
  readonly exchange: Exchange;
  readonly language: Language;
}

/** Starts the clock of an interaction; undefined where it was received before. */
export function receive(delivery: Delivery, path: InteractionPath, language: Language): Reception | undefined {
  const exchange = delivery.open(path);
  return exchange === undefined ? undefined : { path, exchange, language };
}

/** A sentence of ours as the answer; to everyone only where that is said. */
export async function say({ exchange, path, language }: Reception, text: string, visible = false): Promise<void> {
  const shown = visible || path.audience === 'direct';
  await exchange.show(`said/${path.id}`, [sentence(text)], shown, sentence(texts(language).below));
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
