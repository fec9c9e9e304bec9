/**
 * A body that is too large for memory, kept while it comes in. The file loses its name at once, so that
 * nothing of it is left behind whatever happens; a slow sender holds a file, not a worker.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ReckonerError } from '../../domain/errors.ts';

export interface Upload {
  /** To be read from its beginning, in any thread of this process. */
  readonly descriptor: number;
  close(): Promise<void>;
}

/** Uploads kept at the same time; more are turned away before their body is read. */
const MAXIMUM_UPLOADS = 16;
let uploads = 0;

/**
 * Reads the stream to its end, as fast as the disk takes it.
 * @throws ReckonerError tooLarge, unavailable, invalid where the sender broke off
 */
export async function receiveUpload(stream: Readable, maximumBytes: number): Promise<Upload> {
  if (uploads >= MAXIMUM_UPLOADS) {
    throw new ReckonerError(
      'unavailable',
      'uploadsBusy',
      `${MAXIMUM_UPLOADS} files are being evaluated already.`,
      {
        retryAfter: 5,
      },
    );
  }
  uploads += 1;
  try {
    const path = join(tmpdir(), `reckoner-upload-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    try {
      await unlink(path);
      await keep(stream, file, maximumBytes);
    } catch (error) {
      await file.close();
      throw error;
    }
    return {
      descriptor: file.fd,
      close: async () => {
        uploads -= 1;
        await file.close();
      },
    };
  } catch (error) {
    uploads -= 1;
    throw error;
  }
}

async function keep(stream: Readable, file: FileHandle, maximumBytes: number): Promise<void> {
  let received = 0;
  try {
    // Not destroyed on return: the answer to a body that is too large goes over the same connection.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      received += (chunk as Uint8Array).length;
      if (received > maximumBytes) throw fileTooLarge(maximumBytes);
      await file.writeFile(chunk as Uint8Array);
    }
  } catch (error) {
    // What still comes is let go, so that the sender gets to read the answer.
    stream.resume();
    if (error instanceof ReckonerError) throw error;
    if (!stream.destroyed) throw error;
    throw new ReckonerError(
      'invalid',
      'bodyBrokenOff',
      'The body ended before it was complete: send it again.',
    );
  }
}

/** What is said to a file beyond the limit. */
export function fileTooLarge(maximum: number): ReckonerError {
  return new ReckonerError(
    'tooLarge',
    'fileTooLarge',
    `The file has more than ${maximum} bytes: split it, or use npm run score, which has no limit.`,
  );
}
