import type { LinkMark, RichTextInline, RichTextMark } from './schema.ts';

/** A mark that opens and closes around others. Code is not one: it is always innermost, on one text. */
export type WrappingMark = LinkMark | { type: 'bold' } | { type: 'italic' };

export type InlineToken =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'open' | 'close'; mark: WrappingMark };

type Item = { leaf: InlineToken; marks: WrappingMark[] };

/** Whether two marks are one and the same: for links, to the same address. */
export function sameMark(left: RichTextMark, right: RichTextMark): boolean {
  if (left.type === 'link') return right.type === 'link' && left.attrs.href === right.attrs.href;
  return left.type === right.type;
}

/**
 * Turns a line of marked texts into properly nested opening and closing marks, the mark that reaches furthest
 * outermost, so that `bold [bold link] bold` is one bold with a link in it.
 */
export function nestMarks(content: readonly RichTextInline[]): InlineToken[] {
  const tokens: InlineToken[] = [];
  nest(content.map(toItem), tokens);
  return tokens;
}

function toItem(node: RichTextInline): Item {
  const marks = node.marks ?? [];
  return { leaf: toLeaf(node, marks), marks: marks.filter((mark) => mark.type !== 'code') };
}

function toLeaf(node: RichTextInline, marks: readonly RichTextMark[]): InlineToken {
  if (node.type === 'hardBreak') return { kind: 'break' };
  return { kind: marks.some((mark) => mark.type === 'code') ? 'code' : 'text', text: node.text };
}

function nest(items: readonly Item[], tokens: InlineToken[]): void {
  for (let index = 0; index < items.length;) {
    const { mark, end } = furthestMark(items, index);
    if (mark === null) {
      tokens.push(...items.slice(index, end).map((item) => item.leaf));
    } else {
      const inside = items.slice(index, end).map((item) => without(item, mark));
      const words = leaveGapBefore(inside, tokens);
      tokens.push({ kind: 'open', mark });
      nest(words, tokens);
      tokens.push({ kind: 'close', mark });
    }
    index = end;
  }
}

/**
 * Writes the space or line breaks with which a mark would begin before that mark: seen nowhere, and Markdown
 * allows none there. It happens where a mark was cut by another that reached further.
 */
function leaveGapBefore(items: readonly Item[], tokens: InlineToken[]): Item[] {
  const firstWord = items.findIndex((item) => item.leaf.kind !== 'break');
  tokens.push(...items.slice(0, firstWord).map((item) => item.leaf));
  const [first, ...rest] = items.slice(firstWord);
  if (first?.leaf.kind !== 'text' || !first.leaf.text.startsWith(' ')) return items.slice(firstWord);
  tokens.push({ kind: 'text', text: ' ' });
  const text = first.leaf.text.slice(1);
  return text === '' ? rest : [{ ...first, leaf: { kind: 'text', text } }, ...rest];
}

/** The mark at `start` that goes on over the most items, or the one item there when it has no mark. */
function furthestMark(items: readonly Item[], start: number): { mark: WrappingMark | null; end: number } {
  let furthest: { mark: WrappingMark | null; end: number } = { mark: null, end: start + 1 };
  for (const mark of items[start]?.marks ?? []) {
    const end = endOfMark(items, start, mark);
    if (furthest.mark === null || end > furthest.end) furthest = { mark, end };
  }
  return furthest;
}

function endOfMark(items: readonly Item[], start: number, mark: WrappingMark): number {
  let end = start + 1;
  while (items[end]?.marks.some((candidate) => sameMark(candidate, mark))) end++;
  return end;
}

function without(item: Item, mark: WrappingMark): Item {
  return { leaf: item.leaf, marks: item.marks.filter((candidate) => !sameMark(candidate, mark)) };
}
