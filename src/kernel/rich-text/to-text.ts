import type { ListItem, RichText, RichTextBlock, RichTextInline } from './schema.ts';

/**
 * The words of a document without any markup, for search and for mails in plain text. Blocks are separated
 * by an empty line, list items and line breaks by a line end. Addresses of links are left out.
 */
export function toPlainText(doc: RichText): string {
  return doc.content
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: RichTextBlock): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return (block.content ?? []).map(inlineText).join('');
    case 'codeBlock':
      return block.content[0].text;
    case 'blockquote':
      return toPlainText({ type: 'doc', content: block.content });
    case 'bulletList':
    case 'orderedList':
      return block.content.map(itemText).join('\n');
    case 'horizontalRule':
      return '';
  }
}

function itemText(item: ListItem): string {
  return item.content
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n');
}

function inlineText(node: RichTextInline): string {
  return node.type === 'hardBreak' ? '\n' : node.text;
}

/**
 * The beginning of a document in one line of at most `maxLength` UTF-16 units, the ellipsis included. It is
 * cut between two words (never at a non-breaking space), or between two graphemes of the first word when that
 * one alone is too long.
 * @param maxLength at least 1
 */
export function excerpt(doc: RichText, maxLength: number): string {
  const line = toPlainText(doc)
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .trim();
  if (line.length <= maxLength) return line;
  const room = maxLength - 1;
  const lastSpace = line.lastIndexOf(' ', room);
  const kept = lastSpace > 0 ? line.slice(0, lastSpace) : wholeGraphemes(line, room);
  return `${kept.replace(/[\s,;:.!?…(«–-]+$/u, '')}…`;
}

function wholeGraphemes(text: string, room: number): string {
  let kept = '';
  // One unit more than fits shows whether the last grapheme goes on beyond the cut.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, room + 64))) {
    if (kept.length + segment.length > room) break;
    kept += segment;
  }
  return kept;
}
