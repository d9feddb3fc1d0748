const TOKEN =
  /(?<text>(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)+)|<(?<close>\/)?(?<tag>[a-z][a-z0-9]*)(?<attributes>(?: [a-z]+="(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)*")*)>/y;

const SAFE_HREF = /^(?:https?:\/\/[^\s"<>\\/@]|mailto:|\/(?![/\\]))[!-~]*$/;

const ATTRIBUTES: Record<string, RegExp> = {
  a: /^ href="([^"]*)"(?: rel="nofollow ugc noopener")?$/,
  ol: /^ start="\d{1,9}"$/,
  code: /^ class="language-[^"]*"$/,
};

const INLINE = ['text', 'strong', 'em', 'a', 'code', 'br'];
const BLOCK = ['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'blockquote', 'pre', 'hr'];

/** What each element may hold directly: the content models of HTML, for the few elements we write. */
const CONTENT: Record<string, readonly string[]> = {
  body: BLOCK,
  blockquote: BLOCK,
  li: [...BLOCK, ...INLINE],
  ul: ['li'],
  ol: ['li'],
  pre: ['code'],
  code: ['text'],
  ...Object.fromEntries(['p', 'h2', 'h3', 'h4', 'strong', 'em', 'a'].map((tag) => [tag, INLINE])),
};

/**
 * For tests: why a piece of HTML is not one that a rich text may be rendered to (a stray bracket, an unknown
 * element or attribute, wrong nesting, an address that is not safe), or null when it is.
 */
export function faultInHtml(html: string): string | null {
  const open = ['body'];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < html.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(html)?.groups;
    if (groups === undefined) return `not HTML of ours at ${start}: ${html.slice(start, start + 40)}`;
    const fault = faultInToken(groups, open);
    if (fault !== null) return `${fault} at ${start}: ${html.slice(start, start + 40)}`;
  }
  return open.length === 1 ? null : `${open.at(-1)} is not closed`;
}

function faultInToken(groups: Record<string, string>, open: string[]): string | null {
  const tag = groups.tag ?? 'text';
  if (groups.close !== undefined) return open.pop() === tag && groups.attributes === '' ? null : 'wrong end';
  if (!CONTENT[open.at(-1) ?? '']?.includes(tag)) return `${tag} in ${open.at(-1)}`;
  if (tag === 'a' && open.includes('a')) return 'a link in a link';
  if (tag === 'text') return null;
  if (tag !== 'br' && tag !== 'hr') open.push(tag);
  return faultInAttributes(tag, groups.attributes ?? '');
}

function faultInAttributes(tag: string, attributes: string): string | null {
  if (attributes === '') return tag === 'a' ? 'a link without address' : null;
  const match = ATTRIBUTES[tag]?.exec(attributes);
  if (!match) return 'an attribute that is not ours';
  const href = match[1]?.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
  return href === undefined || SAFE_HREF.test(href) ? null : `an unsafe address ${href}`;
}
