import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Id } from '#kernel/ids.ts';
import type { Result } from '#kernel/result.ts';
import { type RecordCore, addressOf, fileLimits } from '#modules/records/index.ts';
import {
  type ReceiveError,
  moveFileUp,
  readFiles,
  readUndescribed,
  receiveDocument,
  receivePicture,
  removeFile,
} from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { recordToChange } from '../record-of-files.server.ts';
import { sentFile } from '../sent-file.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const record = await recordToChange(event);
  return {
    record: {
      kind: record.kind,
      title: record.title,
      language: record.language,
      shortId: record.shortId,
      address: addressOf(record),
    },
    files: await readFiles(context, record.id),
    undescribed: await readUndescribed(context, record.id),
    removed: event.url.searchParams.has('retire'),
  };
};

const pathOf = ({ locals }: RequestEvent, record: RecordCore, rest = '') =>
  localPath(locals.locale, `/fichiers/${record.shortId}${rest}`);

/** To the page that asks what it is; or back here, with the reason. */
function received(
  event: RequestEvent,
  field: 'picture' | 'document',
  to: { record: RecordCore; file: Result<Id, ReceiveError> },
) {
  const { record, file } = to;
  if (file.ok) redirect(303, pathOf(event, record, `/${file.value}`));
  const { code } = file.error;
  if (code === 'not-found' || code === 'not-allowed') return refuse(code);
  return fail(422, { field, error: code });
}

export const actions: Actions = {
  picture: async (event) => {
    const record = await recordToChange(event);
    const file = await sentFile(event.request, { name: 'picture', limit: fileLimits.picture });
    const got = await receivePicture(event.locals.context, { recordId: record.id, file });
    return received(event, 'picture', { record, file: got });
  },
  document: async (event) => {
    const record = await recordToChange(event);
    const file = await sentFile(event.request, { name: 'document', limit: fileLimits.document });
    const got = await receiveDocument(event.locals.context, { recordId: record.id, file });
    return received(event, 'document', { record, file: got });
  },
  up: async (event) => {
    const record = await recordToChange(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const moved = await moveFileUp(event.locals.context, { recordId: record.id, id });
    if (!moved.ok) refuse(moved.error.code);
    redirect(303, pathOf(event, record));
  },
  remove: async (event) => {
    const record = await recordToChange(event);
    const id = String((await event.request.formData()).get('id') ?? '');
    const gone = await removeFile(event.locals.context, { recordId: record.id, id });
    if (!gone.ok) refuse(gone.error.code);
    redirect(303, `${pathOf(event, record)}?retire=1`);
  },
};
