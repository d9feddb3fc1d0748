import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { callbackify } from 'node:util';

/** In characters: the longest text of a record, twice over. */
const longestLine = 8 * 1024 * 1024;

const linesAtOnce = 500;

/** A line that no archive of ours holds. */
export class LineTooLong extends Error {}

/** Takes a text and hands its lines on, in bunches, each when the one before was dealt with. */
export class LineSink extends Writable {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLines: (lines: string[]) => Promise<void>;
  #lines: string[] = [];
  #begun = '';

  constructor(onLines: (lines: string[]) => Promise<void>) {
    super();
    this.#onLines = onLines;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    callbackify((piece: Buffer) => this.#take(piece))(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    callbackify(() => this.#end())(done);
  }

  async #take(piece: Buffer): Promise<void> {
    const lines = (this.#begun + this.#decoder.write(piece)).split('\n');
    this.#begun = lines.pop() ?? '';
    if (this.#begun.length > longestLine) throw new LineTooLong();
    this.#lines.push(...lines);
    if (this.#lines.length >= linesAtOnce) await this.#handOn();
  }

  async #end(): Promise<void> {
    if (this.#begun !== '') this.#lines.push(this.#begun);
    await this.#handOn();
  }

  async #handOn(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    await this.#onLines(lines);
  }
}
