import type { Node } from 'prosemirror-model';
import { sameMark } from './inline-marks.ts';
import { safeHref } from './safe-href.ts';
import { isHeadingLevel } from './schema.ts';
import type { ListItem, Paragraph, RichText, RichTextBlock, RichTextInline, RichTextMark } from './schema.ts';

/** The one order marks are stored in. */
const MARK_ORDER: readonly RichTextMark['type'][] = ['link', 'bold', 'italic', 'code'];

const LANGUAGE = /^[\w+#.-]{1,40}$/;

/**
 * The canonical form of a document that the schema accepts: what HTML and Markdown can both say, and nothing
 * that a reader cannot see. Texts that read the same are stored the same, which is what makes "has it
 * changed?" and the Markdown round trip exact.
 * - No control or non-characters (PostgreSQL refuses some of them), well-formed UTF-16.
 * - In running text, runs of white space are one space; none at the edges of a block or beside a line break.
 *   A space or a line break carries the marks that the words on both sides share.
 * - No line end at the end of code.
 * - Blocks without content are left out, except the empty paragraph an item or a document must have.
 * - Links that are not safe lose the link and keep their words.
 */
export function canonicalRichText(doc: Node): RichText {
  const content = canonicalBlocks(doc);
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

function canonicalBlocks(parent: Node): RichTextBlock[] {
  return parent.children.map(canonicalBlock).filter((block) => block !== null);
}

function canonicalBlock(node: Node): RichTextBlock | null {
  switch (node.type.name) {
    case 'paragraph':
      return unlessEmpty(canonicalInline(node), (content) => ({ type: 'paragraph', content }));
    case 'heading':
      return canonicalHeading(node);
    case 'codeBlock':
      return canonicalCode(node);
    case 'blockquote':
      return unlessEmpty(canonicalBlocks(node), (content) => ({ type: 'blockquote', content }));
    case 'bulletList':
      return unlessEmpty(canonicalItems(node), (content) => ({ type: 'bulletList', content }));
    case 'orderedList': {
      const attrs = { start: Number(node.attrs.start) };
      return unlessEmpty(canonicalItems(node), (content) => ({ type: 'orderedList', attrs, content }));
    }
    case 'horizontalRule':
      return { type: 'horizontalRule' };
    default:
      throw new Error(`Unknown block ${node.type.name}`);
  }
}

function unlessEmpty<Item, Block>(content: Item[], build: (content: Item[]) => Block): Block | null {
  return content.length > 0 ? build(content) : null;
}

function canonicalHeading(node: Node): RichTextBlock | null {
  const level: unknown = node.attrs.level;
  if (!isHeadingLevel(level)) throw new Error('Heading level not checked');
  return unlessEmpty(canonicalInline(node), (content) => ({ type: 'heading', attrs: { level }, content }));
}

function canonicalCode(node: Node): RichTextBlock | null {
  const text = withoutFinalLineEnds(cleanText(node.textContent));
  if (text.trim() === '') return null;
  const language: unknown = node.attrs.language;
  const known = typeof language === 'string' && LANGUAGE.test(language);
  return {
    type: 'codeBlock',
    attrs: { language: known ? language : null },
    content: [{ type: 'text', text }],
  };
}

/** By hand: as a regular expression it takes quadratic time on line ends that are not final. */
function withoutFinalLineEnds(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}

function canonicalItems(list: Node): ListItem[] {
  return list.children
    .map(canonicalBlocks)
    .filter((blocks) => blocks.length > 0)
    .map((blocks) => ({ type: 'listItem', content: beginWithParagraph(blocks) }));
}

function beginWithParagraph(blocks: RichTextBlock[]): [Paragraph, ...RichTextBlock[]] {
  const [first, ...rest] = blocks;
  return first?.type === 'paragraph' ? [first, ...rest] : [{ type: 'paragraph' }, ...blocks];
}

/** Line ends as \n; otherwise no control character but tab, no byte order mark, non-character or half character. */
function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\t\n]|\ufeff|\p{Noncharacter_Code_Point}/gu, '');
}

type Word = { text: string; marks: RichTextMark[] };

/** What separates two words: this many line breaks, or a space when there is none. */
type Gap = { breaks: number };

function canonicalInline(block: Node): RichTextInline[] {
  const result: RichTextInline[] = [];
  let previous: Word | undefined;
  let gaps: Gap[] = [];
  for (const piece of block.children.flatMap(piecesOf)) {
    if ('breaks' in piece) {
      gaps.push(piece);
      continue;
    }
    if (previous !== undefined) pushGap(result, gaps, sharedMarks(previous.marks, piece.marks));
    pushText(result, piece.text, piece.marks);
    previous = piece;
    gaps = [];
  }
  return result.some((node) => node.type === 'text' && /\S/.test(node.text)) ? result : [];
}

/** Words and the gaps between them, as they come. */
function piecesOf(node: Node): (Word | Gap)[] {
  if (!node.isText) return [{ breaks: 1 }];
  const marks = canonicalMarks(node);
  return cleanText(node.text ?? '')
    .split(/([ \t\n]+)/)
    .filter((part) => part !== '')
    .map((part) => (/^[ \t\n]/.test(part) ? { breaks: 0 } : { text: part, marks }));
}

function canonicalMarks(node: Node): RichTextMark[] {
  return MARK_ORDER.flatMap((type): RichTextMark[] => {
    const mark = node.marks.find((candidate) => candidate.type.name === type);
    if (mark === undefined) return [];
    if (type !== 'link') return [{ type }];
    const href = safeHref(String(mark.attrs.href));
    return href === null ? [] : [{ type, attrs: { href } }];
  });
}

function sharedMarks(before: RichTextMark[], after: RichTextMark[]): RichTextMark[] {
  return before.filter((mark) => after.some((other) => sameMark(mark, other)));
}

function pushGap(result: RichTextInline[], gaps: Gap[], marks: RichTextMark[]): void {
  if (gaps.length === 0) return;
  const breaks = gaps.reduce((sum, gap) => sum + gap.breaks, 0);
  if (breaks === 0) return pushText(result, ' ', marks);
  for (let count = 0; count < breaks; count++) result.push({ type: 'hardBreak', ...withMarks(marks) });
}

function pushText(result: RichTextInline[], text: string, marks: RichTextMark[]): void {
  const last = result.at(-1);
  if (last?.type === 'text' && sameMarks(last.marks ?? [], marks)) last.text += text;
  else result.push({ type: 'text', text, ...withMarks(marks) });
}

function sameMarks(left: RichTextMark[], right: RichTextMark[]): boolean {
  return left.length === right.length && left.every((mark, index) => sameMark(mark, right[index] ?? mark));
}

function withMarks(marks: RichTextMark[]): { marks?: RichTextMark[] } {
  return marks.length > 0 ? { marks } : {};
}
