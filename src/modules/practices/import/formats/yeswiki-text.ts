const inline: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Actions of the wiki: `{{button link="…"}}` shows nothing elsewhere.
  [/\{\{[^{}]{0,2000}\}\}/g, ''],
  [/\[\[(https?:\/\/[^\s\]]{1,500})\s([^\]\n]{1,300})\]\]/g, '$2 ($1)'],
  [/\[\[(https?:\/\/[^\s\]]{1,500})\]\]/g, '$1'],
  [/\[\[([^\s\]]{1,200})\s([^\]\n]{1,300})\]\]/g, '$2'],
  [/\[\[([^\s\]]{1,200})\]\]/g, '$1'],
  // Raw HTML stands between two double quotes.
  [/""/g, ''],
  [/(?<![:/])\/\/(?=\S)([^\n]{1,500}?)(?<=[^\s:])\/\//g, '*$1*'],
  [/__(?=\S)([^\n_]{1,500})__/g, '$1'],
];

/**
 * A text as YesWiki keeps it, with the signs that our own texts have: titles between signs of equality become titles,
 * links the text with its address after it; actions disappear. HTML stays, for the cleaning that every cell goes
 * through.
 *
 * @example fromWikiText('==== Horaires ====') // '## Horaires'
 */
export function fromWikiText(text: string): string {
  if (!/[[{=/_"]{2}/.test(text)) return text;
  const titled = text.replaceAll(/^[ \t]*={2,6}[ \t]*([^=\n]{1,300}?)[ \t]*={2,6}[ \t]*$/gm, '## $1');
  return inline.reduce((done, [pattern, replacement]) => done.replaceAll(pattern, replacement), titled);
}
