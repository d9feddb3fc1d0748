import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { escapeText } from './escape-text.ts';
import { all, faultsOf, only, readAtom } from './testing/read-atom.ts';
import { type FeedContent, type FeedEntry, lastUpdate, writeFeed } from './write-feed.server.ts';

const entry: FeedEntry = {
  id: newId(),
  title: 'Jardin',
  path: '/pratiques/jardin-3k9x0m2a',
  updated: new Date('2026-11-23T09:00:00Z'),
  authors: ['Camille'],
  html: '<p>Ouvert</p>',
  language: 'fr',
};

function written(given: Partial<FeedContent>) {
  const content: FeedContent = {
    territoryId: newId(),
    origin: 'https://essai.test',
    locale: 'fr',
    title: 'Pratiques',
    author: 'Pays d’essai',
    page: '/pratiques',
    self: '/pratiques.atom',
    entries: [entry],
    ...given,
  };
  return readAtom(writeFeed(content));
}

/** What people may have typed, and what would break out of XML, of CDATA or of an attribute. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(']]>]]>', '<script>alert(1)</script>', '"&amp;\'', '\u0000\u0008\uFFFE\uD800', '<!--'),
);

describe('a feed', () => {
  it('is well-formed and keeps to RFC 4287, whatever people wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText, anyText), { maxLength: 5 }), anyText, (texts, name) => {
        const entries = texts.map(([title, author, text]) => ({
          ...entry,
          id: newId(),
          title: `Titre ${title}`,
          authors: [author],
          html: `<p>${escapeText(text)}</p>`,
          licence: text,
        }));
        const feed = written({
          entries,
          title: `Fil ${name}`,
          author: `Pays ${name}`,
          self: '/x.atom?q=%22%3C',
        });
        expect(faultsOf(feed)).toEqual([]);
      }),
    );
  });

  it('gives titles and texts as HTML in which nothing that people wrote is markup', () => {
    const [told] = all(written({ entries: [{ ...entry, title: '<b>Gras</b> & ]]>' }] }), 'entry');
    expect(told && only(told, 'title')).toBe('&lt;b&gt;Gras&lt;/b&gt; &amp; ]]&gt;');
  });

  it('says the language of a text that is not in that of the feed', () => {
    const [told] = all(written({ entries: [{ ...entry, language: 'br' }] }), 'entry');
    expect(told && only(told, 'content')).toBe('<div lang="br"><p>Ouvert</p></div>');
  });

  it('has an id of its own on each territory and for each address, whatever the name of the instance', () => {
    const territoryId = newId();
    const id = (given: Partial<FeedContent>) => only(written({ territoryId, ...given }), 'id');
    expect(id({ origin: 'https://ailleurs.test' })).toBe(id({}));
    expect(id({ self: '/leviers.atom' })).not.toBe(id({}));
    expect(id({ territoryId: newId() })).not.toBe(id({}));
  });

  it('changed when its latest entry did, and never while it is empty', () => {
    const older = { ...entry, updated: new Date('2020-01-01T00:00:00Z') };
    expect(lastUpdate([older, entry])).toEqual(entry.updated);
    expect(faultsOf(written({ entries: [] }))).toEqual([]);
    expect(lastUpdate([])).toEqual(lastUpdate([]));
  });

  it('names no author whose name is empty: the territory answers for it', () => {
    const [told] = all(written({ entries: [{ ...entry, authors: ['', ' '] }] }), 'entry');
    expect(told && all(told, 'author')).toEqual([]);
  });
});
