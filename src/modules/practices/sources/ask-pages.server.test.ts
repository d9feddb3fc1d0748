import { describe, expect, it } from 'vitest';
import { err, ok } from '#kernel/result.ts';
import { readAsk } from '../import/formats/smw-ask.ts';
import { allAskedPages, asksWiki } from './ask-pages.server.ts';
import type { FetchRefusal } from './fetch-refusal.ts';

const url = new URL('https://wiki.test/api.php?action=ask&format=json&query=[[Category:Lieu]]|limit=2');
const printrequests = [{ label: '', mode: 2 }];

async function* bytesOf(value: unknown) {
  yield Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

const page = (name: string) => ({
  [name]: { fulltext: name, fullurl: `https://wiki.test/${name}`, printouts: {} },
});

/** A wiki that gives two pages at once, in the shape of an API version. */
function wikiOf(names: readonly string[], version: 2 | 3) {
  const asked: string[] = [];
  const answer = (offset: number) => {
    const pages = names.slice(offset, offset + 2).map(page);
    const results = version === 3 || pages.length === 0 ? pages : Object.assign({}, ...pages);
    const more = offset + 2 < names.length ? { 'query-continue-offset': offset + 2 } : {};
    return { ...more, query: { printrequests, results } };
  };
  const ask = async (address: string) => {
    const query = new URL(address).searchParams.get('query') ?? '';
    asked.push(query);
    return ok({ bytes: bytesOf(answer(Number(/\|offset=(\d+)$/.exec(query)?.[1] ?? 0))) });
  };
  return { asked, ask, first: bytesOf(answer(0)) };
}

async function titlesOf(bytes: Uint8Array) {
  const { rows, warnings } = readAsk(JSON.parse(Buffer.from(bytes).toString()));
  return { titles: rows.map((row) => row['displaytitle']), warnings };
}

describe('a query that finds more pages than a wiki gives at once', () => {
  it.each([2, 3] as const)(
    'is asked on until the end, one answer after the other (version %i)',
    async (version) => {
      const names = ['Four', 'Jardin', 'Lavoir', 'Moulin', 'Verger'];
      const wiki = wikiOf(names, version);
      const all = await allAskedPages(wiki.first, url, wiki.ask);
      expect(all.ok && (await titlesOf(all.value))).toEqual({ titles: names, warnings: [] });
      expect(wiki.asked).toEqual([
        '[[Category:Lieu]]|limit=2|offset=2',
        '[[Category:Lieu]]|limit=2|offset=4',
      ]);
    },
  );

  it('is not asked for ever: what is left is told', async () => {
    const wiki = wikiOf(
      Array.from({ length: 101 }, (_, place) => `Lieu ${place}`),
      3,
    );
    const all = await allAskedPages(wiki.first, url, wiki.ask);
    const { titles, warnings } = all.ok ? await titlesOf(all.value) : { titles: [], warnings: [] };
    expect([titles.length, wiki.asked.length]).toEqual([80, 39]);
    expect(warnings).toMatchObject([{ code: 'more-pages-at-source', params: { count: 80, offset: '80' } }]);
  });

  it('is refused whole when a later answer does not come, is none, or goes in circles no further', async () => {
    const trouble: FetchRefusal = { code: 'trouble-there', params: { status: 503 }, proposals: [] };
    const refused = err(trouble);
    const begun = () => wikiOf(['a', 'b', 'c'], 3).first;
    expect(await allAskedPages(begun(), url, async () => refused)).toEqual(refused);
    const broken = await allAskedPages(begun(), url, async () => ok({ bytes: bytesOf('{"error":"no"}') }));
    expect(broken).toMatchObject({ ok: false, error: { code: 'answer-not-understood' } });
    let times = 0;
    const again = await allAskedPages(begun(), url, async () => {
      times += 1;
      return ok({ bytes: wikiOf(['a', 'b', 'c'], 3).first });
    });
    expect([again.ok, times]).toEqual([true, 1]);
  });

  it('is left as it came when there is nothing more, or when it is something else', async () => {
    const ask = async () => expect.unreachable('nothing more is asked');
    for (const text of ['{"query":{"printrequests":[],"results":[]}}', 'nom\nFour\n']) {
      const all = await allAskedPages(bytesOf(text), url, ask);
      expect(all.ok && Buffer.from(all.value).toString()).toBe(text);
    }
  });

  it.each([
    [url.href, true],
    ['https://wiki.test/api.php?action=query&titles=Four', false],
    ['https://lieux.test/?api/forms/1/entries', false],
  ])('is known by its address: %s', (address, expected) => expect(asksWiki(new URL(address))).toBe(expected));
});
