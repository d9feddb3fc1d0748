import { httpClient } from './http-client.ts';
import { type SeriesLimits, series } from './series.ts';

/** What the readers ask for, each address in its turn. */
export interface Load extends SeriesLimits {
  urls: string[];
  headers: Record<string, string>;
}

// The readers, in a process of their own: what they cost must not count as the server's.
process.on('message', async ({ urls, headers, ...limits }: Load) => {
  const client = httpClient(limits.lanes);
  const measured = await series((number) => client(urls[number % urls.length] ?? '', headers), limits);
  process.send?.(measured);
});
