/** Entry point of the thread beside a report worker: it does what still waits, in the order in which it comes. */
import { parentPort } from 'node:worker_threads';
import { BEGUN, DONE, FAILED, longTasks, type SideTask, WAITING } from './side-task.ts';

parentPort?.on('message', ({ name, input, standing, port }: SideTask) => {
  if (Atomics.compareExchange(standing, 0, WAITING, BEGUN) !== WAITING) {
    port.close();
    return;
  }
  let outcome = FAILED;
  try {
    port.postMessage(longTasks.get(name)?.run(input as never));
    outcome = DONE;
  } catch {
    // Whoever wanted it does it again, and there the error is told.
  }
  Atomics.store(standing, 0, outcome);
  Atomics.notify(standing, 0);
});
