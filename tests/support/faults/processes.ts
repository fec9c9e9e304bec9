/** The processes of a Postgres server, as the machine sees them (Linux). */
import { readdirSync, readFileSync } from 'node:fs';
import { serverOf } from '../service-process.ts';

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

/** The postmaster and its children. */
export function serverProcesses(folder: string): number[] {
  const postmaster = serverOf(folder);
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return [postmaster, ...all.filter((pid) => parentOf(pid) === postmaster)];
}

/** Sends the signal to each of them that still lives. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

/** Ends the whole server at one moment: none of its processes can write out what another held. */
export function killServer(folder: string): void {
  const pids = serverProcesses(folder);
  signalAll(pids, 'SIGSTOP');
  signalAll(pids, 'SIGKILL');
}

/** Resident memory of a process in bytes. */
export function memoryOf(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4096;
}

/** Processor time that a process has used so far, in ms: all of it, and that of the thread of its event loop. */
export function processorTimeOf(pid: number): { readonly all: number; readonly loop: number } {
  const ticks = (path: string): number => {
    const stat = readFileSync(path, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  return { all: ticks(`/proc/${pid}/stat`), loop: ticks(`/proc/${pid}/task/${pid}/stat`) };
}

/** Connections of clients to that port of the loopback address, as the server's side of the system has them. */
export function connectionsTo(port: number): number {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const [ESTABLISHED, CLOSE_WAIT] = ['01', '08'];
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, own, , state]) => own === local && (state === ESTABLISHED || state === CLOSE_WAIT)).length;
}
