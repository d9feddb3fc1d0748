import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRichText } from './testing/arbitrary-rich-text.ts';
import { parseMarkdown } from './from-markdown.ts';
import { HOSTILE_TEXTS } from './testing/hostile-texts.ts';
import { checkRichText } from './rich-text.ts';
import type { RichText } from './schema.ts';
import { faultInHtml } from './testing/strict-html.ts';
import { renderHtml } from './to-html.ts';
import { toMarkdown } from './to-markdown.ts';

describe('the strict reader of these tests', () => {
  test.each([
    ['an unescaped bracket', '<p>a < b</p>'],
    ['an unescaped ampersand', '<p>a & b</p>'],
    ['an unescaped quote', '<p>"</p>'],
    ['an unknown element', '<p><img></p>'],
    ['an event handler', '<p onclick="a">b</p>'],
    ['an attribute without quotes', '<ol start=2><li>a</li></ol>'],
    ['a paragraph in a paragraph', '<p><p>a</p></p>'],
    ['text between items', '<ul>a</ul>'],
    ['a list in a paragraph', '<p><ul><li>a</li></ul></p>'],
    ['a link in a link', '<p><a href="/a"><a href="/b">c</a></a></p>'],
    ['crossed elements', '<p><strong><em>a</strong></em></p>'],
    ['an element left open', '<p>a'],
    ['a script as an address', '<p><a href="javascript:a">b</a></p>'],
    ['another site as a path', '<p><a href="//a.fr">b</a></p>'],
    ['an address that hides the site', '<p><a href="https://@a.fr">b</a></p>'],
  ])('finds %s', (_, html) => {
    expect(faultInHtml(html)).not.toBeNull();
  });
});

describe('renderHtml', () => {
  test('law: whatever the document, the page is valid and harmless', () => {
    fc.assert(
      fc.property(anyRichText, (doc) => {
        expect(faultInHtml(renderHtml(doc))).toBeNull();
      }),
    );
  });

  test.each(HOSTILE_TEXTS)('makes %j harmless when it is written in Markdown', (hostile) => {
    const doc = parseMarkdown(hostile);
    expect(faultInHtml(renderHtml(doc))).toBeNull();
    expect(parseMarkdown(toMarkdown(doc))).toEqual(doc);
  });

  test.each(HOSTILE_TEXTS)('makes %j harmless wherever a document can hold it', (hostile) => {
    const address = /\]\((.*)\)/s.exec(hostile)?.[1] ?? hostile;
    const link = { type: 'link', attrs: { href: address, onclick: hostile } };
    const json = {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: hostile, marks: [link] }] },
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: hostile }] },
        { type: 'codeBlock', attrs: { language: hostile }, content: [{ type: 'text', text: hostile }] },
      ],
    };
    const checked = checkRichText(json);
    expect(checked.ok && faultInHtml(renderHtml(checked.value))).toBeNull();
  });

  test.each(HOSTILE_TEXTS)('makes %j harmless even in a document nobody checked', (hostile) => {
    const address = /\]\((.*)\)/s.exec(hostile)?.[1] ?? hostile;
    const marks = [{ type: 'link' as const, attrs: { href: address } }];
    const doc: RichText = {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [{ type: 'text', text: 'a', marks }] },
        { type: 'codeBlock', attrs: { language: hostile }, content: [{ type: 'text', text: 'a' }] },
      ],
    };
    expect(faultInHtml(renderHtml(doc))).toBeNull();
  });

  test('escapes what HTML reads as its own', () => {
    expect(renderHtml(parseMarkdown('a < b & "c" > \'d\''))).toBe(
      '<p>a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;</p>',
    );
  });

  test('tells search engines not to follow links to other sites, and only these', () => {
    const html = renderHtml(parseMarkdown('[a](https://b.fr) [c](/d) [e](mailto:f@g.fr)'));
    expect(html).toBe(
      '<p><a href="https://b.fr/" rel="nofollow ugc noopener">a</a> <a href="/d">c</a> <a href="mailto:f@g.fr">e</a></p>',
    );
  });

  test('puts the mark that reaches furthest outside', () => {
    expect(renderHtml(parseMarkdown('**[a](/b) c**'))).toBe('<p><strong><a href="/b">a</a> c</strong></p>');
    expect(renderHtml(parseMarkdown('[a **b**](/c)'))).toBe('<p><a href="/c">a <strong>b</strong></a></p>');
    expect(renderHtml(parseMarkdown('**a [b](/c) _d_ e** f'))).toBe(
      '<p><strong>a <a href="/c">b</a> <em>d</em> e</strong> f</p>',
    );
  });
});
