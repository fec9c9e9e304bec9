/** Cycles that kill the service, the whole database or one of its sessions while writers write. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporaryDatabase } from '../../../bench/temporary-database.ts';
import { killServer, serverProcesses, signalAll } from './processes.ts';
import type { Supervised } from './service.ts';
import type { Writers } from './writers.ts';

export const VICTIMS = ['database', 'service', 'session', 'service and database'] as const;
export type Victim = (typeof VICTIMS)[number];

/** Milliseconds from the kill to the first acknowledgement of a request sent after it. */
export async function crash(
  victim: Victim,
  database: TemporaryDatabase,
  service: Supervised,
  writers: Writers,
): Promise<number> {
  const before = writers.acknowledged.length;
  while (writers.acknowledged.length < before + 20) await sleep(2);
  await sleep(Math.random() * 200);
  const begin = performance.now();
  if (victim === 'session') {
    const [, ...children] = serverProcesses(database.folder);
    signalAll([children[Math.floor(Math.random() * children.length)] ?? 0].filter(Boolean), 'SIGKILL');
  }
  if (victim.endsWith('database')) killServer(database.folder);
  if (victim.startsWith('service')) await service.killAndStart();
  for (const limit = begin + 60_000; ; await sleep(2)) {
    const next = writers.acknowledged.find(({ sent }) => sent > begin);
    if (next !== undefined) return next.answered - begin;
    if (performance.now() > limit) throw new Error(`no write within a minute after killing the ${victim}`);
  }
}
