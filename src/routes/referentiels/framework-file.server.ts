import type { RequestEvent } from '@sveltejs/kit';
import { writeFrameworkCsv } from '#modules/framework/index.server.ts';
import { writeFrameworkJson, writeFrameworkSkos } from '#modules/framework/index.ts';
import { addressOf } from '#modules/records/index.ts';
import { contentAt } from './framework-at.server.ts';

type FileFormat = 'csv' | 'json' | 'jsonld';

const types = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  jsonld: 'application/ld+json; charset=utf-8',
} as const satisfies Record<FileFormat, string>;

/** A version of the framework that the address names, as a file that another territory can import. */
export async function answerFile(event: RequestEvent, format: FileFormat): Promise<Response> {
  const taken = await contentAt(event);
  const version = taken.isDraft ? 'brouillon' : `v${taken.content.version}`;
  return new Response(await fileOf(event.locals, taken, format), {
    headers: {
      'content-type': types[format],
      'content-disposition': `attachment; filename="${taken.record.slug}-${version}.${format}"`,
    },
  });
}

async function fileOf(
  { context, territory }: App.Locals,
  { record, content }: Awaited<ReturnType<typeof contentAt>>,
  format: FileFormat,
): Promise<string> {
  const site = context.origin;
  const number = content.version;
  const framework = `${site}${addressOf(record)}`;
  const at = (version: number) => `${framework}?version=${version}`;
  const origin = {
    territory: { name: territory.name, url: site },
    framework,
    address: at(number),
    ...(number > 1 && content.from?.frameworkId === content.id && { replaces: at(number - 1) }),
  };
  if (format === 'csv') return writeFrameworkCsv(content, origin);
  if (format === 'json') return writeFrameworkJson(content, origin, site);
  return writeFrameworkSkos(content, origin);
}
