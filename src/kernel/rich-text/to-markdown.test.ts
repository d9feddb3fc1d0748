import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRichText } from './testing/arbitrary-rich-text.ts';
import { parseMarkdown } from './from-markdown.ts';
import { checkRichText } from './rich-text.ts';
import { toMarkdown } from './to-markdown.ts';

type Leaf = { type: string; text?: string; marks?: { type: string }[] };

function paragraphOf(...content: Leaf[]) {
  const checked = checkRichText({ type: 'doc', content: [{ type: 'paragraph', content }] });
  if (!checked.ok) throw new Error('invalid');
  return checked.value;
}

function marked(text: string, ...marks: string[]): Leaf {
  return { type: 'text', text, marks: marks.map((type) => ({ type })) };
}

describe('toMarkdown', () => {
  test('law: reading what was written gives the same document', () => {
    fc.assert(
      fc.property(anyRichText, (doc) => {
        expect(parseMarkdown(toMarkdown(doc))).toEqual(doc);
      }),
      { numRuns: 400 },
    );
  }, 30_000);

  test('law: the same holds for a text that was wrapped by a machine', () => {
    fc.assert(
      fc.property(anyRichText, (doc) => {
        expect(parseMarkdown(toMarkdown(doc), { wrapped: true })).toEqual(doc);
      }),
      { numRuns: 200 },
    );
  }, 30_000);

  test.each([
    ['plain French as it is', "L’atelier d'été : « on répare », 10 € (ou 5 €) !"],
    ['identifiers', 'jean_paul@example.org, 3 > 2'],
    ['bold, italic, code and links', '**a** _b_ `c` [d](/e)'],
    ['pasted addresses', 'Voir https://example.org/a_b ici'],
    ['lists', '- a\n- b\n  - c\n- d\n\n1. e\n2. f'],
    ['loose lists', '- a\n\n  b\n\n- c'],
    ['headings, quotes, rules', '## a\n\n> b\n>\n> c\n\n---'],
    ['code that holds a fence', '````md\n```\na\n```\n````'],
    ['line breaks', 'a  \nb'],
    ['two lists in a row', '- a\n\n* b\n\n- c'],
  ])('writes %s the way people do', (_, markdown) => {
    expect(toMarkdown(parseMarkdown(markdown))).toBe(markdown);
  });

  test.each([
    [
      'a mark inside a word, after punctuation',
      [marked('Note :', 'bold'), marked('suite')],
      '**Note :**&#115;uite',
    ],
    [
      'italic inside a word',
      [marked('in'), marked('croy', 'italic'), marked('able')],
      'i&#110;_croy_&#97;ble',
    ],
    [
      'italic inside bold inside a word',
      [marked('x'), marked('a', 'bold'), marked('b', 'bold', 'italic'), marked('c', 'bold')],
      '&#120;**&#97;_b_&#99;**',
    ],
    ['bold inside a word', [marked('in'), marked('croy', 'bold'), marked('able')], 'in**croy**able'],
    ['a non-breaking space at the edge', [marked('«\u00a0', 'bold'), marked('a')], '**«&nbsp;**&#97;'],
    [
      'code with spaces at its edges',
      [marked('a', 'code', 'italic'), marked(' b ', 'code'), marked('c', 'code', 'bold')],
      '_`a`_`  b  `**`c`**',
    ],
    [
      'a line that would underline a heading',
      [marked('a'), { type: 'hardBreak' }, marked('=='), { type: 'hardBreak' }, marked('--')],
      'a  \n\\==  \n\\--',
    ],
    ['an e-mail address in brackets', [marked('<a@b.fr>')], '\\<a@b.fr>'],
    ['what would be a definition elsewhere', [marked('[a]: /b')], '\\[a]: /b'],
    ['text that looks like markup', [marked('1. [a](/b) *c* &amp;')], '1\\. [a\\](/b) \\*c\\* \\&amp;'],
  ])('writes %s so that it comes back', (_, content, expected) => {
    const doc = paragraphOf(...content);
    expect(toMarkdown(doc)).toBe(expected);
    expect(parseMarkdown(expected)).toEqual(doc);
  });

  test('writes a document without content as nothing', () => {
    expect(toMarkdown(parseMarkdown(''))).toBe('');
  });

  const inHeading = (text: string) => ({ type: 'heading', attrs: { level: 2 }, content: [marked(text)] });
  const inCode = (text: string) => ({ type: 'codeBlock', content: [marked(text)] });
  const inParagraph = (text: string) => ({ type: 'paragraph', content: [marked(text)] });

  // Work that grows with the square of the length takes ten seconds on such texts.
  test.each([
    ['line ends in code', inCode(`${'\n'.repeat(99_998)}a`)],
    ['fences in code', inCode('` '.repeat(49_999))],
    ['number signs in a heading', inHeading(`${'#'.repeat(99_998)}a#`)],
    ['number signs', inParagraph(`${'#'.repeat(99_998)}a#`)],
    ['equals signs', inParagraph(`${'='.repeat(99_998)}a`)],
    ['brackets', inParagraph('['.repeat(100_000))],
    ['ampersands', inParagraph('&a'.repeat(50_000))],
    ['backslashes', inParagraph('\\'.repeat(100_000))],
  ])(
    'writes the longest text there may be of %s',
    (_, block) => {
      const checked = checkRichText({ type: 'doc', content: [block] });
      if (!checked.ok) throw new Error('invalid');
      expect(parseMarkdown(toMarkdown(checked.value))).toEqual(checked.value);
    },
    5_000,
  );

  test('keeps the deepest nesting there may be', () => {
    let block: unknown = { type: 'paragraph', content: [{ type: 'text', text: 'a' }] };
    for (let depth = 0; depth < 18; depth++) block = { type: 'blockquote', content: [block] };
    const checked = checkRichText({ type: 'doc', content: [block] });
    if (!checked.ok) throw new Error('invalid');
    expect(parseMarkdown(toMarkdown(checked.value))).toEqual(checked.value);
  });
});
