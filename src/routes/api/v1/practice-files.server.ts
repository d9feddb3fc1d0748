import { json } from '@sveltejs/kit';
import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { translators } from '#messages/index.ts';
import { exportCsv, exportGeojson, exportJsonld, findPractice } from '#modules/practices/index.server.ts';
import type { Practice } from '#modules/practices/index.ts';
import { findHidden, findPurged, findStanding, findTombstone } from '#modules/records/index.server.ts';
import { type Asked, answerUnlessHeld, apiError, practiceQuery, streamText } from './api-answers.server.ts';

const formats = {
  csv: { write: exportCsv, type: 'text/csv; charset=utf-8; header=present' },
  geojson: { write: exportGeojson, type: 'application/geo+json' },
  jsonld: { write: exportJsonld, type: 'application/ld+json' },
};

type FileFormat = keyof typeof formats;

/** The practices that the filters of the address keep, as a file. */
export async function answerList(asked: Asked, format: FileFormat): Promise<Response> {
  const query = await practiceQuery(asked.locals, asked.url);
  if (!query.ok) return query.error;
  const { write, type } = formats[format];
  return answerUnlessHeld(asked, () =>
    streamText(write(asked.locals.context, query.value.filters), headersOf(`pratiques.${format}`, type)),
  );
}

/** One practice, as a file of the same form as the list. */
export async function answerOne(
  asked: Asked & { params: { id: string } },
  format: FileFormat,
): Promise<Response> {
  const { write, type } = formats[format];
  return withPractice(asked, ({ record }) =>
    streamText(
      write(asked.locals.context, { among: [record.id] }),
      headersOf(`pratique-${record.shortId}.${format}`, type),
    ),
  );
}

/** Answers with the practice that the address names by its id: 410 once it left the public, 404 when there is none. */
export async function withPractice(
  { params, ...asked }: Asked & { params: { id: string } },
  answer: (practice: Practice) => Promise<Response> | Response,
): Promise<Response> {
  const { context, locale } = asked.locals;
  const practice = isId(params.id) ? await findPractice(context, { id: params.id }) : undefined;
  if (practice) {
    const made = await answerUnlessHeld(asked, () => answer(practice));
    made.headers.set('last-modified', practice.record.updatedAt.toUTCString());
    return made;
  }
  const standing = isId(params.id)
    ? await findStanding(context, { kind: 'practice', id: params.id })
    : undefined;
  if (standing && (await findPractice(context, standing))) return movedTo(asked.url, params.id, standing.id);
  const id = standing?.id ?? params.id;
  const t = translators[locale];
  if (isId(id) && (await isGone(context, id))) {
    return apiError(410, { code: 'gone', message: t('app.error.gone') });
  }
  return apiError(404, { code: 'not-found', message: t('records.error.not-found') });
}

/**
 * It was merged into another practice: 301, to the same form of that one, and by which id it is known. No cache keeps it, for merges
 * are undone.
 */
function movedTo(url: URL, from: Id, to: Id): Response {
  const headers = { location: url.pathname.replace(from, to), 'cache-control': 'no-cache' };
  return json({ merged_into: to }, { status: 301, headers });
}

/** Whether its page would answer 410: it was removed, hidden or purged, and this reader could see it before. */
async function isGone(context: Context, id: Id): Promise<boolean> {
  const where = { kind: 'practice', id } as const;
  const found = await Promise.all([
    findTombstone(context, where),
    findHidden(context, where),
    findPurged(context, where),
  ]);
  return found.some((one) => one !== undefined);
}

function headersOf(fileName: string, type: string): Record<string, string> {
  return { 'content-type': type, 'content-disposition': `attachment; filename="${fileName}"` };
}
