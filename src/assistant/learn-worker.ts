/** The other thread of `learn-aside.ts`. */
import { workerData } from 'node:worker_threads';
import type { Errand } from './learn-aside.ts';
import { learnLanguage, readLanguageExamples } from './learn-language.ts';

const { folders, port, done }: Errand = workerData;
try {
  port.postMessage(learnLanguage(readLanguageExamples(folders)));
} finally {
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}
