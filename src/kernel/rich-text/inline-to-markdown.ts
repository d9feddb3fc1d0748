import { nestMarks } from './inline-marks.ts';
import type { InlineToken } from './inline-marks.ts';
import { makeTokenizer } from './markdown-tokenizer.ts';
import { safeHref } from './safe-href.ts';
import type { RichTextInline } from './schema.ts';

const { linkify } = makeTokenizer();

type Host = 'paragraph' | 'heading';

/** What is written: a text, with its first or last character as an entity where a mark beside it needs that. */
type TextPiece = { kind: 'text'; text: string; encodeFirst: boolean; encodeLast: boolean; inLink: boolean };
type Piece = TextPiece | { kind: 'break' } | { kind: 'verbatim' | 'link'; source: string } | Delimiter;
type Delimiter = { kind: 'delimiter'; source: '**' | '_'; opens: boolean };

/** The inline content of a paragraph or heading as Markdown; a line break is two spaces and a line end. */
export function inlineToMarkdown(content: readonly RichTextInline[], host: Host): string {
  const pieces = toPieces(nestMarks(content));
  protectDelimiters(pieces);
  return pieces.map((piece, index) => writePiece(piece, pieces, { index, host })).join('');
}

function toPieces(tokens: readonly InlineToken[]): Piece[] {
  const pieces: Piece[] = [];
  let inLink = false;
  for (let index = 0; index < tokens.length; index++) {
    const address = selfLink(tokens, index);
    if (address !== null) {
      pieces.push({ kind: 'link', source: address });
      index += 2;
      continue;
    }
    const token = tokens[index];
    if (token?.kind === 'open' && token.mark.type === 'link') inLink = true;
    if (token?.kind === 'close' && token.mark.type === 'link') inLink = false;
    if (token !== undefined) pieces.push(toPiece(token, inLink));
  }
  return pieces;
}

function toPiece(token: InlineToken, inLink: boolean): Piece {
  switch (token.kind) {
    case 'text':
      return { kind: 'text', text: token.text, encodeFirst: false, encodeLast: false, inLink };
    case 'code':
      return { kind: 'verbatim', source: codeSpan(token.text) };
    case 'break':
      return { kind: 'break' };
    default:
      if (token.mark.type !== 'link') {
        const source = token.mark.type === 'bold' ? '**' : '_';
        return { kind: 'delimiter', source, opens: token.kind === 'open' };
      }
      if (token.kind === 'open') return { kind: 'link', source: '[' };
      return { kind: 'verbatim', source: `](${linkDestination(token.mark.attrs.href)})` };
  }
}

/** A link whose words are its own address is written as that address, in angle brackets where it must. */
function selfLink(tokens: readonly InlineToken[], index: number): string | null {
  const [open, text, close] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (open?.kind !== 'open' || open.mark.type !== 'link') return null;
  if (text?.kind !== 'text' || close?.kind !== 'close' || close.mark.type !== 'link') return null;
  const { text: address } = text;
  if (!/^https?:[^\s<>]+$/i.test(address) || safeHref(address) !== open.mark.attrs.href) return null;
  const isFree = endsFree(tokens[index - 1]) && beginsFree(tokens[index + 3]) && isRecognised(address);
  return isFree ? address : `<${address}>`;
}

function isRecognised(address: string): boolean {
  // The tokenizer leaves a final star to emphasis.
  if (address.endsWith('*')) return false;
  const [match, ...others] = linkify.match(address) ?? [];
  return others.length === 0 && match?.index === 0 && match.lastIndex === address.length;
}

function endsFree(token: InlineToken | undefined): boolean {
  return token === undefined || token.kind === 'break' || (token.kind === 'text' && token.text.endsWith(' '));
}

function beginsFree(token: InlineToken | undefined): boolean {
  return (
    token === undefined || token.kind === 'break' || (token.kind === 'text' && token.text.startsWith(' '))
  );
}

function codeSpan(text: string): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length++;
  const wouldBeTrimmed = text.startsWith(' ') && text.endsWith(' ') && /[^ ]/.test(text);
  const padding = wouldBeTrimmed || text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  const fence = '`'.repeat(length);
  return fence + padding + text + padding + fence;
}

