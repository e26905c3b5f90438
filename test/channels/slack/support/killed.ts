/** A process that is killed between any two steps of what somebody did, and another one that takes over. */
import type { AssistantModel } from '../../../../src/assistant/assistant.ts';
import { openStore } from '../../../../src/storage/open-store.ts';
import { Dying } from './dying.ts';
import { Front, type Ack } from './front.ts';
import { Stage } from './stage.ts';

export interface Scenario {
  readonly model?: AssistantModel;
  /** What is there before. */
  readonly before?: (stage: Stage) => Promise<void>;
  /** What is done. @returns how to do it, again where Slack or the person would. */
  readonly prepare: (stage: Stage) => Promise<(stage: Stage) => Promise<Ack>>;
  readonly after: (stage: Stage, where: string) => Promise<void>;
}

/** @returns how many steps there were. */
export async function killedBetween({ model, before, prepare, after }: Scenario): Promise<number> {
  for (let step = 0; ; step += 1) {
    const front = await Front.open();
    const store = await openStore('memory:');
    const dying = new Dying(step);
    const first = await Stage.open({ front, store, model, helped: true, wrapStore: (each) => dying.wrap(each) });
    await before?.(first);
    const act = await prepare(first);
    dying.arm();
    const acked = act(first).then(({ status }) => status === 200);
    const finished = acked.then(() => first.settle());
    await Promise.race([dying.died, finished]);
    if (!dying.dead) {
      await after(first, 'not killed');
      await first.close();
      return step;
    }
    // The dead process's connection is gone; nothing of it acts any more, since its store does not answer.
    for (const socket of front.sockets) socket.terminate();
    void first.app.stop();
    const second = await Stage.open({ front, store, model, helped: true });
    if (!(await acked)) await act(second);
    await second.settle();
    await after(second, `killed before write ${step}`);
    await second.close();
  }
}
