/** The shipped policy data for tests, read once. */
import { fileURLToPath } from 'node:url';
import type { PolicyBook } from '../../src/policy/book.ts';
import { readPolicy } from '../../src/policy/load.ts';
import { PolicyError } from '../../src/policy/problem.ts';

export const policyData: string = fileURLToPath(new URL('../../policy-data', import.meta.url));

let book: PolicyBook | undefined;

/** The shipped book. Faults across files do not stop a test of something else; `test/policy/load.test.ts` asks for none. */
export function testBook(): PolicyBook {
  if (book) return book;
  const read = readPolicy(policyData);
  if (!read.book) throw new PolicyError(read.problems);
  book = read.book;
  return book;
}
