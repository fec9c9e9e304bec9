/** Two services started at once in a fresh clone must not install into the same folder together. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WAIT_LIMIT_MS = 600_000;

/** Runs `work` while no other process on this machine does so for the same folder. */
export function withLock(folder, work) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const user = process.getuid ? process.getuid() : 'user';
  const lock = join(tmpdir(), `reckoner-prepare-${user}-${name}`);
  take(lock);
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function take(lock) {
  let told = false;
  for (const deadline = Date.now() + WAIT_LIMIT_MS; Date.now() < deadline; pause(100)) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(lock)) {
      rmSync(lock, { recursive: true, force: true });
    } else if (!told) {
      process.stderr.write('Waiting for another process that prepares this folder\n');
      told = true;
    }
  }
  throw new Error(`Another process has been preparing this folder for too long. If none is, delete ${lock}.`);
}

function isAbandoned(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    if (error.code === 'ENOENT') pause(200);
    return error.code === 'ESRCH';
  }
}

function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
