import { inlineToMarkdown } from './inline-to-markdown.ts';
import { MAX_LIST_START } from './schema.ts';
import type { BulletList, CodeBlock, ListItem, OrderedList, RichText, RichTextBlock } from './schema.ts';

/**
 * A document as Markdown (CommonMark), for the text area and for export. The law, for every canonical
 * document: `parseMarkdown(toMarkdown(doc))` equals `doc`. A library's serialiser is not used because none
 * keeps it: `**Note :**now` or two lists in a row come back changed.
 */
export function toMarkdown(doc: RichText): string {
  return blocksToLines(doc.content).join('\n');
}

/** The marker of a list: bullet or the delimiter after its numbers. */
type ListMark = '-' | '*' | '.' | ')';

/** Where blocks stand: in an item, a list may follow its paragraph without an empty line. */
type Place = { inItem?: boolean; onMarkerLine?: boolean };

function blocksToLines(blocks: readonly RichTextBlock[], place: Place = {}): string[] {
  let previousMark: ListMark | undefined;
  return blocks.flatMap((block, index) => {
    const before = blocks[index - 1];
    const isApart = before !== undefined && !(place.inItem && canFollow(before, block));
    const mark = listMark(block, previousMark);
    previousMark = mark;
    // After the marker of an item, `---` would make one rule with it.
    const isRuleOnMarkerLine = index === 0 && place.onMarkerLine && block.type === 'horizontalRule';
    const lines = isRuleOnMarkerLine ? ['___'] : blockToLines(block, mark);
    return isApart ? ['', ...lines] : lines;
  });
}

/** A marker other than that of the list just before, which it would continue. */
function listMark(block: RichTextBlock, previous: ListMark | undefined): ListMark | undefined {
  if (block.type === 'bulletList') return previous === '-' ? '*' : '-';
  if (block.type === 'orderedList') return previous === '.' ? ')' : '.';
  return undefined;
}

/** CommonMark lets a list interrupt the paragraph before it when its numbers, if it has any, begin at 1. */
function canFollow(before: RichTextBlock, block: RichTextBlock): boolean {
  if (before.type !== 'paragraph') return false;
  return block.type === 'bulletList' || (block.type === 'orderedList' && block.attrs.start === 1);
}

function blockToLines(block: RichTextBlock, mark: ListMark | undefined): string[] {
  switch (block.type) {
    case 'paragraph':
      return inlineToMarkdown(block.content ?? [], 'paragraph').split('\n');
    case 'heading':
      return [`${'#'.repeat(block.attrs.level)} ${inlineToMarkdown(block.content, 'heading')}`];
    case 'codeBlock':
      return codeToLines(block);
    case 'blockquote':
      return blocksToLines(block.content).map((line) => (line === '' ? '>' : `> ${line}`));
    case 'bulletList':
    case 'orderedList':
      return listToLines(block, mark ?? '-');
    case 'horizontalRule':
      return ['---'];
  }
}

function codeToLines({ attrs, content: [{ text }] }: CodeBlock): string[] {
  const longestRun = (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 2);
  const fence = '`'.repeat(longestRun + 1);
  return [fence + (attrs.language ?? ''), ...text.split('\n'), fence];
}

function listToLines(list: BulletList | OrderedList, mark: ListMark): string[] {
  const isLoose = list.content.some((item) => !isShort(item));
  return list.content.flatMap((item, index) => {
    const marker = list.type === 'bulletList' ? mark : `${itemNumber(list.attrs.start, index)}${mark}`;
    const indent = ' '.repeat(marker.length + 1);
    const [first, ...rest] = itemToLines(item);
    const lines = [`${marker} ${first}`, ...rest.map((line) => (line === '' ? '' : indent + line))];
    return isLoose && index > 0 ? ['', ...lines] : lines;
  });
}

/** Only the first number counts for a reader of Markdown; beyond nine digits it would not be a list. */
function itemNumber(start: number, index: number): number {
  return Math.min(start + index, MAX_LIST_START);
}

function isShort({ content: [, second, ...others] }: ListItem): boolean {
  const isList = second?.type === 'bulletList' || second?.type === 'orderedList';
  return others.length === 0 && (second === undefined || isList);
}

function itemToLines({ content: [first, ...rest] }: ListItem): string[] {
  const lacksText = first.content === undefined && rest.length > 0;
  return blocksToLines(lacksText ? rest : [first, ...rest], { inItem: true, onMarkerLine: lacksText });
}
