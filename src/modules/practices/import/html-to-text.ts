import { parseHtml } from '#kernel/rich-text/from-html.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';

type Block = RichText['content'][number];
type Inline = NonNullable<Extract<Block, { type: 'paragraph' }>['content']>[number];

/**
 * Text of a cell that may hold HTML, as YesWiki and others export it: blocks become paragraphs, list items get a
 * dash, the address of a link follows its text, entities become their character. The result is plain text, to be
 * escaped like any other: this is no sanitiser. A text without tags or entities is unchanged.
 *
 * @example htmlToText('<p>Ouvert&nbsp;: <b>lundi</b></p>') // 'Ouvert : lundi' (with a no-break space)
 */
export function htmlToText(html: string): string {
  if (!/<[a-z!/]|&[a-z#]/i.test(html)) return html;
  // Quotes that a careless export doubled: href=""…"".
  const mended = html.replaceAll(/=""([^"]+)""/g, '="$1"');
  return blocksToText(parseHtml(mended).content, '\n\n');
}

function blocksToText(blocks: readonly Block[], separator: string): string {
  return blocks.map(blockToText).filter(Boolean).join(separator);
}

function blockToText(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return (block.content ?? []).map(inlineToText).join('');
    case 'codeBlock':
      return block.content[0].text;
    case 'blockquote':
      return blocksToText(block.content, '\n\n');
    case 'bulletList':
    case 'orderedList':
      return block.content.map((item) => `- ${blocksToText(item.content, '\n')}`).join('\n');
    case 'horizontalRule':
      return '';
  }
}

function inlineToText(node: Inline): string {
  if (node.type === 'hardBreak') return '\n';
  const link = node.marks?.find((mark) => mark.type === 'link');
  if (!link || !/^(https?|mailto):/i.test(link.attrs.href)) return node.text;
  // Without the slash that stands for the whole site, which people do not write.
  const target = link.attrs.href.replace(/^mailto:/i, '').replace(/^(https?:\/\/[^/]+)\/$/, '$1');
  return node.text.includes(target) ? node.text : `${node.text} (${target})`;
}
