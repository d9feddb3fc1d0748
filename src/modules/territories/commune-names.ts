import { plainLetters } from '#kernel/plain-letters.ts';

/**
 * The form under which names of communes are compared: no capitals, accents, hyphens or apostrophes; `St`, `Ste`,
 * `s/` in full; without `Cedex`; an article set behind (`Gacilly (La)`) put back in front.
 *
 * @example normaliseCommuneName('ST ETIENNE EN COGLES CEDEX 2') // 'saint etienne en cogles'
 */
export function normaliseCommuneName(name: string): string {
  const spelled = /[/(,]/.test(name) ? spellOut(name) : name;
  const words = plainLetters(spelled).match(/[a-z0-9]+/g) ?? [];
  const key = words.map((word) => abbreviations.get(word) ?? word).join(' ');
  return key.includes('cedex') ? key.replace(/ cedex( \d+)?$/, '') : key;
}

function spellOut(name: string): string {
  return name
    .replace(/^(.*\S)\s*[(,]\s*(l[ae]s?|l['’])\s*\)?\s*$/i, '$2 $1')
    .replaceAll(/\bs\/\s?s\b/gi, ' sous ')
    .replaceAll(/(^|\s|-)s\/\s*/gi, ' sur ');
}

const abbreviations = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['sts', 'saints'],
  ['stes', 'saintes'],
]);

/** Two normalised names that mean the same commune once one is known to be right: shortened, or mistyped. */
export function areAlike(one: string, other: string): boolean {
  return isShortFor(one, other) || isShortFor(other, one) || isMistyped(one, other);
}

/** `ancenis` for `ancenis saint gereon`, `gacilly` for `la gacilly`. */
export function isShortFor(short: string, long: string): boolean {
  const [bare, whole] = [withoutArticle(short), withoutArticle(long)];
  return bare.length >= 3 && (whole === bare || whole.startsWith(`${bare} `));
}

/** `grandchamps des fontaines` for `grandchamp des fontaines`: one wrong letter, two in a long name. */
export function isMistyped(one: string, other: string): boolean {
  const longest = Math.max(one.length, other.length);
  if (longest < 5) return one === other;
  return editDistance(one, other) <= (longest < 10 ? 1 : 2);
}

function withoutArticle(name: string): string {
  return name.replace(/^(les?|la|l) /, '');
}

/** Letters to add, remove or replace to go from one text to the other (Levenshtein 1966): `abc`, `adc` → 1. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
