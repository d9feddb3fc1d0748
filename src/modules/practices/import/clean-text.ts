import { plainLetters } from '#kernel/plain-letters.ts';
import { htmlToText } from './html-to-text.ts';

/** What spreadsheets, databases and people write where there is nothing to say. */
const emptyMarks = new Set(
  `#n/d #n/a #na #ref! #valeur! #value! #nom? #name? #div/0! #nul! #null! #nombre! #num! n/a n/d n/c n.a. n.d. n.c.
   na nd nc nr null nan none nil undefined (null) (vide) (blank) - -- --- — – _ . .. ... … ? ?? / \\`.split(
    /\s+/,
  ),
);
const emptyPhrases =
  /^(non (renseigne|communique|precise|connu)e?s?|a (completer|renseigner|preciser)|pas de donnees?)$/;

/**
 * One cell as plain text: HTML read as text, invisible characters taken away, spaces tidied, line ends as LF; empty
 * when it only says that there is nothing (`#N/D`, `NULL`, `non renseigné`…).
 */
export function cleanText(cell: string): string {
  const trimmed = cell.trim();
  const text = isPlain(trimmed) ? trimmed : tidyText(trimmed);
  return saysNothing(text) ? '' : text;
}

/** Most cells are one line of ordinary letters, that needs no work. */
function isPlain(text: string): boolean {
  return /^[ !-%'-;=-~¡-ÿŒœ‘’“”–—…€]*$/.test(text) && !text.includes('\u00AD') && !text.includes('  ');
}

function tidyText(cell: string): string {
  return htmlToText(cell.toWellFormed().normalize('NFC'))
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{C}\n\t]/gu, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function saysNothing(text: string): boolean {
  if (text.length > 24) return false;
  if (emptyMarks.has(text.toLowerCase())) return true;
  return /^(non|pas|[aà])[\s-]/i.test(text) && emptyPhrases.test(plainWords(text));
}

/** The same on one line. */
export function cleanLine(cell: string): string {
  return cleanText(cell)
    .replaceAll(/\s*\n\s*/g, ', ')
    .replaceAll(/,\s*,/g, ',');
}

/**
 * Lower-case words without accents or signs, for comparing what people wrote.
 *
 * @example plainWords('Tiers-lieu « L’Éveil »') // 'tiers lieu l eveil'
 */
export function plainWords(text: string): string {
  return (plainLetters(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Cuts a text that is too long between two words, and says so by an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const letters = [...text];
  if (letters.length <= max) return text;
  const cut = letters.slice(0, max - 1).join('');
  return `${cut.replace(/\s+\S{0,20}$/, '')}…`;
}

/** Each text once, in the order given. */
export function distinct(texts: readonly string[]): string[] {
  return texts.length < 2 ? [...texts] : [...new Set(texts)];
}
