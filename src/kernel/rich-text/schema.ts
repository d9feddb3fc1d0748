import { Schema } from 'prosemirror-model';

/** Longest text of one document, in UTF-16 units (about 16,000 words). */
export const MAX_TEXT_LENGTH = 100_000;

/** Most nodes one document may hold: 100,000 characters at five per node. */
export const MAX_NODES = 20_000;

/** Deepest node that holds text or a rule: the document is 0, its blocks are 1. */
export const MAX_DEPTH = 20;

/**
 * Deepest quote or list. A list needs two more levels for its item and the paragraph in it, so that no
 * document that keeps to this limit goes beyond MAX_DEPTH.
 */
export const MAX_CONTAINER_DEPTH = 18;

/** The largest number CommonMark lets an ordered list begin with. */
export const MAX_LIST_START = 999_999_999;

export type HeadingLevel = 2 | 3 | 4;

export type LinkMark = { type: 'link'; attrs: { href: string } };
export type RichTextMark = LinkMark | { type: 'bold' } | { type: 'italic' } | { type: 'code' };

export type RichTextInline =
  { type: 'text'; text: string; marks?: RichTextMark[] } | { type: 'hardBreak'; marks?: RichTextMark[] };

export type Paragraph = { type: 'paragraph'; content?: RichTextInline[] };
export type Heading = { type: 'heading'; attrs: { level: HeadingLevel }; content: RichTextInline[] };
export type CodeBlock = {
  type: 'codeBlock';
  attrs: { language: string | null };
  content: [{ type: 'text'; text: string }];
};
export type ListItem = { type: 'listItem'; content: [Paragraph, ...RichTextBlock[]] };
export type BulletList = { type: 'bulletList'; content: ListItem[] };
export type OrderedList = { type: 'orderedList'; attrs: { start: number }; content: ListItem[] };
export type Blockquote = { type: 'blockquote'; content: RichTextBlock[] };

export type RichTextBlock =
  Paragraph | Heading | CodeBlock | BulletList | OrderedList | Blockquote | { type: 'horizontalRule' };

/** A document as it is stored (JSON) and as every function of this folder takes and gives it. */
export type RichText = { type: 'doc'; content: RichTextBlock[] };

export function isHeadingLevel(value: unknown): value is HeadingLevel {
  return value === 2 || value === 3 || value === 4;
}

function isListStart(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_LIST_START;
}

function refuseUnless(accepts: (value: unknown) => boolean, name: string) {
  return (value: unknown): void => {
    if (!accepts(value)) throw new RangeError(`Value not allowed for ${name}`);
  };
}

/**
 * What a text may be made of. Names and attributes are those of Tiptap's own extensions, so that live notes
 * need no translation. The title of the page is its h1: headings begin at level 2.
 */
export const richTextSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*' },
    heading: {
      group: 'block',
      content: 'text*',
      attrs: { level: { default: 2, validate: refuseUnless(isHeadingLevel, 'level') } },
    },
    bulletList: { group: 'block', content: 'listItem+' },
    orderedList: {
      group: 'block',
      content: 'listItem+',
      attrs: { start: { default: 1, validate: refuseUnless(isListStart, 'start') } },
    },
    listItem: { content: 'paragraph block*' },
    blockquote: { group: 'block', content: 'block+' },
    codeBlock: {
      group: 'block',
      content: 'text*',
      marks: '',
      code: true,
      attrs: { language: { default: null, validate: 'string|null' } },
    },
    horizontalRule: { group: 'block' },
    hardBreak: { group: 'inline', inline: true },
    text: { group: 'inline' },
  },
  marks: {
    link: { attrs: { href: { validate: 'string' } } },
    bold: {},
    italic: {},
    code: {},
  },
});