function linkDestination(href: string): string {
  return href.replace(/[()]|&(?=#?\w+;)/g, '\\$&');
}

/**
 * CommonMark opens and closes emphasis by looking at the characters on both sides of a delimiter (§6.2). Where
 * they would not let it, the neighbouring character is written as an entity, which begins and ends with
 * punctuation and so always lets it. That may unsettle the delimiter on the character's other side: repeated
 * until nothing changes.
 */
function protectDelimiters(pieces: readonly Piece[]): void {
  let changed = true;
  while (changed) {
    changed = false;
    pieces.forEach((piece, index) => {
      if (piece.kind !== 'delimiter') return;
      changed = protectDelimiter(piece, pieces[index - 1], pieces[index + 1]) || changed;
    });
  }
}

function protectDelimiter(delimiter: Delimiter, before?: Piece, after?: Piece): boolean {
  const [left, right] = [edgeClass(before, 'last'), edgeClass(after, 'first')];
  const [outer, inner] = delimiter.opens ? [left, right] : [right, left];
  const innerHolds = inner !== 'space';
  const outerHolds =
    outer === 'space' || outer === 'punctuation' || (delimiter.source === '**' && inner === 'word');
  const needsBefore = delimiter.opens ? !outerHolds : !innerHolds;
  const needsAfter = delimiter.opens ? !innerHolds : !outerHolds;
  const encodesBefore = needsBefore && before?.kind === 'text' && !before.encodeLast;
  const encodesAfter = needsAfter && after?.kind === 'text' && !after.encodeFirst;
  if (encodesBefore) before.encodeLast = true;
  if (encodesAfter) after.encodeFirst = true;
  return encodesBefore || encodesAfter;
}

type CharacterClass = 'space' | 'punctuation' | 'word' | 'other';

/** Punctuation whose class no version of Unicode disputes; other symbols may or may not count as such. */
const SURE_PUNCTUATION = /[!-/:-@[-`{-~«»‐-‧‰-⁞]/;

function edgeClass(piece: Piece | undefined, side: 'first' | 'last'): CharacterClass {
  if (piece === undefined || piece.kind === 'break') return 'space';
  if (piece.kind !== 'text') return 'punctuation';
  const characters = Array.from(piece.text);
  const isOnly = characters.length === 1;
  const isEncoded = side === 'first' ? piece.encodeFirst : piece.encodeLast;
  if (isEncoded || (isOnly && (piece.encodeFirst || piece.encodeLast))) return 'punctuation';
  const character = (side === 'first' ? characters[0] : characters.at(-1)) ?? ' ';
  if (/\p{Zs}/u.test(character)) return 'space';
  if (SURE_PUNCTUATION.test(character)) return 'punctuation';
  return /[\p{L}\p{N}]/u.test(character) ? 'word' : 'other';
}

function writePiece(piece: Piece, pieces: readonly Piece[], place: { index: number; host: Host }): string {
  switch (piece.kind) {
    case 'break':
      // Two spaces need something before them on their line; a second break in a row has nothing.
      return pieces[place.index - 1]?.kind === 'break' ? '\\\n' : '  \n';
    case 'text':
      return writeText(piece, pieces, place);
    default:
      return piece.source;
  }
}

function writeText(piece: TextPiece, pieces: readonly Piece[], place: { index: number; host: Host }): string {
  const characters = Array.from(piece.text);
  const isOnly = characters.length === 1;
  const first = piece.encodeFirst || (isOnly && piece.encodeLast) ? entity(characters.shift()) : '';
  const last = piece.encodeLast && characters.length > 0 ? entity(characters.pop()) : '';
  const [before, after] = [pieces[place.index - 1], pieces[place.index + 1]];
  let body = escapeText(characters.join(''), piece.inLink);
  const beginsLine = before === undefined || before.kind === 'break';
  if (beginsLine && first === '' && place.host === 'paragraph') body = escapeLineStart(body);
  if (after === undefined && last === '' && place.host === 'heading') body = escapeFinalSigns(body);
  // Otherwise `![` would begin an image.
  if (after?.kind === 'link' && last === '') body = body.replace(/!$/, '\\!');
  return first + body + last;
}

function entity(character = ''): string {
  return character === '\u00a0' ? '&nbsp;' : `&#${character.codePointAt(0)};`;
}

function escapeText(text: string, inLink: boolean): string {
  return (
    text
      .replace(/[\\`*]/g, '\\$&')
      // Between letters an underscore is one; two on each side, because the outermost may become an entity.
      .replace(/(?<![\p{L}\p{N}]{2})_|_(?![\p{L}\p{N}]{2})/gu, '\\_')
      .replace(/<(?!\s)/g, '\\<')
      .replace(/&(?=#?\w+;)/g, '\\&')
      .replace(/(https?):(?=\/\/)/gi, '$1\\:')
      .replace(inLink ? /[[\]]/g : /\](?=\()/g, '\\$&')
  );
}

/** Number signs at the end of a heading would be dropped. (By hand, for linear time.) */
function escapeFinalSigns(text: string): string {
  let start = text.length;
  while (text[start - 1] === '#') start--;
  return start === text.length ? text : `${text.slice(0, start)}\\${text.slice(start)}`;
}

/** What would begin a heading, a list, a quote, a rule, a fence or (elsewhere) a reference definition. */
function escapeLineStart(text: string): string {
  return text
    .replace(/^(?=#{1,6}(\s|$)|[-+]([\s-]|$)|=[=\s]*$|>|~~~|\[[^\]]*\]:)/, '\\')
    .replace(/^(\d{1,9})(?=[.)](\s|$))/, '$1\\');
}
