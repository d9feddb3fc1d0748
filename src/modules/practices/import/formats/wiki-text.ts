/** An address of the web as uMap writes it: `[[https://…|what is shown]]`, `[[https://…]]`. */
const link = /\[\[\s*(https?:\/\/[^\]|\s]+)\s*(?:\|([^\]]*))?\]\]/gi;

/**
 * Text of a uMap as Markdown, which the rest of an import reads: links in double brackets, pictures and frames in braces.
 *
 * @example wikiToMarkdown('[[https://exemple.org|Le site]]') // '[Le site](https://exemple.org)'
 */
export function wikiToMarkdown(text: string): string {
  return text
    .replaceAll(/\{\{\{?\s*(https?:\/\/[^}|\s]+)[^}]*\}\}\}?/gi, '$1')
    .replaceAll(link, (_, address: string, shown?: string) => `[${shown?.trim() || address}](${address})`);
}

/** The first address that a text of a uMap leads to; empty when there is none. */
export function firstLink(text: string): string {
  return new RegExp(link).exec(text)?.[1] ?? '';
}

/** Lines at the beginning of a text that are an address: up to one that is a postal code and a town. */
const mostLines = 5;

/** @example addressIn('2, rue Paul Dukas\n29200 Brest\nOuvert le lundi') // '2, rue Paul Dukas, 29200 Brest' */
export function addressIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const town = lines.slice(0, mostLines).findIndex((line) => /^\d{5}\s+\p{L}[\p{L}\s’'-]{1,60}$/u.test(line));
  return lines
    .slice(0, town + 1)
    .filter(Boolean)
    .join(', ');
}
