import { openEvidence } from '#modules/evaluation/index.server.ts';
import { evidenceFile } from '../../../evidence-file.server.ts';
import { sessionAt } from '../../../session-at.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** A file beside an answer, for whoever may see the result that shows it. */
export const GET: RequestHandler = async (event) => {
  const session = await sessionAt(event);
  const { file } = event.params;
  return evidenceFile(await openEvidence(event.locals.context, session, file), file);
};
