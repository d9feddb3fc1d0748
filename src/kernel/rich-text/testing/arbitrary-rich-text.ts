import * as fc from 'fast-check';
import { checkRichText } from '../rich-text.ts';
import type { RichText } from '../schema.ts';

type Json = { type: string; [key: string]: unknown };

/** Pieces of text that mean something to Markdown, to HTML, to Unicode or to French typography. */
const AWKWARD_SIGNS = `
  * ** *** _ __ \` \`\` \`\`\` ~~~ --- === - 12. # > < </p> <b> <!-- & &amp; &#35; &nbsp ; \\ \\\\ ! [ ] ]( ](/x)
  [x](/y) ![ ( ) | : :// " ' = ~ ^ $ + http://a.b https://x.org/a_b*c https: www.a.fr a@b.fr <https://a.b>
  javascript:alert(1) <a@b.fr> mailto:a@b.fr a b Z 7 é œuvre mot jean_paul « » ’ … – € 😀 👩‍🌾 日本 عربي \u200b \u202e \u0000 \ud800
`
  .trim()
  .split(/[ \n]+/);

/** The same, with spaces in them; separated by slashes. */
const AWKWARD_SPACES =
  '- /1. /2) /## /> /[a]: b/ /  /\t/\n/\r\n/\u00a0/\u202f/\u2028/\ufeff/\n\n/\n- /\n    '.split('/');

const text = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...AWKWARD_SIGNS, ...AWKWARD_SPACES) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
  .filter((joined) => joined !== '');

const href = fc.oneof(
  fc.constantFrom(
    '/pratiques/a-b',
    'https://x.org/a_(b)?c=1&copy;=2',
    'mailto:a@b.fr',
    'https://x.org/',
    '#no',
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
);

const mark = fc.oneof(
  href.map((address) => ({ type: 'link', attrs: { href: address } })),
  fc.constantFrom({ type: 'bold' }, { type: 'italic' }, { type: 'code' }),
);

const marks = fc.uniqueArray(mark, { maxLength: 4, selector: ({ type }) => type });

/** A link that shows its own address, as people paste them. */
const pastedAddress = href.map((address) => ({
  type: 'text',
  text: address,
  marks: [{ type: 'link', attrs: { href: address } }],
}));

const markedText = fc.record({ type: fc.constant('text'), text, marks });
const plainText = fc.record({ type: fc.constant('text'), text });
const inline: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: markedText },
  { weight: 3, arbitrary: plainText },
  { weight: 1, arbitrary: pastedAddress },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('hardBreak'), marks }) },
);

const paragraph = fc.record({ type: fc.constant('paragraph'), content: fc.array(inline, { maxLength: 6 }) });

const leafBlock: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: paragraph },
  fc.record({
    type: fc.constant('heading'),
    attrs: fc.record({ level: fc.constantFrom(2, 3, 4) }),
    content: fc.array(fc.oneof(markedText, plainText), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('codeBlock'),
    attrs: fc.record({ language: fc.constantFrom(null, 'js', 'c++', 'not a language') }),
    content: fc.array(plainText, { maxLength: 2 }),
  }),
  fc.constant({ type: 'horizontalRule' }),
);

function blockArbitrary(depth: number): fc.Arbitrary<Json> {
  if (depth === 0) return leafBlock;
  const inner = fc.array(blockArbitrary(depth - 1), { maxLength: 3 });
  const emptyParagraph: Json = { type: 'paragraph' };
  const item = fc
    .tuple(fc.option(paragraph), inner)
    .map(([first, rest]): Json => ({ type: 'listItem', content: [first ?? emptyParagraph, ...rest] }));
  const items = fc.array(item, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: leafBlock },
    items.map((content) => ({ type: 'bulletList', content })),
    fc
      .tuple(items, fc.constantFrom(0, 1, 2, 9, 99, 999_999_999))
      .map(([content, start]) => ({ type: 'orderedList', attrs: { start }, content })),
    inner.map((content) => ({
      type: 'blockquote',
      content: content.length > 0 ? content : [emptyParagraph],
    })),
  );
}

/** Any document that the schema accepts, as an editor or a file could bring it: rarely canonical. */
export const anyDocument: fc.Arbitrary<unknown> = fc
  .array(blockArbitrary(3), { minLength: 1, maxLength: 5 })
  .map((content) => ({ type: 'doc', content }));

/** Any document as it is stored. */
export const anyRichText: fc.Arbitrary<RichText> = anyDocument.map((json) => {
  const checked = checkRichText(json);
  if (!checked.ok) throw new Error('The schema refuses a document made for it');
  return checked.value;
});
