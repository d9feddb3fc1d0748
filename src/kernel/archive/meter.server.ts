import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** What went through a stream. */
export interface Measure {
  bytes: number;
  /** Ends of lines, of byte 0x0A. */
  lines: number;
  /** In hexadecimal. */
  sha256: string;
}

/** Measures what goes through it, unchanged. */
export class Meter extends Transform {
  readonly #hash = createHash('sha256');
  readonly #onBytes: (count: number) => void;
  #bytes = 0;
  #lines = 0;

  /** `onBytes` is told of each piece that goes through, by its size. */
  constructor(onBytes: (count: number) => void = () => undefined) {
    super();
    this.#onBytes = onBytes;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.#lines += 1;
    this.#onBytes(chunk.length);
    done(null, chunk);
  }

  /** To be asked once, when all went through. */
  measure(): Measure {
    return { bytes: this.#bytes, lines: this.#lines, sha256: this.#hash.digest('hex') };
  }
}
