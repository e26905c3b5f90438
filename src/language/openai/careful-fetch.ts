/** How the endpoint is spoken to: what it sends is taken up to a length, and nobody is followed to another address with people's words. */
import { ModelError } from './model-error.ts';

/** Bytes of a reply that is streamed: the frames around its text are many times as long as it. */
const mostStreamed = 4_000_000;
/** Bytes of what the endpoint says beside a failure. */
const mostOfFailure = 64_000;

export const carefulFetch: typeof fetch = async (address, init) => {
  const response = await fetch(address, { ...init, redirect: 'manual' });
  if (!response.body) return response;
  const most = response.ok ? mostStreamed : mostOfFailure;
  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      length += chunk.byteLength;
      if (length > most) throw new ModelError('unreadable', 'The reply has no end');
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(limit), response);
};
