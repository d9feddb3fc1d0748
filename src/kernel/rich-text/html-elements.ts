import type { DefaultTreeAdapterTypes } from 'parse5';
import { safeHref } from './safe-href.ts';
import { MAX_LIST_START } from './schema.ts';
import type { LinkMark, RichTextMark } from './schema.ts';

export type HtmlElement = DefaultTreeAdapterTypes.Element;

/** Elements whose content is not for readers, or is nothing without a script. */
const SKIPPED = tagNames(`
  script style template noscript title head iframe object embed svg math select textarea button video audio canvas
`);

/** Elements that stand alone: what comes before, in and after them are different paragraphs. */
const BLOCKS = tagNames(`
  p div section article header footer main aside nav address hgroup center figure figcaption details summary
  dl dt dd form fieldset legend table caption tr
`);

const BOLD = tagNames('b strong th');
const ITALIC = tagNames('i em cite dfn var');
const CODE = tagNames('code kbd samp tt');

const BOLD_WEIGHT = /^(?:bold|bolder|[6-9]00)$/i;

function tagNames(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/));
}

export function isSkipped(element: HtmlElement): boolean {
  return SKIPPED.has(element.tagName);
}

export function separatesBlocks(element: HtmlElement): boolean {
  return BLOCKS.has(element.tagName);
}

function attributeOf(element: HtmlElement, name: string): string {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? '';
}

/** Bold, italic, code, as the style or else the element says: word processors write `<b style="font-weight:normal">`. */
export function inlineMarks(element: HtmlElement): RichTextMark[] {
  const style = attributeOf(element, 'style');
  const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1];
  const slant = /font-style:\s*(\w+)/i.exec(style)?.[1];
  const isBold = weight === undefined ? BOLD.has(element.tagName) : BOLD_WEIGHT.test(weight);
  const isItalic = slant === undefined ? ITALIC.has(element.tagName) : /^(?:italic|oblique)$/i.test(slant);
  const marks: RichTextMark[] = [];
  if (isBold) marks.push({ type: 'bold' });
  if (isItalic) marks.push({ type: 'italic' });
  if (CODE.has(element.tagName)) marks.push({ type: 'code' });
  return marks;
}

/** The link an `a` or `img` stands for, resolved against the page it comes from, or null when it is not safe. */
export function linkOf(element: HtmlElement, base: string | undefined): LinkMark | null {
  const address = attributeOf(element, element.tagName === 'img' ? 'src' : 'href').trim();
  if (address === '') return null;
  const href = safeHref(URL.canParse(address, base) ? new URL(address, base).href : address);
  return href === null ? null : { type: 'link', attrs: { href } };
}

export function imageText(image: HtmlElement): string {
  return attributeOf(image, 'alt').trim();
}

export function listStart(list: HtmlElement): number {
  const start = Number(attributeOf(list, 'start') || 1);
  return Number.isInteger(start) && start >= 0 && start <= MAX_LIST_START ? start : 1;
}

/** From `class="language-js"`, on the `pre` or on the `code` in it, as HTML recommends. */
export function codeLanguage(pre: HtmlElement): string | null {
  const code = pre.childNodes.find(
    (node): node is HtmlElement => 'tagName' in node && node.tagName === 'code',
  );
  const classes = `${attributeOf(pre, 'class')} ${code === undefined ? '' : attributeOf(code, 'class')}`;
  return /(?:^|\s)lang(?:uage)?-(\S+)/.exec(classes)?.[1] ?? null;
}
