/**
 * Judges bodies of requests and answers by schemas that are generated from Discord's own OpenAPI document, which neither the channel
 * nor the fake has written.
 */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';

const folder = new URL('../../../../node_modules/discord-api-spec/build/', import.meta.url);
const specifier = new URL('discord-api-spec.zod.js', folder).href;
const schemas: unknown = await import(/* @vite-ignore */ specifier);

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly request: string | undefined;
  readonly responses: ReadonlyMap<string, string>;
}

/** Sent by client libraries though the document does not have them; each is in Discord's written documentation. */
const documented = new Set([
  'nsfw', // of commands
  'enforce_nonce', // the libraries send these three everywhere
  'nonce',
  'tts',
]);

const text = readFileSync(new URL('discord-api-spec.ts', folder), 'utf8');
const operations = readOperations(text);

function readOperations(source: string): Operation[] {
  const start = source.indexOf('export interface Paths {');
  const paths = source.slice(start, source.indexOf('\n}\n', start));
  return paths
    .split(/\n {2}(?="\/)/)
    .slice(1)
    .flatMap((part) => {
      const path = /^"([^"]+)"/.exec(part)?.[1] ?? '';
      const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
      return [...part.matchAll(/\n {4}(get|post|put|patch|delete): \{([\s\S]*?)\n {4}\};/g)].map(([, method = '', body = '']) => ({
        method: method.toUpperCase(),
        path,
        pattern,
        request: /\n {6}requestBody\?:([\s\S]*?);\n {6}responses/.exec(body)?.[1]?.trim(),
        responses: new Map(
          [...body.matchAll(/\n {8}"(\w+)":([\s\S]*?);(?=\n)/g)].map(([, status = '', type = '']) => [status, type.trim()]),
        ),
      }));
    });
}

/** Literal segments count more than parameters: `@me` and `@original` are paths of their own. */
export function operationOf(method: string, path: string): Operation | undefined {
  const decoded = path.replaceAll('%40', '@');
  return operations
    .filter((each) => each.method === method && each.pattern.test(decoded))
    .toSorted((one, other) => parameters(one.path) - parameters(other.path))[0];
}

const parameters = (path: string): number => path.split('{').length;

/** Faults of the schemas themselves, each against Discord's written documentation. */
const misjudged = [
  // "Set of permissions represented as a bit set", which is a string everywhere in the API.
  /default_member_permissions Invalid input: expected number, received string/,
];

export function judgeRequest(operation: Operation, body: unknown): string[] {
  const faults = judge(operation.request, body).filter((fault) => !misjudged.some((each) => each.test(fault)));
  return faults.map((fault) => `${operation.method} ${operation.path} request: ${fault}`);
}

export function judgeResponse(operation: Operation, status: number, body: unknown): string[] {
  const type = operation.responses.get(String(status)) ?? (status >= 400 ? operation.responses.get('4XX') : undefined);
  if (type === undefined && status < 400) return [`${operation.method} ${operation.path}: no ${status} is documented`];
  return judge(type, plain(body)).map((fault) => `${operation.method} ${operation.path} ${status}: ${fault}`);
}

/** By the schema of that name. */
export const judgeAs = (name: string, body: unknown): string[] => judgeOne(name, plain(body));

/** As it goes over the wire, but for the offset of times: Discord writes +00:00, which the generated schemas refuse. */
const plain = (body: unknown): unknown =>
  body === undefined ? undefined : JSON.parse(JSON.stringify(body).replaceAll('+00:00"', 'Z"'));

function judge(type: string | undefined, value: unknown): string[] {
  if (type === undefined || type === 'undefined' || type === 'unknown' || type.startsWith('{')) return [];
  const alternatives = type
    .split('|')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const verdicts = alternatives.map((alternative) => judgeOne(alternative, value));
  return verdicts.find((faults) => faults.length === 0) ?? verdicts.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

interface Schema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: z.core.$ZodError };
}
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && 'safeParse' in value && typeof value.safeParse === 'function';

function judgeOne(name: string, value: unknown): string[] {
  if (name === 'null') return value === null ? [] : ['not null'];
  if (name.endsWith('[]')) {
    if (!Array.isArray(value)) return ['not a list'];
    return value.flatMap((each, at) => judgeOne(name.slice(0, -2), each).map((fault) => `/${at}${fault}`));
  }
  const schema: unknown = typeof schemas === 'object' && schemas !== null ? Reflect.get(schemas, `${name}Schema`) : undefined;
  if (!isSchema(schema)) return [`no schema ${name}`];
  const parsed = schema.safeParse(value);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => explain(issue, ''));
  return unknownKeys(value, parsed.data, '');
}

/** Of a failed union only the branches for the `type` that was sent: the others say nothing. */
function explain(issue: z.core.$ZodIssue, prefix: string): string[] {
  const path = `${prefix}/${issue.path.join('/')}`;
  if (issue.code !== 'invalid_union') return [`${path} ${issue.message || issue.code}`];
  const branches = issue.errors.filter((branch) => !branch.some((each) => each.path.at(-1) === 'type' && each.path.length === 1));
  const best = (branches.length > 0 ? branches : issue.errors).toSorted((one, other) => one.length - other.length)[0];
  return best === undefined || best.length === 0 ? [`${path} fits nothing`] : best.flatMap((each) => explain(each, path));
}

function unknownKeys(sent: unknown, read: unknown, path: string): string[] {
  if (typeof sent !== 'object' || sent === null || typeof read !== 'object' || read === null) return [];
  return Object.entries(sent).flatMap(([key, value]) => {
    if (value === undefined || documented.has(key)) return [];
    if (!(key in read)) return [`${path}/${key} unknown property`];
    return unknownKeys(value, Reflect.get(read, key), `${path}/${key}`);
  });
}
