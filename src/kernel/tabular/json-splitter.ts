/** Where a value stands: names of members and numbers of elements, from the root. */
export type JsonPath = readonly (string | number)[];

/** One value of a text, as written. */
export interface JsonPiece {
  path: JsonPath;
  /** Where it begins, from 1. */
  line: number;
  /** Empty when the value was too large or too deep to be kept. */
  text: string;
  fault: 'too-large' | 'too-deep' | null;
}

export interface JsonBreak {
  code: 'broken' | 'cut' | 'too-deep';
  /** From 1. */
  line: number;
  column: number;
}

export interface SplitterOptions {
  /** Whether the object or list there is wanted whole; otherwise what it holds is given one by one. */
  takes(path: JsonPath): boolean;
  /** Characters of one value. */
  longest: number;
  /** Objects and lists within each other. */
  deepest: number;
}

interface Frame {
  isList: boolean;
  key: string;
  index: number;
  expected: 'value' | 'first' | 'key' | 'colon' | 'next';
}

/** A value or a name that is being read. */
interface Reading {
  what: 'whole' | 'text' | 'bare' | 'key';
  line: number;
  pieces: string[];
  length: number;
  /** Open brackets of a `whole`. */
  depth: number;
  fault: JsonPiece['fault'];
}

const quote = 34;
const backslash = 92;
const newline = 10;
const [braceOpen, braceClose, bracketOpen, bracketClose, comma, colon] = [123, 125, 91, 93, 44, 58] as const;
/** Spaces, and the byte order mark. */
const isSpace = (code: number) => code <= 32 || code === 0xfeff || code === 0xa0;

/**
 * Cuts a JSON text into the values that are wanted, holding never more than one of them: a list of any length is read in
 * little memory, each element by the engine's own `JSON.parse`. Unlike parsers that build values token by token it knows
 * the line of each, and goes on after one that cannot be parsed. Several values may follow each other, as in JSON Lines.
 *
 * Feed it with pieces of the text: each gives the values that end within it.
 */
export class JsonSplitter {
  readonly #options: SplitterOptions;
  readonly #frames: Frame[] = [];
  #reading: Reading | null = null;
  #inText = false;
  #isEscaped = false;
  #line = 1;
  /** Where the line began, counted from the beginning of the piece; negative when it began earlier. */
  #lineStart = 0;
  #pieceLength = 0;
  #roots = 0;
  #broken: JsonBreak | null = null;
  #given: JsonPiece[] = [];

  constructor(options: SplitterOptions) {
    this.#options = options;
  }

  /** Why the text cannot be read any further. */
  get broken(): JsonBreak | null {
    return this.#broken;
  }

  /** Where it is now: in this object or list, at this member or element. */
  get path(): JsonPath {
    return this.#path();
  }

  push(piece: string): JsonPiece[] {
    this.#given = [];
    this.#lineStart -= this.#pieceLength;
    this.#pieceLength = piece.length;
    for (let at = 0; at < piece.length && !this.#broken;) {
      if (this.#reading) at = this.#readOn(this.#reading, piece, at);
      else at = this.#readSign(piece, at);
    }
    return this.#given;
  }

  /** What the end of the text still gives; afterwards `broken` tells whether it was cut. */
  end(): JsonPiece[] {
    this.#given = [];
    if (this.#reading?.what === 'bare' && this.#frames.length === 0) this.#finish(this.#reading);
    if (this.#reading || this.#frames.length > 0 || this.#roots === 0) this.#stop('cut', this.#pieceLength);
    return this.#given;
  }

  #path(): (string | number)[] {
    return this.#frames.map((frame) => (frame.isList ? frame.index : frame.key));
  }

  #stop(code: JsonBreak['code'], at: number): void {
    this.#broken ??= { code, line: this.#line, column: at - this.#lineStart + 1 };
  }

  #newLine(at: number): void {
    this.#line += 1;
    this.#lineStart = at + 1;
  }

