/** Who does what, where several processes share a store: the right to work on one thing, which runs out unless it is renewed. */
import { randomUUID } from 'node:crypto';
import type { Store } from './adapter.ts';
import { keyOf } from './conversation-record.ts';

export interface Claim {
  /** False once it ran out, as where a process was stopped for long. */
  readonly held: boolean;
  /** Lets others take it at once. */
  release(): Promise<void>;
}

export interface Claims {
  /** @returns undefined while somebody else, in this process or another, holds it. */
  take(name: string): Promise<Claim | undefined>;
}

/** Milliseconds that a process which died keeps others waiting. */
const usual = 10_000;
/** An instant that is over by any clock. */
const over = 0;

/**
 * Claims live in the store and are compared and set there. They need not outlive a power cut, in which all who hold them die.
 * Names are not kept, only their digests.
 * @param lasting milliseconds until a claim that nobody renews runs out; it is renewed three times within that
 */
export function openClaims(store: Store, lasting = usual): Claims {
  const adapter = store.adapter('claims', { durable: false });
  const set = (key: string, owner: string, version: number, expires: number): Promise<boolean> =>
    adapter.compareAndSet(key, owner, version, expires);

  return {
    take: async (name) => {
      const key = keyOf(name);
      if (await adapter.getVersioned(key)) return undefined;
      const owner = randomUUID();
      let end = store.now() + lasting;
      if (!(await set(key, owner, 0, end))) return undefined;
      let held = true;
      /** Sets a new end, if it is still ours. */
      const until = async (expires: number): Promise<void> => {
        const found = await adapter.getVersioned(key);
        held = held && found?.value === owner && (await set(key, owner, found.version, expires));
        end = expires;
      };
      const renewal = setInterval(() => {
        until(store.now() + lasting).catch(() => {
          // A store that fails here fails for the work too, which says so; the claim then runs out by itself.
          held = false;
        });
      }, lasting / 3);
      renewal.unref();
      return {
        get held() {
          return held && store.now() < end;
        },
        release: async () => {
          clearInterval(renewal);
          await until(over);
        },
      };
    },
  };
}
