/** Reading and writing of what goes over the wire between the app and Slack. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

export const json = z.record(z.string(), z.unknown());
export type Json = z.infer<typeof json>;

export interface Call {
  /** Method of the Web API. */
  readonly name: string;
  readonly args: Json;
  readonly token: string;
  readonly at: number;
}

/** Complex arguments travel as JSON within a form. */
export function readArgs(body: string, type: string): Json {
  if (type.includes('json')) return json.parse(JSON.parse(body));
  return Object.fromEntries([...new URLSearchParams(body)].map(([key, value]) => [key, unpacked(value)]));
}

function unpacked(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    const read: unknown = JSON.parse(value);
    return read;
  } catch {
    return value;
  }
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}

export const refuse = (error: string): Json => ({ ok: false, error });

export function signed(secret: string, body: string, at: number): Record<string, string> {
  return {
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
  };
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const list = (value: unknown): readonly Json[] => z.array(json).catch([]).parse(value);
