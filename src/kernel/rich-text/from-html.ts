import { parseFragment } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { DocumentBuilder } from './document-builder.ts';
import {
  codeLanguage,
  imageText,
  inlineMarks,
  isSkipped,
  linkOf,
  listStart,
  separatesBlocks,
} from './html-elements.ts';
import type { HtmlElement } from './html-elements.ts';
import type { RichText, RichTextMark } from './schema.ts';

export type HtmlReading = {
  /** The address the HTML comes from; its relative links are resolved against it. Without it they are ours. */
  base?: string;
};

type HtmlNode = DefaultTreeAdapterTypes.ChildNode;

/**
 * Reads a text that comes in HTML (a paste, an import, a mail). Never throws. Keeps what the schema knows
 * (blocks, bold, italic, code, safe links) and of everything else the words. An image becomes a link to it,
 * named by its alternative text, and is left out without one. When there is an h1, all headings move one level
 * down.
 * @param html of any length; `checkRichText` tells whether the result is too long to be kept
 */
export function parseHtml(html: string, reading: HtmlReading = {}): RichText {
  const { childNodes } = parseFragment(html);
  const headingShift = /<h1[\s/>]/i.test(html) ? 1 : 0;
  const reader = new HtmlReader(headingShift, reading.base);
  reader.read(childNodes);
  return reader.builder.finish();
}

class HtmlReader {
  readonly builder = new DocumentBuilder();
  readonly #headingShift: number;
  readonly #base: string | undefined;
  #marks: RichTextMark[] = [];
  /** In a heading or in code, inner blocks are only a space or a line end. */
  #separator: ' ' | '\n' | null = null;

  constructor(headingShift: number, base: string | undefined) {
    this.#headingShift = headingShift;
    this.#base = base;
  }

  /** In document order and without recursion: HTML from outside may be nested a hundred thousand deep. */
  read(nodes: readonly HtmlNode[]): void {
    const pending: (HtmlNode | (() => void))[] = nodes.toReversed();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (typeof next === 'function') next();
      else if ('value' in next) this.#addText(next.value);
      else if ('tagName' in next && !isSkipped(next)) {
        pending.push(this.#enter(next));
        for (const child of next.childNodes.toReversed()) pending.push(child);
      }
    }
  }

  #addText(text: string): void {
    this.builder.addText(text, this.#separator === '\n' ? [] : this.#marks);
  }

  /** Begins an element; gives what ends it. */
  #enter(element: HtmlElement): () => void {
    const { builder } = this;
    const isBlock = separatesBlocks(element);
    if (this.#separator !== null) return this.#enterSolid(element, isBlock);
    if (isBlock) {
      builder.endLine();
      return () => builder.endLine();
    }
    switch (element.tagName) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return this.#enterHeading(Number(element.tagName[1]));
      case 'pre':
        builder.startCode(codeLanguage(element));
        return this.#setSeparator('\n');
      case 'ul':
      case 'menu':
        return builder.open({ type: 'bulletList' });
      case 'ol':
        return builder.open({ type: 'orderedList', attrs: { start: listStart(element) } });
      case 'blockquote':
        return builder.open({ type: 'blockquote' });
      case 'li':
        return builder.openItem();
      default:
        return this.#enterInline(element);
    }
  }

  #enterHeading(rank: number): () => void {
    const shifted = rank + this.#headingShift;
    this.builder.startHeading(shifted <= 2 ? 2 : shifted === 3 ? 3 : 4);
    return this.#setSeparator(' ');
  }

  #setSeparator(separator: ' ' | '\n'): () => void {
    this.#separator = separator;
    return () => {
      this.#separator = null;
      this.builder.endLine();
    };
  }

  #enterSolid(element: HtmlElement, isBlock: boolean): () => void {
    const separator = this.#separator ?? ' ';
    if (element.tagName === 'br') this.#addText(separator);
    if (isBlock || element.tagName === 'li') return () => this.#addText(separator);
    return separator === '\n' ? () => {} : this.#enterInline(element);
  }

  #enterInline(element: HtmlElement): () => void {
    const { builder } = this;
    const outer = this.#marks;
    const link = linkOf(element, this.#base);
    switch (element.tagName) {
      case 'br':
        if (this.#separator === null) builder.addBreak();
        break;
      case 'hr':
        if (this.#separator === null) builder.addRule();
        break;
      case 'img':
        builder.addText(imageText(element), link === null ? outer : withMarks([link], outer));
        break;
      case 'td':
      case 'th':
        if (builder.isInLine) builder.addText(' | ', []);
    }
    const isLink = element.tagName === 'a' && link !== null;
    this.#marks = withMarks(outer, [...inlineMarks(element), ...(isLink ? [link] : [])]);
    return () => {
      this.#marks = outer;
    };
  }
}

/** One mark of each type, the inner one where both have it. */
function withMarks(outer: RichTextMark[], inner: RichTextMark[]): RichTextMark[] {
  return [...outer.filter((mark) => inner.every((other) => other.type !== mark.type)), ...inner];
}
