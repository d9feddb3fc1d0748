import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRichText } from './testing/arbitrary-rich-text.ts';
import { parseHtml } from './from-html.ts';
import { HOSTILE_TEXTS } from './testing/hostile-texts.ts';
import { checkRichText } from './rich-text.ts';
import { faultInHtml } from './testing/strict-html.ts';
import { renderHtml } from './to-html.ts';
import { toPlainText } from './to-text.ts';

function cleaned(html: string): string {
  return renderHtml(parseHtml(html));
}

describe('parseHtml', () => {
  test('law: reading what was rendered gives the same document', () => {
    fc.assert(
      fc.property(anyRichText, (doc) => {
        expect(parseHtml(renderHtml(doc))).toEqual(doc);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['text alone', 'a', '<p>a</p>'],
    [
      'blocks of any kind as paragraphs',
      '<div>a<section>b</section>c</div>d',
      '<p>a</p><p>b</p><p>c</p><p>d</p>',
    ],
    ['old and new words for bold and italic', '<b>a</b> <i>b</i>', '<p><strong>a</strong> <em>b</em></p>'],
    [
      'bold and italic by style',
      '<span style="font-weight:700;font-style:italic">a</span>',
      '<p><strong><em>a</em></strong></p>',
    ],
    ['a word processor’s bold that is none', '<b style="font-weight:normal">a</b>', '<p>a</p>'],
    ['headings from level 2', '<h2>a</h2><h6>b</h6>', '<h2>a</h2><h4>b</h4>'],
    ['all headings one level down when one is a title', '<h1>a</h1><h2>b</h2>', '<h2>a</h2><h3>b</h3>'],
    ['a title however it is written', '<h1/>a</h1>', '<h2>a</h2>'],
    ['a heading with blocks in it', '<h2><div>a</div><div>b<br>c</div></h2>', '<h2>a b c</h2>'],
    ['line breaks', 'a<br>b', '<p>a<br>b</p>'],
    ['a rule', 'a<hr>b', '<p>a</p><hr><p>b</p>'],
    [
      'lists in lists',
      '<ul><li>a<ol start="3"><li>b</ol></ul>',
      '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>',
    ],
    [
      'a list directly in a list',
      '<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>',
      '<ul><li>a</li><li><ul><li>b</li></ul></li><li>c</li></ul>',
    ],
    ['text in a list outside its items', '<ul>a<li>b</li></ul>', '<ul><li>a</li><li>b</li></ul>'],
    ['an item outside a list', '<li>a</li>', '<ul><li>a</li></ul>'],
    ['a list that begins nowhere', '<ol start="-2"><li>a</ol>', '<ol><li>a</li></ol>'],
    [
      'code with its language',
      '<pre><code class="hljs language-js">a &lt; b\n</code></pre>',
      '<pre><code class="language-js">a &lt; b</code></pre>',
    ],
    [
      'code with a block for each line',
      '<pre><div>a</div><div>b</div></pre>',
      '<pre><code>a\nb</code></pre>',
    ],
    [
      'a table row by row',
      '<table><tr><th>a<th>b<tr><td>c<td>d</table>',
      '<p><strong>a</strong> | <strong>b</strong></p><p>c | d</p>',
    ],
    ['safe links', '<a href="/a">b</a>', '<p><a href="/a">b</a></p>'],
    [
      'the words of other links',
      '<a href="#a">b</a> <a href="javascript:c">d</a> <a name="e">f</a>',
      '<p>b d f</p>',
    ],
    ['an image as a link to it', '<img src="/a.jpg" alt="vélo">', '<p><a href="/a.jpg">vélo</a></p>'],
    [
      'an image in a link as its words',
      '<a href="/a"><img src="/a.jpg" alt="vélo"></a>',
      '<p><a href="/a">vélo</a></p>',
    ],
    ['no image without words', 'a<img src="https://b.fr/pixel.gif">', '<p>a</p>'],
    ['no script, style or template', 'a<script>b</script><style>c</style><template>d</template>', '<p>a</p>'],
    [
      'a whole page',
      '<!doctype html><html><head><title>a</title></head><body><p>b</body></html>',
      '<p>b</p>',
    ],
    ['comments and unknown elements', '<o:p>a</o:p><!-- b --><custom-c>d</custom-c>', '<p>ad</p>'],
    ['entities', '&laquo;&nbsp;a&nbsp;&raquo; &amp;lt;', '<p>«\u00a0a\u00a0» &amp;lt;</p>'],
    ['nothing', ' <p> </p>\n<ul><li></ul>', '<p></p>'],
  ])('reads %s', (_, html, expected) => {
    expect(cleaned(html)).toBe(expected);
  });

  test('resolves links and images against the page they come from', () => {
    const doc = parseHtml('<a href="../b?c">d</a> <img src="e.jpg" alt="f">', { base: 'https://g.fr/h/i' });
    const rel = 'rel="nofollow ugc noopener"';
    expect(renderHtml(doc)).toBe(
      `<p><a href="https://g.fr/b?c" ${rel}>d</a> <a href="https://g.fr/h/e.jpg" ${rel}>f</a></p>`,
    );
  });

  test.each(HOSTILE_TEXTS)('makes %j harmless', (hostile) => {
    expect(faultInHtml(cleaned(hostile))).toBeNull();
    expect(faultInHtml(cleaned(`<a href="${hostile.replaceAll('"', '&quot;')}">a</a>`))).toBeNull();
    expect(
      faultInHtml(cleaned(`<pre class="language-${hostile.replaceAll('"', '&quot;')}">a</pre>`)),
    ).toBeNull();
  });

  const tags = [
    'p',
    'div',
    'ul',
    'ol',
    'li',
    'blockquote',
    'pre',
    'h1',
    'h3',
    'b',
    'i',
    'code',
    'a href=/x',
    'table',
    'td',
  ];
  const markup = fc.oneof(
    fc.constantFrom(...tags.map((tag) => `<${tag}>`)),
    fc.constantFrom(...tags.map((tag) => `</${tag.split(' ')[0]}>`)),
    fc.constantFrom('<br>', '<hr>', '<tr>', '<h1/>', '<!-- x -->', ' ', '\n', '&nbsp;', '<img src=/x alt=x>'),
  );
  const word = fc.integer({ min: 100, max: 999 }).map((number) => `mot${number}`);

  test('law: whatever the nesting, a canonical document, and no word is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(markup, word), { maxLength: 40 }), (parts) => {
        const doc = parseHtml(parts.join(''));
        expect(checkRichText(doc)).toEqual({ ok: true, value: doc });
        const kept = toPlainText(doc);
        for (const part of parts.filter((part) => part.startsWith('mot'))) expect(kept).toContain(part);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['<div>', '<ul><li>', '<blockquote>', '<b><i>', '<ol>', '<pre>'])(
    'reads %s nested fifty thousand deep',
    (tag) => {
      const doc = parseHtml(`${tag.repeat(50_000)}mot`);
      expect(checkRichText(doc)).toEqual({ ok: true, value: doc });
      expect(toPlainText(doc)).toBe('mot');
    },
    20_000,
  );
});
