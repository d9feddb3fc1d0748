import { connectBare } from './support/bare-client.ts';
import { httpClient } from './support/http-client.ts';
import { type MadeUpSession, makeUpSession } from './support/made-up-session.ts';
import type { Product } from './support/product.ts';
import { sendLoad } from './support/readers.ts';
import { type Line, compared, kilobytes, ms, printLines, progress } from './support/report.ts';
import { type Series, series } from './support/series.ts';

/** Whoever sends a cookie, any, gets a page that is rendered for them alone. */
const rendered = { 'accept-encoding': 'gzip', cookie: 'essai=1' };
const [people, criteria] = [500, 60];

/**
 * The result page of a session of 500 answers on 60 criteria, rendered over HTTP each time, beside the least that could
 * be done in its place: its sheets read by SQL sent bare and counted by a plain loop. And the page that compares four
 * practices of such a session.
 */
export async function benchResultPage(product: Product, dataFolder: string): Promise<void> {
  progress('result page');
  const session = await makeUpSession(dataFolder, { people, criteria, practices: 1 });
  const bare = await countedBare(dataFolder, session);
  const lines = await linesOf(product, { name: 'result page', path: session.path, bare });
  const paper = await linesOf(product, { name: 'report', path: `${session.path}/rapport`, bare });
  const several = await makeUpSession(dataFolder, { people: people / 4, criteria, practices: 4 });
  const path = `${several.path}/choisir`;
  const choice = await linesOf(product, {
    name: 'four practices compared',
    path,
    bare: await countedBare(dataFolder, several),
  });
  printLines(`Result of ${people} answers on ${criteria} criteria, rendered each time`, [
    ...lines,
    ...paper,
    ...choice,
  ]);
}

async function linesOf(
  product: Product,
  { name, path, bare }: { name: string; path: string; bare: Series },
): Promise<Line[]> {
  const url = product.origin + path;
  const body = await httpClient(1)(url, rendered);
  const ours = await sendLoad({ headers: rendered, lanes: 1, times: 200, seconds: 10, urls: [url] });
  const beside = 'its sheets by SQL sent bare, counted in a plain loop';
  return (['p50', 'p95'] as const).map((at) =>
    compared(`${name} (${kilobytes(body.length)}), ${at}`, ms, {
      ours: ours[at],
      yardstick: bare[at],
      beside,
    }),
  );
}

interface SheetRow {
  college_key: string;
  answers: Record<string, number | string>;
}

async function countedBare(dataFolder: string, { id }: MadeUpSession): Promise<Series> {
  const client = await connectBare(dataFolder);
  try {
    return await series(
      async () => {
        const { rows } = await client.query<SheetRow>(
          'select college_key, answers, remarks from evaluation_sheet where evaluation_id = $1',
          [id],
        );
        countAnswers(rows);
      },
      { lanes: 1, times: 200, seconds: 10 },
    );
  } finally {
    await client.end();
  }
}

/** How many of each college gave each answer to each criterion. */
function countAnswers(rows: readonly SheetRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { college_key: college, answers } of rows) {
    for (const [criterion, answer] of Object.entries(answers)) {
      const cell = `${college} ${criterion} ${answer}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
  }
  return counts;
}
