/** The conversations of `test/conversations/`, as what the user does in each. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const file = z.array(
  z.object({
    name: z.string(),
    today: z.string().default('2026-11-22'),
    turns: z.array(z.object({ user: z.string().optional(), choose: many.optional() })).min(1),
  }),
);
export type Dialogue = z.infer<typeof file>[number];

const folder = new URL('../conversations/', import.meta.url);

export const dialogues = (): Dialogue[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap((name) => file.parse(load(readFileSync(new URL(name, folder), 'utf8'))));
