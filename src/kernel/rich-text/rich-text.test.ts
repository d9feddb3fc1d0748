import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyDocument, anyRichText } from './testing/arbitrary-rich-text.ts';
import { checkRichText, emptyRichText, isEmptyRichText } from './rich-text.ts';
import { MAX_TEXT_LENGTH, richTextSchema } from './schema.ts';

const text = (value: string, ...marks: unknown[]) => ({ type: 'text', text: value, marks });
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const doc = (...content: unknown[]) => ({ type: 'doc', content });
const link = (href: string) => ({ type: 'link', attrs: { href } });

function canonicalContent(...content: unknown[]) {
  const checked = checkRichText(doc(...content));
  return checked.ok ? checked.value.content : checked.error;
}

describe('checkRichText', () => {
  test('law: a canonical document is a document of the schema and stays as it is', () => {
    fc.assert(
      fc.property(anyRichText, (value) => {
        expect(checkRichText(value)).toEqual({ ok: true, value });
        expect(richTextSchema.nodeFromJSON(value).toJSON()).toEqual(value);
      }),
    );
  });

  test('law: the words of a document are kept, in their order', () => {
    const letters = (json: unknown) =>
      [...JSON.stringify(json).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)]
        .map(([, found]) => String(JSON.parse(`"${found}"`)).replace(/[^\p{L}\p{N}]/gu, ''))
        .join('');
    fc.assert(
      fc.property(anyDocument, (json) => {
        const checked = checkRichText(json);
        expect(checked.ok && letters(checked.value)).toBe(letters(json));
      }),
    );
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a string', '<p>a</p>'],
    ['a list', []],
    ['an object of another kind', { a: 1 }],
    ['a block instead of a document', paragraph(text('a'))],
    ['a document without blocks', doc()],
    ['a document whose content is no list', { type: 'doc', content: 'a' }],
    ['an unknown node', doc({ type: 'iframe' })],
    ['a name every object has', doc({ type: 'constructor' })],
    ['an unknown mark', doc(paragraph(text('a', { type: 'blink' })))],
    ['a mark that is null', doc(paragraph(text('a', null)))],
    ['text beside blocks', doc(text('a'))],
    ['a list item outside a list', doc({ type: 'listItem', content: [paragraph()] })],
    ['a block in a paragraph', doc(paragraph(paragraph()))],
    ['a mark in a code block', doc({ type: 'codeBlock', content: [text('a', { type: 'bold' })] })],
    ['a line break in a heading', doc({ type: 'heading', content: [{ type: 'hardBreak' }] })],
    ['a heading of level 1', doc({ type: 'heading', attrs: { level: 1 }, content: [text('a')] })],
    ['a heading whose level is text', doc({ type: 'heading', attrs: { level: '2' }, content: [text('a')] })],
    ['a list that begins at -1', doc({ type: 'orderedList', attrs: { start: -1 }, content: [] })],
    ['a link without address', doc(paragraph(text('a', { type: 'link' })))],
    ['a link whose address is no text', doc(paragraph(text('a', { type: 'link', attrs: { href: {} } })))],
    ['a text that is no text', doc(paragraph({ type: 'text', text: 7 }))],
    ['an empty text', doc(paragraph(text('')))],
  ])('refuses %s', (_, json) => {
    expect(checkRichText(json)).toEqual({ ok: false, error: { code: 'invalid-rich-text' } });
  });

  test('refuses any other JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (content, marks) => {
        for (const json of [
          content,
          { type: 'doc', content },
          doc(paragraph({ type: 'text', text: 'a', marks })),
        ]) {
          const checked = checkRichText(json);
          if (!checked.ok) expect(checked.error.code).toBe('invalid-rich-text');
        }
      }),
    );
  });

  test('accepts 100,000 characters and refuses one more', () => {
    const half = 'mot '.repeat(MAX_TEXT_LENGTH / 8);
    const full = [paragraph(text(half)), paragraph(text(half))];
    expect(checkRichText(doc(...full)).ok).toBe(true);
    expect(checkRichText(doc(...full, paragraph(text('a'))))).toEqual({
      ok: false,
      error: { code: 'too-long' },
    });
  });

  test('refuses more nodes than a text of that length can need', () => {
    const paragraphs = Array.from({ length: 20_000 }, () => ({ type: 'paragraph' }));
    expect(checkRichText(doc(...paragraphs))).toEqual({ ok: false, error: { code: 'too-long' } });
  });

  function nestedQuotes(depth: number): unknown {
    let block: unknown = paragraph(text('a'));
    for (let level = 0; level < depth; level++) block = { type: 'blockquote', content: [block] };
    return doc(block);
  }

  test('accepts 18 quotes in one another and refuses more, however deep', () => {
    expect(checkRichText(nestedQuotes(18)).ok).toBe(true);
    for (const depth of [19, 20, 100_000]) {
      expect(checkRichText(nestedQuotes(depth))).toEqual({ ok: false, error: { code: 'invalid-rich-text' } });
    }
  });

  test('drops the attributes an editor adds', () => {
    const attrs = { href: 'https://a.fr', target: '_blank', rel: null, class: 'x" onclick="' };
    expect(canonicalContent(paragraph(text('a', { type: 'link', attrs })))).toEqual([
      paragraph(text('a', link('https://a.fr/'))),
    ]);
  });

  test('keeps the words of a link that is not safe', () => {
    expect(canonicalContent(paragraph(text('a', link('javascript:alert(1)'))))).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'a' }] },
    ]);
  });

  test('gives a space the marks of the words on both sides', () => {
    const bold = { type: 'bold' };
    const content = canonicalContent(paragraph(text(' a ', bold), text('b', bold), text(' c  d ')));
    expect(content).toEqual([paragraph(text('a b', bold), { type: 'text', text: ' c d' })]);
  });

  test('drops line breaks at the edges and blocks without content', () => {
    const lineBreak = { type: 'hardBreak' };
    const emptyItem = { type: 'listItem', content: [paragraph()] };
    const content = canonicalContent(
      paragraph(lineBreak, text(' ')),
      paragraph(lineBreak, text('a'), lineBreak),
      { type: 'bulletList', content: [emptyItem] },
      { type: 'blockquote', content: [paragraph()] },
      { type: 'codeBlock', content: [text('\n ')] },
    );
    expect(content).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }]);
  });

  test('drops the characters that no page or database takes', () => {
    expect(canonicalContent(paragraph(text('a\u0000b\ud800c\uffffd\u0007\ufeff')))).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'ab\ufffdcd' }] },
    ]);
  });
});

describe('isEmptyRichText', () => {
  test('is true for the empty document and for whatever shows nothing', () => {
    expect(isEmptyRichText(emptyRichText())).toBe(true);
    expect(checkRichText(emptyRichText())).toEqual({ ok: true, value: emptyRichText() });
    const checked = checkRichText(doc(paragraph(text(' \n')), paragraph()));
    expect(checked.ok && isEmptyRichText(checked.value)).toBe(true);
  });

  test.each([paragraph(text('a')), { type: 'horizontalRule' }, { type: 'codeBlock', content: [text('a')] }])(
    'is false for %j',
    (block) => {
      const checked = checkRichText(doc(block));
      expect(checked.ok && isEmptyRichText(checked.value)).toBe(false);
    },
  );
});
