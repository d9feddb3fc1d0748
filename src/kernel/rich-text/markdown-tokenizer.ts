import MarkdownIt from 'markdown-it';
import type { StateBlock, StateCore, Token, MarkdownIt as Tokenizer } from 'markdown-it';
import { safeHref } from './safe-href.ts';
import { MAX_CONTAINER_DEPTH } from './schema.ts';

/** How one text is to be read; given to the tokenizer as its environment. */
export type MarkdownReading = {
  /** Line ends inside a paragraph were made by a machine (a mail, a file) and mean nothing. */
  wrapped?: boolean;
};

/**
 * CommonMark, with web addresses recognised in running text, and without what our documents do not hold:
 * - HTML is text like any other;
 * - an image is a link to it;
 * - reference definitions are text: a short label used a thousand times would unfold into megabytes.
 */
export function makeTokenizer(): Tokenizer {
  const tokenizer = new MarkdownIt('commonmark', { html: false, linkify: true });
  tokenizer.enable('linkify').disable('reference');
  tokenizer.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  tokenizer.linkify.add('mailto:', null);
  tokenizer.validateLink = (url) => safeHref(url) !== null;
  tokenizer.normalizeLink = (url) => safeHref(url) ?? url;
  tokenizer.normalizeLinkText = (url) => url;
  tokenizer.block.ruler.before('code', 'nesting_limit', stopNesting);
  tokenizer.core.ruler.after('inline', 'fit_schema', fitSchema);
  return tokenizer;
}

/** Below the deepest list or quote allowed, every line is a paragraph as it is written: nothing is lost. */
function stopNesting(state: StateBlock, startLine: number, endLine: number): boolean {
  if (state.level < MAX_CONTAINER_DEPTH) return false;
  let line = startLine + 1;
  while (line < endLine && continuesBlock(state, line)) line++;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, line, state.blkIndent, false).trim();
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = line;
  return true;
}

function continuesBlock(state: StateBlock, line: number): boolean {
  return !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent;
}

/** Headings from level 2, without line breaks in them; images as links; line ends as the reading says. */
function fitSchema(state: StateCore): void {
  const { wrapped = false } = state.env as MarkdownReading;
  const headings = state.tokens.filter((token) => token.type === 'heading_open');
  const shift = headings.some((token) => token.tag === 'h1') ? 1 : 0;
  for (const heading of headings) heading.tag = `h${Math.min(Number(heading.tag.slice(1)) + shift, 4)}`;
  state.tokens.forEach((token, index) => {
    const inHeading = state.tokens[index - 1]?.type === 'heading_open';
    for (const child of token.children ?? []) fitBreak(child, { wrapped, inHeading });
    if (token.children !== null) token.children = linkImages(token.children, state);
  });
}

function fitBreak(token: Token, { wrapped, inHeading }: { wrapped: boolean; inHeading: boolean }): void {
  const isSoft = token.type === 'softbreak';
  if (!isSoft && token.type !== 'hardbreak') return;
  const isSpace = inHeading || (isSoft && wrapped);
  token.type = isSpace ? 'text' : 'hardbreak';
  if (isSpace) token.content = ' ';
}

/** An image becomes its words, linked to it unless they are part of another link. */
function linkImages(tokens: readonly Token[], { Token: MarkdownToken }: StateCore): Token[] {
  let inLink = false;
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') inLink = true;
    if (token.type === 'link_close') inLink = false;
    if (token.type !== 'image') return [token];
    const href = String(token.attrGet('src') ?? '');
    const text = new MarkdownToken('text', '', 0);
    text.content = (token.children ?? []).map(imageWord).join('') || href;
    if (inLink) return [text];
    const open = new MarkdownToken('link_open', 'a', 1);
    open.attrSet('href', href);
    return [open, text, new MarkdownToken('link_close', 'a', -1)];
  });
}

function imageWord(token: Token): string {
  return token.type.endsWith('break') ? ' ' : token.content;
}
