import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedStream } from '../guarded-client.server.ts';

export interface PretendAnswer {
  body?: string | Buffer;
  status?: number;
  headers?: Record<string, string>;
  /** Goes on for ever after `body`; or stops there without an end. */
  ending?: 'endless' | 'silence' | 'cut';
}

/** A site on this machine that gives what a test tells it to, at any path. */
export class PretendSource {
  /** Its address, once it listens. */
  origin = '';
  /** Of each request, the headers. */
  readonly asked: IncomingHttpHeaders[] = [];
  readonly #answers = new Map<string, PretendAnswer>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.headers);
      const {
        body = '',
        status = 200,
        headers = {},
        ending,
      } = this.#answers.get(request.url ?? '') ?? { status: 404 };
      const { etag } = headers;
      if (etag !== undefined && request.headers['if-none-match'] === etag) {
        response.writeHead(304).end();
        return;
      }
      response.writeHead(status, headers);
      if (ending === undefined) response.end(body);
      else response.write(body || ' ', () => ending === 'cut' && response.destroy());
      if (ending === 'endless') {
        const goOn = () => {
          while (response.write('x'.repeat(60_000)));
        };
        response.on('drain', goOn);
        goOn();
      }
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** Says what a path gives from now on; returns its address. */
  give(path: string, answer: PretendAnswer | string): string {
    this.#answers.set(path, typeof answer === 'string' ? { body: answer } : answer);
    return this.origin + path;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The guard of the product, to which this machine alone is open, and which is soon out of patience. */
export const openHere = guardedStream({ privateHosts: ['127.0.0.1'], maxBytes: 200_000, maxWait: 300 });
