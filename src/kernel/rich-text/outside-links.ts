import type { RichText } from './rich-text.ts';

/** The addresses on other sites that a text leads to, each once, in order. */
export function outsideLinks(doc: RichText): string[] {
  return [...new Set(linksUnder(doc))].filter((href) => /^https?:/i.test(href));
}

function linksUnder(node: object): string[] {
  const { content = [], marks = [] } = node as {
    content?: object[];
    marks?: { type: string; attrs?: { href?: string } }[];
  };
  return [...marks.flatMap(({ attrs }) => attrs?.href ?? []), ...content.flatMap(linksUnder)];
}
