import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** `starting` and `stopping`: the site is not there for now, and says so. */
export type DoorState = 'starting' | 'serving' | 'stopping';

export interface DoorOptions {
  host: string;
  port: number;
  /** Answers while the site is not there; it need not set the status. */
  answerAway: (state: 'starting' | 'stopping', ...exchange: Parameters<Handler>) => void;
}

/** In seconds: when it is worth to ask again. */
const retryAfter = { starting: 2, stopping: 10 };

/** In milliseconds: the longest that requests under way keep the site from stopping. */
const longestFarewell = 5000;

/**
 * The port, held from before the site can serve until it has stopped: meanwhile everyone is told to come back (503 with
 * `Retry-After`), which proxies and people understand better than a refused connection.
 */
export class Door {
  readonly #server: Server;
  readonly #options: DoorOptions;
  #state: DoorState = 'starting';
  #handler: Handler | undefined;

  private constructor(options: DoorOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /**
   * Listens at once.
   *
   * @throws the error of the system when the port cannot be had, as `EADDRINUSE`
   */
  static async open(options: DoorOptions): Promise<Door> {
    const door = new Door(options);
    await new Promise<void>((listening, failed) => {
      door.#server.once('error', failed);
      door.#server.listen(options.port, options.host, listening);
    });
    return door;
  }

  get state(): DoorState {
    return this.#state;
  }

  /** Where it listens: the one that was asked for, or the one that was free when 0 was. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** From now on the site is there. */
  serve(handler: Handler): void {
    this.#handler = handler;
    this.#state = 'serving';
  }

  /**
   * For `drainSeconds` only `/healthz` says that the site is going, so that a proxy that asks it sends people elsewhere.
   * Then nothing new is taken, what is under way is finished for a moment, and the port is free.
   */
  async close({ drainSeconds = 0 }: { drainSeconds?: number } = {}): Promise<void> {
    this.#state = 'stopping';
    if (drainSeconds > 0) await pause(drainSeconds * 1000);
    this.#handler = undefined;
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    this.#server.closeIdleConnections();
    const impatience = setTimeout(() => this.#server.closeAllConnections(), longestFarewell);
    await closed;
    clearTimeout(impatience);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.#state === 'stopping') response.setHeader('connection', 'close');
    // A connection that was kept open for more would keep the port until its owner tires of it.
    response.once('close', () => {
      if (!this.#handler) setImmediate(() => this.#server.closeIdleConnections());
    });
    const isAsked = request.url === '/healthz' || request.url?.startsWith('/healthz?');
    if (this.#handler && (this.#state === 'serving' || !isAsked)) return this.#handler(request, response);
    const state = this.#state === 'starting' ? 'starting' : 'stopping';
    response.statusCode = 503;
    response.setHeader('retry-after', String(retryAfter[state]));
    response.setHeader('cache-control', 'no-store');
    // Whoever comes back must come to whoever serves then.
    response.setHeader('connection', 'close');
    this.#options.answerAway(state, request, response);
  }
}
