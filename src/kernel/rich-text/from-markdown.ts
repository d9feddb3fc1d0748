import { MarkdownParser } from 'prosemirror-markdown';
import { canonicalRichText } from './canonical.ts';
import { makeTokenizer } from './markdown-tokenizer.ts';
import type { MarkdownReading } from './markdown-tokenizer.ts';
import { richTextSchema } from './schema.ts';
import type { RichText } from './schema.ts';

const parser = new MarkdownParser(richTextSchema, makeTokenizer(), {
  paragraph: { block: 'paragraph' },
  heading: { block: 'heading', getAttrs: (token) => ({ level: Number(token.tag.slice(1)) }) },
  bullet_list: { block: 'bulletList' },
  ordered_list: {
    block: 'orderedList',
    getAttrs: (token) => ({ start: Number(token.attrGet('start') ?? 1) }),
  },
  list_item: { block: 'listItem' },
  blockquote: { block: 'blockquote' },
  code_block: { block: 'codeBlock', noCloseToken: true },
  fence: { block: 'codeBlock', noCloseToken: true, getAttrs: (token) => ({ language: token.info.trim() }) },
  hr: { node: 'horizontalRule' },
  hardbreak: { node: 'hardBreak' },
  link: { mark: 'link', getAttrs: (token) => ({ href: token.attrGet('href') ?? '' }) },
  strong: { mark: 'bold' },
  em: { mark: 'italic' },
  code_inline: { mark: 'code', noCloseToken: true },
});

/**
 * One line of words and of the signs of sentences, each space single: Markdown means nothing by them. Most texts of an
 * inventory are that, and parsing takes a hundred times as long.
 */
const plainLine = /^\p{L}(?:[\p{L}\p{N},.;?'’"«»()–—…%€°\u00A0\u202F-]| (?=[^ ]))*(?<!\s)$/u;

/**
 * Reads a text that somebody wrote in Markdown (CommonMark). Never throws and loses no word: what is not
 * understood stays as it was written, HTML included. A line end is a line break, as the writer saw it in the
 * text area, unless the reading says that the text was wrapped by a machine. When the text has a heading of
 * level 1, all its headings move one level down.
 * @param text of any length; `checkRichText` tells whether the result is too long to be kept
 */
export function parseMarkdown(text: string, reading: MarkdownReading = {}): RichText {
  if (plainLine.test(text)) {
    return { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
  }
  return canonicalRichText(parser.parse(text, { ...reading }));
}