  /** A sign outside of anything that is being read. Returns where to go on. */
  #readSign(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    if (code === newline) this.#newLine(at);
    else if (!isSpace(code)) {
      const begun = this.#structure(code, at);
      // The first sign of a number or a word is read with the others.
      if (begun?.what === 'bare') return at;
      if (begun) this.#keep(begun, piece.charAt(at));
    }
    return at + 1;
  }

  #structure(code: number, at: number): Reading | null {
    const frame = this.#frames.at(-1);
    const expected = frame?.expected ?? 'value';
    if (code === braceClose || code === bracketClose) this.#close(code === bracketClose, at);
    else if (expected === 'value' || expected === 'first') return this.#startValue(code, at);
    else if (expected === 'key' && code === quote) return this.#begin('key');
    else if (expected === 'colon' && code === colon && frame) frame.expected = 'value';
    else if (expected === 'next' && code === comma && frame) {
      frame.index += 1;
      frame.expected = frame.isList ? 'value' : 'key';
    } else this.#stop('broken', at);
    return null;
  }

  #startValue(code: number, at: number): Reading | null {
    if (code === quote) return this.#begin('text');
    if (code === braceOpen || code === bracketOpen) return this.#open(code === bracketOpen, at);
    if (code !== comma && code !== colon) return this.#begin('bare');
    this.#stop('broken', at);
    return null;
  }

  #begin(what: Reading['what']): Reading {
    this.#inText = what === 'text' || what === 'key';
    const depth = what === 'whole' ? 1 : 0;
    this.#reading = { what, line: this.#line, pieces: [], length: 0, depth, fault: null };
    return this.#reading;
  }

  #open(isList: boolean, at: number): Reading | null {
    if (this.#options.takes(this.#path())) return this.#begin('whole');
    if (this.#frames.length >= this.#options.deepest) this.#stop('too-deep', at);
    this.#frames.push({ isList, key: '', index: 0, expected: isList ? 'first' : 'key' });
    return null;
  }

  #close(isList: boolean, at: number): void {
    const frame = this.#frames.at(-1);
    const isUnfinished = !isList && (frame?.expected === 'colon' || frame?.expected === 'value');
    if (frame?.isList !== isList || isUnfinished) return this.#stop('broken', at);
    this.#frames.pop();
    this.#valueEnded();
  }

  #valueEnded(): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.expected = 'next';
    else this.#roots += 1;
  }

  /** Reads on in what is being read; returns where it went to. */
  #readOn(now: Reading, piece: string, from: number): number {
    const end =
      now.what === 'bare'
        ? endOfBare(piece, from)
        : now.what === 'whole'
          ? this.#skipWhole(now, piece, from)
          : this.#skipText(piece, from);
    this.#keep(now, piece.slice(from, end));
    const isWhole =
      now.what === 'bare' ? end < piece.length : now.what === 'whole' ? now.depth === 0 : !this.#inText;
    if (isWhole) this.#finish(now);
    return end;
  }

  #keep(into: Reading, text: string): void {
    into.length += text.length;
    if (into.length > this.#options.longest) into.fault ??= 'too-large';
    if (into.fault !== null) into.pieces = [];
    else if (text !== '') into.pieces.push(text);
  }

  #finish(done: Reading): void {
    this.#reading = null;
    const text = done.pieces.join('');
    const frame = this.#frames.at(-1);
    if (done.what === 'key' && frame) {
      frame.key = readKey(text);
      frame.expected = 'colon';
      return;
    }
    this.#given.push({ path: this.#path(), line: done.line, text, fault: done.fault });
    this.#valueEnded();
  }

  /** Index after the end of the text that is being read, or the end of the piece. */
  #skipText(piece: string, from: number): number {
    for (let at = from; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (this.#isEscaped) this.#isEscaped = false;
      else if (code === backslash) this.#isEscaped = true;
      else if (code === newline) this.#newLine(at);
      else if (code === quote) {
        this.#inText = false;
        return at + 1;
      }
    }
    return piece.length;
  }

  /** Reads on in a value that is wanted whole: only its brackets matter. */
  #skipWhole(whole: Reading, piece: string, from: number): number {
    for (let at = from; at < piece.length;) {
      if (this.#inText) {
        at = this.#skipText(piece, at);
        continue;
      }
      const code = piece.charCodeAt(at);
      if (code === quote) this.#inText = true;
      else if (code === newline) this.#newLine(at);
      else if (code === braceOpen || code === bracketOpen) whole.depth += 1;
      else if (code === braceClose || code === bracketClose) whole.depth -= 1;
      if (whole.depth > this.#options.deepest) whole.fault ??= 'too-deep';
      at += 1;
      if (whole.depth === 0) return at;
    }
    return piece.length;
  }
}

function endOfBare(piece: string, from: number): number {
  const length = piece.slice(from).search(/[\s,\]}[{:"]/);
  return length === -1 ? piece.length : from + length;
}

function readKey(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
