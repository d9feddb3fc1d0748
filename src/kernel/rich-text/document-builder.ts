import { canonicalRichText } from './canonical.ts';
import { MAX_CONTAINER_DEPTH, richTextSchema } from './schema.ts';
import type { HeadingLevel, RichText, RichTextMark } from './schema.ts';

type Json = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Json[];
  text?: string;
  marks?: RichTextMark[];
};

type Frame = { type: string; attrs?: Record<string, unknown>; content: Json[]; isImplied?: boolean };

/** A list or quote that a source opens. */
export type Container =
  { type: 'blockquote' | 'bulletList' } | { type: 'orderedList'; attrs: { start: number } };

/**
 * Builds a document from what a reader meets (a list begins, a text, an end) however it is nested: text outside
 * a paragraph opens one, a list holds items alone, what would lie too deep joins the block around it.
 */
export class DocumentBuilder {
  readonly #frames: Frame[] = [{ type: 'doc', content: [] }];
  #line: Json[] | null = null;

  /** Whether a paragraph, heading or code block is open. */
  get isInLine(): boolean {
    return this.#line !== null;
  }

  /** Ends the paragraph, heading or code block that is open, if there is one. */
  endLine(): void {
    this.#line = null;
  }

  startHeading(level: HeadingLevel): void {
    this.#startLine({ type: 'heading', attrs: { level } });
  }

  startCode(language: string | null): void {
    this.#startLine({ type: 'codeBlock', attrs: { language } });
  }

  addRule(): void {
    this.endLine();
    this.#ensureItem();
    this.#add({ type: 'horizontalRule' });
  }

  /** Adds to the open block, or to a new paragraph; white space alone opens none. */
  addText(text: string, marks: RichTextMark[]): void {
    if (text === '' || (this.#line === null && /^[ \t\n\f\r]*$/.test(text))) return;
    this.#openLine().push({ type: 'text', text, marks });
  }

  addBreak(): void {
    this.#openLine().push({ type: 'hardBreak' });
  }

  /** Opens a list or quote; gives what closes it again. */
  open(container: Container): () => void {
    this.endLine();
    this.#ensureItem();
    if (this.#frames.length > MAX_CONTAINER_DEPTH) return () => this.endLine();
    return this.#push({ ...container, content: [] });
  }

  /** Opens an item, in a list of its own where there is none; gives what closes it again. */
  openItem(): () => void {
    this.endLine();
    if (this.#frames.at(-1)?.isImplied === true) this.#closeDownTo(this.#frames.length - 1);
    if (this.#isInList()) return this.#push({ type: 'listItem', content: [] });
    const close = this.open({ type: 'bulletList' });
    this.#ensureItem();
    return close;
  }

  finish(): RichText {
    this.#closeDownTo(1);
    const content = this.#frames[0]?.content ?? [];
    const doc = { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
    return canonicalRichText(richTextSchema.nodeFromJSON(doc));
  }

  #isInList(): boolean {
    const type = this.#frames.at(-1)?.type;
    return type === 'bulletList' || type === 'orderedList';
  }

  /** What stands in a list outside its items gets an item, until the next one begins. */
  #ensureItem(): void {
    if (this.#isInList()) this.#push({ type: 'listItem', content: [], isImplied: true });
  }

  #startLine(block: Json): void {
    this.endLine();
    this.#ensureItem();
    this.#line = [];
    this.#add({ ...block, content: this.#line });
  }

  #openLine(): Json[] {
    if (this.#line === null) this.#startLine({ type: 'paragraph' });
    return this.#line ?? [];
  }

  #add(block: Json): void {
    this.#frames.at(-1)?.content.push(block);
  }

  #push(frame: Frame): () => void {
    const depth = this.#frames.length;
    this.#frames.push(frame);
    return () => this.#closeDownTo(depth);
  }

  #closeDownTo(depth: number): void {
    this.endLine();
    while (this.#frames.length > depth) {
      const frame = this.#frames.pop();
      if (frame !== undefined && frame.content.length > 0) this.#add(toBlock(frame));
    }
  }
}

/** The block a frame becomes; an item begins with a paragraph, as the schema wants it. */
function toBlock({ type, attrs, content }: Frame): Json {
  const lacksParagraph = type === 'listItem' && content[0]?.type !== 'paragraph';
  return { type, attrs, content: lacksParagraph ? [{ type: 'paragraph' }, ...content] : content };
}
