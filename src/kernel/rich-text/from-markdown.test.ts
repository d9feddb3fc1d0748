import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from './from-markdown.ts';
import { checkRichText } from './rich-text.ts';
import { renderHtml } from './to-html.ts';
import { toPlainText } from './to-text.ts';

function html(markdown: string): string {
  return renderHtml(parseMarkdown(markdown));
}

describe('parseMarkdown', () => {
  test.each([
    ['a paragraph', 'Bonjour', '<p>Bonjour</p>'],
    ['two paragraphs', 'a\n\nb', '<p>a</p><p>b</p>'],
    ['a line end as the writer saw it', '12 rue X\n35000 Rennes', '<p>12 rue X<br>35000 Rennes</p>'],
    ['headings from level 2', '## a\n### b\n#### c', '<h2>a</h2><h3>b</h3><h4>c</h4>'],
    ['all headings one level down when one is a title', '# a\n## b', '<h2>a</h2><h3>b</h3>'],
    ['no heading below level 4', '## a\n###### b', '<h2>a</h2><h4>b</h4>'],
    ['a heading on two lines as one', 'a\nb  \nc\n---', '<h2>a b c</h2>'],
    ['lists in lists', '- a\n  1. b\n- c', '<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>'],
    ['a list that begins elsewhere', '7. a\n8. b', '<ol start="7"><li>a</li><li>b</li></ol>'],
    ['items of several blocks', '- a\n\n  b', '<ul><li><p>a</p><p>b</p></li></ul>'],
    ['an item that begins with code', '- ```\n  a\n  ```', '<ul><li><pre><code>a</code></pre></li></ul>'],
    ['code without the line ends after it', '```\na\n\n\n```', '<pre><code>a</code></pre>'],
    ['a quote', '> a\n> b', '<blockquote><p>a<br>b</p></blockquote>'],
    ['code', '```js\na < b\n```', '<pre><code class="language-js">a &lt; b</code></pre>'],
    ['a rule', 'a\n\n---\n\nb', '<p>a</p><hr><p>b</p>'],
    ['bold, italic and code', '**a** *b* `c`', '<p><strong>a</strong> <em>b</em> <code>c</code></p>'],
    ['a link to our own site', '[a](/b)', '<p><a href="/b">a</a></p>'],
    [
      'a link to another site',
      '[a](https://b.fr/c)',
      '<p><a href="https://b.fr/c" rel="nofollow ugc noopener">a</a></p>',
    ],
    [
      'an address in the text',
      'Voir https://b.fr/c_d_e.',
      '<p>Voir <a href="https://b.fr/c_d_e" rel="nofollow ugc noopener">https://b.fr/c_d_e</a>.</p>',
    ],
    ['no link where a full stop lacks its space', 'fin.De plus', '<p>fin.De plus</p>'],
    ['an image as a link to it', '![vélo](/v.jpg)', '<p><a href="/v.jpg">vélo</a></p>'],
    ['an image in a link as its words', '[![vélo](/v.jpg)](/b)', '<p><a href="/b">vélo</a></p>'],
    ['HTML as text', '<b>a</b>', '<p>&lt;b&gt;a&lt;/b&gt;</p>'],
    ['a link that is not safe as it was written', '[a](javascript:b)', '<p>[a](javascript:b)</p>'],
    ['a reference definition as text', '[a]: /b\n\n[a]', '<p>[a]: /b</p><p>[a]</p>'],
    ['nothing', ' \n\t\n', '<p></p>'],
  ])('reads %s', (_, markdown, expected) => {
    expect(html(markdown)).toBe(expected);
  });

  test('joins the lines of a text wrapped by a machine, except where the writer broke them', () => {
    const doc = parseMarkdown('un\ndeux  \ntrois\\\nquatre', { wrapped: true });
    expect(renderHtml(doc)).toBe('<p>un deux<br>trois<br>quatre</p>');
  });

  test('accepts any text and gives a canonical document', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const doc = parseMarkdown(text);
        expect(checkRichText(doc)).toEqual({ ok: true, value: doc });
      }),
    );
  });

  test('reads a plain line as it does beside other blocks', () => {
    const parts = fc.constantFrom(
      ...'aéZ19 .,-–;?«»()%°€/:@*\u00A0\u202F'.split(''),
      ' Redon',
      '  ',
      '1. ',
      'http://a.fr',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (signs) => {
        const line = `a${signs.join('')}`;
        const beside = parseMarkdown(`${line}\n\n---`).content.slice(0, -1);
        expect(parseMarkdown(line).content).toEqual(beside);
      }),
      { numRuns: 2000 },
    );
  });

  const markup = fc.constantFrom(
    ...'* ** _ ` [ ](/x) ](javascript:x) ![ < > <!-- &lt; \\ | http://'.split(' '),
    ...'~~~\n/```\n/> /- /1. /# /\n/\n\n/\n    /\n  /\t/ /---\n/===\n'.split('/'),
  );
  const words = fc.integer({ min: 100, max: 999 }).map((number) => `mot${number}`);

  test('loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(markup, words), { maxLength: 40 }), (parts) => {
        const kept = toPlainText(parseMarkdown(parts.join('')));
        for (const word of parts.filter((part) => part.startsWith('mot'))) expect(kept).toContain(word);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['quotes', '> '.repeat(60) + 'mot'],
    [
      'quotes, line by line',
      Array.from({ length: 60 }, (_, depth) => `${'>'.repeat(depth)} mot${depth}`).join('\n'),
    ],
    ['lists', Array.from({ length: 60 }, (_, depth) => `${'  '.repeat(depth)}- mot${depth}`).join('\n')],
    ['lists on one line', '- '.repeat(60) + 'mot'],
    ['quotes and lists', '> 1. '.repeat(30) + 'mot\nmot1'],
  ])('keeps what is nested too deep as text: %s', (_, markdown) => {
    const doc = parseMarkdown(markdown);
    expect(checkRichText(doc)).toEqual({ ok: true, value: doc });
    for (const word of markdown.match(/mot\d*/g) ?? []) expect(toPlainText(doc)).toContain(word);
  });

  test('comes back to the first level after what is nested too deep', () => {
    const lines = Array.from({ length: 30 }, (_, depth) => `${'  '.repeat(depth)}- a`);
    const [list] = parseMarkdown([...lines, '- b'].join('\n')).content;
    expect(list?.type === 'bulletList' && list.content.length).toBe(2);
  });

  test.each(['[', '](', '*a ', '**a*', '_a ', '`', '<', '> ', '- ', '![', '[a](/b)', 'http://', '\\', 'a\n'])(
    'reads 20,000 times %j in a time that does not explode',
    (part) => {
      const time = (count: number) => {
        const text = part.repeat(count);
        const start = performance.now();
        parseMarkdown(text);
        return performance.now() - start;
      };
      time(1_000);
      // Quadratic work would take 100 times longer; linear work takes 10 times.
      expect(time(20_000)).toBeLessThan(50 * Math.max(time(2_000), 5));
    },
  );
});
