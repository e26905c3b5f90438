/** The output of a chat: written in order, and quiet once nobody reads it any more. */
import type { Writable } from 'node:stream';

export type ScreenOutput = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

/** The reader went away: no fault of the chat. */
const readerGone = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

export class Screen {
  readonly output: ScreenOutput;
  /** Resolves when the output can't be written to any more. */
  readonly gone: Promise<void>;
  #broken = false;
  readonly #fail: (error: Error) => void;

  /** `onError` is told why the output failed, unless its reader just went away. */
  constructor(output: ScreenOutput, onError: (error: unknown) => void) {
    this.output = output;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.#fail = (error) => {
      if (this.#broken) return;
      this.#broken = true;
      if (!('code' in error && typeof error.code === 'string' && readerGone.has(error.code))) onError(error);
      resolve();
    };
    output.on('error', this.#fail);
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** Resolves when the text is out: true, or false where it never will be. Never rejects. */
  write(text: string): Promise<boolean> {
    if (this.#broken) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    void this.gone.then(() => resolve(false));
    this.output.write(text, (error) => {
      if (error) this.#fail(error);
      resolve(!error);
    });
    return promise;
  }

  /** A broken output keeps its listener: its late errors must not end the process. */
  release(): void {
    if (!this.#broken) this.output.off('error', this.#fail);
  }
}
