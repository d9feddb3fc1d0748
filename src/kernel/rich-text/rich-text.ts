import type { Node } from 'prosemirror-model';
import { err, ok } from '#kernel/result.ts';
import type { Result } from '#kernel/result.ts';
import { canonicalRichText } from './canonical.ts';
import { MAX_CONTAINER_DEPTH, MAX_DEPTH, MAX_NODES, MAX_TEXT_LENGTH, richTextSchema } from './schema.ts';
import type { RichText } from './schema.ts';

export type { RichText } from './schema.ts';

export type RichTextFailure = { code: 'invalid-rich-text' | 'too-long' };

/** A document without content. */
export function emptyRichText(): RichText {
  return { type: 'doc', content: [{ type: 'paragraph' }] };
}

/** Whether a document shows nothing: no text, no code, no rule. */
export function isEmptyRichText(doc: RichText): boolean {
  return doc.content.every((block) => block.type === 'paragraph' && (block.content ?? []).length === 0);
}

/**
 * Checks a document that comes from outside (an editor, a file, the API) against the schema and gives it in
 * its canonical form. A link that is not safe is not an error: it loses its address and keeps its words.
 * @param json parsed JSON of any shape
 * @returns `too-long` over MAX_TEXT_LENGTH characters of text or MAX_NODES nodes; `invalid-rich-text` for
 *   anything else the schema does not know, or nested deeper than MAX_DEPTH
 */
export function checkRichText(json: unknown): Result<RichText, RichTextFailure> {
  const failure = overLimits(json);
  if (failure !== null) return err(failure);
  const doc = readDocument(json);
  return doc === null ? err({ code: 'invalid-rich-text' }) : ok(canonicalRichText(doc));
}

function readDocument(json: unknown): Node | null {
  try {
    const node = richTextSchema.nodeFromJSON(json);
    node.check();
    return node.type === richTextSchema.topNodeType ? node : null;
  } catch (error) {
    // ProseMirror reports everything it refuses by throwing one of these two.
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Measures the raw JSON before ProseMirror reads it, so that nothing recurses beyond the depth allowed.
 * It looks at `content` alone: whatever else is amiss, ProseMirror says.
 */
function overLimits(json: unknown): RichTextFailure | null {
  const totals = { nodes: 0, characters: 0 };
  const tooDeep = !withinDepth(json, 0, totals);
  if (totals.nodes > MAX_NODES || totals.characters > MAX_TEXT_LENGTH) return { code: 'too-long' };
  return tooDeep ? { code: 'invalid-rich-text' } : null;
}

/** Text lies one level below the block that holds it and is not counted as one. */
function withinDepth(node: unknown, depth: number, totals: { nodes: number; characters: number }): boolean {
  if (typeof node !== 'object' || node === null) return true;
  totals.nodes += 1;
  const { type, text, content } = node as { type?: unknown; text?: unknown; content?: unknown };
  if (typeof text === 'string') totals.characters += text.length;
  if (depth > limitOf(type)) return false;
  if (!Array.isArray(content)) return true;
  return content.every((child) => withinDepth(child, depth + 1, totals));
}

function limitOf(type: unknown): number {
  if (type === 'text' || type === 'hardBreak') return MAX_DEPTH + 1;
  const isContainer = type === 'blockquote' || type === 'bulletList' || type === 'orderedList';
  return isContainer ? MAX_CONTAINER_DEPTH : MAX_DEPTH;
}
