/**
 * How many requests work at the same time. What works on the database shares few connections and
 * one head of the chain: more at once only makes all of them wait. A request is in work while its
 * handler runs, not while its body comes or its answer goes: slow clients take nobody's place.
 */
import { ReckonerError } from '../domain/errors.ts';
import { Gate, type Promised } from './gate.ts';
import type { DeclaredRoute } from './route.ts';

export interface AdmissionLimits {
  /** Requests in work or in line at the same time; beyond, everything but health is turned away. */
  readonly concurrentRequests: number;
  /** Reads in work at the same time. */
  readonly concurrentReads: number;
  /** Writes in work at the same time: fewer than there are connections, so that reads find one. */
  readonly concurrentWrites: number;
  /** Requests in work at the same time to routes that are `lasting`. */
  readonly concurrentLasting: number;
  /** No write is let in line that would, as fast as it moves, be done later. */
  readonly longestWaitMs: number;
  /** So many writes are let in line however slow it seems, as long as nobody has just been turned away. */
  readonly burstOfWrites: number;
  /** The same of reads: a notebook asks for a hundred things at once. */
  readonly burstOfReads: number;
  /** The longest wait of reads, whose line is long only where there are far too many of them. */
  readonly longestReadWaitMs: number;
}

/**
 * Places for reads and writes on that many connections: together no more than there are, so that
 * nobody who is let in waits for one. Writes queue at the head of the chain anyway, each with a
 * connection, and get the smaller part: reads go on beside them.
 */
export function placesFor(
  connections: number,
): Pick<AdmissionLimits, 'concurrentReads' | 'concurrentWrites'> {
  const concurrentWrites = Math.max(1, Math.floor(0.4 * connections));
  return { concurrentWrites, concurrentReads: Math.max(1, connections - concurrentWrites) };
}

/**
 * How fast lines are taken to move before any was seen. Writes rather too slow, so that the first rush is
 * not let in as a whole; reads as they are: at 20 ms every fourth of a hundred that came at once just after
 * the start was turned away.
 */
const FIRST_WRITE_PACE_MS = 20;
const FIRST_READ_PACE_MS = 2;
/** Looking up a key is one point read. */
const CONCURRENT_KEY_LOOKUPS = 4;

type Kind = 'read' | 'write' | 'lasting' | 'free';

/** A request that was let in and has not come to its work yet. */
export interface Arrival {
  promised?: Promised | undefined;
  /** Gives back what it was promised. */
  leave(): void;
}

export class Admission {
  /** In work and in line, by kind. */
  readonly gates: Readonly<Record<'read' | 'write' | 'key', Gate>>;
  readonly #limits: AdmissionLimits;
  #ordinary = 0;
  #lasting = 0;
  #refused = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
    const gate = (name: string, places: number, longestMs: number, firstPaceMs: number, burst = 0) =>
      new Gate(places, longestMs, () => this.busy(name), firstPaceMs, burst);
    const { concurrentReads, concurrentWrites, longestWaitMs, longestReadWaitMs } = limits;
    const { burstOfReads, burstOfWrites } = limits;
    this.gates = {
      read: gate('concurrentReads', concurrentReads, longestReadWaitMs, FIRST_READ_PACE_MS, burstOfReads),
      write: gate('concurrentWrites', concurrentWrites, longestWaitMs, FIRST_WRITE_PACE_MS, burstOfWrites),
      key: gate('concurrentKeyLookups', CONCURRENT_KEY_LOOKUPS, longestWaitMs, FIRST_READ_PACE_MS),
    };
  }

  /** Requests turned away since the start. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Lets a request in, or turns it away while that costs little: before its key is looked up. What it is
   * promised is given back when it has been used or the request has ended otherwise.
   * @throws ReckonerError unavailable
   */
  arrive(route: DeclaredRoute | undefined): Arrival {
    const kind = kindOf(route);
    this.#refuseBeyondLimits(kind);
    if (kind === 'free' || kind === 'lasting') return { leave: () => undefined };
    const promised = this.gates[kind].promise();
    this.#ordinary += 1;
    const arrival: Arrival = {
      promised,
      leave: () => {
        if (arrival.promised === undefined) return;
        arrival.promised.release();
        arrival.promised = undefined;
        this.#ordinary -= 1;
      },
    };
    return arrival;
  }

  /** Runs the handler of a request when there is a place. @throws ReckonerError unavailable */
  async run<Value>(
    route: DeclaredRoute,
    work: () => Value | Promise<Value>,
    wanted: () => boolean,
    arrival?: Arrival,
  ): Promise<Value> {
    const kind = kindOf(route);
    if (kind === 'free') return work();
    if (kind === 'lasting') {
      this.#refuseBeyondLimits(kind);
      return this.#runLasting(work);
    }
    const promised = arrival?.promised;
    if (promised === undefined) this.#refuseBeyondLimits(kind);
    this.#ordinary += 1;
    try {
      const done = this.gates[kind].run(work, wanted, promised);
      arrival?.leave();
      return await done;
    } finally {
      this.#ordinary -= 1;
    }
  }

  #refuseBeyondLimits(kind: Kind): void {
    if (this.#ordinary >= this.#limits.concurrentRequests) throw this.busy('concurrentRequests');
    if (kind === 'lasting' && this.#lasting >= this.#limits.concurrentLasting)
      throw this.busy('concurrentLasting');
  }

  async #runLasting<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    this.#lasting += 1;
    try {
      return await work();
    } finally {
      this.#lasting -= 1;
    }
  }

  /** The refusal of one request, counted; without a stack, which would be a tenth of what it costs. */
  busy(reason: string): ReckonerError {
    this.#refused += 1;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    const refusal = new ReckonerError('unavailable', 'busy', 'The service is busy. Try again in a moment.', {
      retryAfter: 2,
      extra: { reason },
    });
    Error.stackTraceLimit = stackTraceLimit;
    return refusal;
  }
}

function kindOf(route: DeclaredRoute | undefined): Kind {
  if (route === undefined || route.access === 'none') return 'free';
  if (route.lasting === true) return 'lasting';
  return route.method === 'GET' || route.access === 'read' ? 'read' : 'write';
}
