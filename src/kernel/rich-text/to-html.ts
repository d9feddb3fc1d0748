import { nestMarks } from './inline-marks.ts';
import type { InlineToken, WrappingMark } from './inline-marks.ts';
import { isOwnPath, safeHref } from './safe-href.ts';
import type { ListItem, RichText, RichTextBlock, RichTextInline } from './schema.ts';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A document as HTML, to be shown as it is. Every text is escaped and every address checked again, so that
 * even a document that reached the database by another way can do no harm. Links to other sites carry
 * `rel="nofollow ugc noopener"`.
 */
export function renderHtml(doc: RichText): string {
  return renderBlocks(doc.content);
}

function renderBlocks(blocks: readonly RichTextBlock[]): string {
  return blocks.map(renderBlock).join('');
}

function renderBlock(block: RichTextBlock): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${renderInline(block.content)}</p>`;
    case 'heading':
      return `<h${Number(block.attrs.level)}>${renderInline(block.content)}</h${Number(block.attrs.level)}>`;
    case 'codeBlock':
      return renderCode(block.content[0].text, block.attrs.language);
    case 'blockquote':
      return `<blockquote>${renderBlocks(block.content)}</blockquote>`;
    case 'bulletList':
      return `<ul>${renderItems(block.content)}</ul>`;
    case 'orderedList':
      return `<ol${block.attrs.start === 1 ? '' : ` start="${Number(block.attrs.start)}"`}>${renderItems(block.content)}</ol>`;
    case 'horizontalRule':
      return '<hr>';
  }
}

function renderCode(text: string, language: string | null): string {
  const attribute = language === null ? '' : ` class="language-${escapeHtml(language)}"`;
  return `<pre><code${attribute}>${escapeHtml(text)}</code></pre>`;
}

function renderItems(items: readonly ListItem[]): string {
  return items.map((item) => `<li>${renderItem(item)}</li>`).join('');
}

/** An item of one sentence, with or without a list below it, needs no paragraph around that sentence. */
function renderItem({ content: [first, ...rest] }: ListItem): string {
  const isShort = rest.every((block) => block.type === 'bulletList' || block.type === 'orderedList');
  const isBare = isShort || first.content === undefined;
  return (isBare ? renderInline(first.content) : renderBlock(first)) + renderBlocks(rest);
}

function renderInline(content: readonly RichTextInline[] = []): string {
  return nestMarks(content).map(renderToken).join('');
}

function renderToken(token: InlineToken): string {
  switch (token.kind) {
    case 'text':
      return escapeHtml(token.text);
    case 'code':
      return `<code>${escapeHtml(token.text)}</code>`;
    case 'break':
      return '<br>';
    case 'open':
      return openTag(token.mark);
    case 'close':
      return closeTag(token.mark);
  }
}

function openTag(mark: WrappingMark): string {
  if (mark.type !== 'link') return mark.type === 'bold' ? '<strong>' : '<em>';
  const href = safeHref(mark.attrs.href);
  if (href === null) return '';
  const isForeign = !isOwnPath(href) && !href.startsWith('mailto:');
  return `<a href="${escapeHtml(href)}"${isForeign ? ' rel="nofollow ugc noopener"' : ''}>`;
}

function closeTag(mark: WrappingMark): string {
  if (mark.type !== 'link') return mark.type === 'bold' ? '</strong>' : '</em>';
  return safeHref(mark.attrs.href) === null ? '' : '</a>';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
