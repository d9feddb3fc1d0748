import { seededRandom } from '#mathematics/seeded-random.ts';
import { connectBare } from './support/bare-client.ts';
import { mistypedTitles, vocabulary } from './support/made-up-practices.ts';
import type { Product } from './support/product.ts';
import { sendLoad } from './support/readers.ts';
import { type Line, atMost, compared, ms, printLines, times } from './support/report.ts';
import { type Series, series } from './support/series.ts';

const inWords = `
  select id from record
  where territory_id = $1 and search @@ websearch_to_tsquery('french_plain', $2)
  order by ts_rank(search, websearch_to_tsquery('french_plain', $2)) desc limit 20`;
const inTitles = `
  select id from record
  where territory_id = $1 and plain_text($2) <% plain_text(title)
  order by word_similarity(plain_text($2), plain_text(title)) desc limit 20`;

/** Each search is asked once, so that no answer is one that was kept; what each series asks, commonest words first. */
const twoWords = pairsOfWords(120, { commonest: 20, rarest: 400, seed: 3 });
const commonWords = pairsOfWords(12, { commonest: 0, rarest: 8, seed: 3 });
/** Other words of the same kind, not counted. */
const warmUp = pairsOfWords(120, { commonest: 20, rarest: 400, seed: 4 });

const bounded = { lanes: 1, seconds: 15 };

/** The list of practices, which searches among them, and the page that searches everything. */
const listed = '/pratiques';
const pages = [listed, '/recherche'];

/** The size from which the goal is told: below, a page weighs more than the search in it. */
const largeEnough = 20_000;

/** Searches nobody asked for yet, page included, beside PostgreSQL's own ranked search sent bare. */
export async function benchSearch(product: Product, dataFolder: string, practices: number): Promise<void> {
  const client = await connectBare(dataFolder);
  const { rows } = await client.query<{ id: string }>('select id from territory limit 1');
  const bare = (sql: string, texts: string[]) =>
    series((number) => client.query(sql, [rows[0]?.id, texts[number]]), { ...bounded, times: texts.length });
  const ours = (page: string, texts: string[]) => {
    const urls = texts.map((text) => `${product.origin}${page}?q=${encodeURIComponent(text)}`);
    return sendLoad({ ...bounded, urls, headers: { 'accept-encoding': 'gzip' }, times: urls.length });
  };
  for (const page of pages) await ours(page, warmUp);
  const lines: Line[] = [];
  for (const { name, sql, texts, goal } of [
    { name: 'two words', sql: inWords, texts: twoWords, goal: practices >= largeEnough },
    { name: 'two words that most texts hold', sql: inWords, texts: commonWords, goal: false },
    { name: 'a mistyped title', sql: inTitles, texts: mistypedTitles, goal: false },
  ]) {
    // The first round is not counted either: it brings what is searched into memory, for both.
    await bare(sql, texts);
    const yardstick = await bare(sql, texts);
    for (const page of pages) {
      const measured = { ours: await ours(page, texts), yardstick, goal: goal && page === listed };
      lines.push(...linesOf(page === listed ? name : `${name}, over everything`, measured));
    }
  }
  await client.end();
  printLines(`Search at ${practices} practices`, lines);
}

function linesOf(name: string, measured: { ours: Series; yardstick: Series; goal: boolean }): Line[] {
  const { ours, yardstick, goal } = measured;
  const line = (share: 'p50' | 'p95') =>
    compared(`search for ${name}, ${share}`, ms, {
      ours: ours[share],
      yardstick: yardstick[share],
      beside: 'the ranked search of PostgreSQL sent bare',
      goal: goal ? atMost(2, ours[share] / yardstick[share], times) : undefined,
    });
  return [line('p50'), line('p95')];
}

/** Two different words each, of ranks between those two, the common ones more often, as people search. */
function pairsOfWords(
  count: number,
  { commonest, rarest, seed }: { commonest: number; rarest: number; seed: number },
): string[] {
  const next = seededRandom(seed);
  const spread = Math.log((rarest + 1) / (commonest + 1));
  const word = () => vocabulary[Math.floor((commonest + 1) * Math.exp(next() * spread)) - 1] ?? '';
  const pairs = new Set<string>();
  while (pairs.size < count) {
    const [one, other] = [word(), word()];
    if (one !== other) pairs.add(`${one} ${other}`);
  }
  return [...pairs];
}
