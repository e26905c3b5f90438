/**
 * Holds the training data to its own wording: no line of the evaluation set given as argument may stand in `intents/` or
 * `policy-data/`, exactly or nearly (normalised edit distance under 0.15), when it has at least 6 words or 12 Han characters.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { z } from 'zod';
import { distance } from '../src/text/edit-distance.ts';
import { normalise } from '../src/text/normal-form.ts';

const nearness = 0.15;
const [evaluation] = process.argv.slice(2);
if (evaluation === undefined) {
  process.stderr.write('Usage: node scripts/check-copies.ts FOLDER_OF_THE_EVALUATION_SET\n');
  process.exit(2);
}

const line = z.object({ text: z.string() });
const plain = (text: string): string =>
  normalise(text)
    .text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const long = (text: string): boolean => text.split(' ').length >= 6 || (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= 12;

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
function yamlFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? yamlFiles(path) : name.endsWith('.yaml') ? [path] : [];
  });
}

const own = ['intents', 'policy-data'].flatMap(yamlFiles).flatMap((file) =>
  texts(load(readFileSync(file, 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) })).map((text) => ({
    file,
    text: plain(text),
  })),
);
const byLength = Map.groupBy(own, ({ text }) => text.length);
let copies = 0;
for (const name of ['questions.jsonl', 'outside.jsonl', 'facts.jsonl', 'openers.jsonl']) {
  for (const json of readFileSync(join(evaluation, name), 'utf8').trim().split('\n')) {
    const text = plain(line.parse(JSON.parse(json)).text);
    if (!long(text)) continue;
    const span = Math.ceil(text.length * nearness * 1.2);
    for (let length = text.length - span; length <= text.length + span; length += 1) {
      for (const candidate of byLength.get(length) ?? []) {
        const longest = Math.max(text.length, candidate.text.length);
        const found = distance(text, candidate.text, Math.ceil(longest * nearness));
        if (found !== undefined && found / longest < nearness) {
          copies += 1;
          process.stderr.write(`${candidate.file}: '${candidate.text}' is too near to a line of ${name}\n`);
        }
      }
    }
  }
}
process.stdout.write(copies === 0 ? 'No line of the evaluation set stands in the training data.\n' : '');
process.exitCode = copies === 0 ? 0 : 1;
