/** Learning on a second core while this one goes on: a first start takes half as long. */
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { learnLanguage, readLanguageExamples, type DataFolders, type LearntLanguage } from './learn-language.ts';

/** Milliseconds after which the other thread is given up, and the work done here. */
const patience = 20_000;

/** What the other thread needs: what to learn from, where to say what it has learnt, and that it has. */
export interface Errand {
  readonly folders: DataFolders;
  readonly port: MessagePort;
  readonly done: Int32Array;
}

/**
 * Begins at once; the other thread reads the data itself, while this one does the same.
 * @returns waits for it, and gives what was learnt; the same as `learnLanguage`, wherever it was learnt
 */
export function learnLanguageAside(folders: DataFolders): () => LearntLanguage {
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('learn-worker.ts', import.meta.url), {
    workerData: { folders, port: port2, done },
    transferList: [port2],
  });
  worker.unref();
  // A thread that could not start says so only after this one has gone on.
  worker.on('error', () => undefined);
  return () => {
    Atomics.wait(done, 0, 0, patience);
    const received: { message: LearntLanguage } | undefined = receiveMessageOnPort(port1);
    port1.close();
    void worker.terminate();
    return received?.message ?? learnLanguage(readLanguageExamples(folders));
  };
}
