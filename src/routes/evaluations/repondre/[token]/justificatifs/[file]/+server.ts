import { openOwnEvidence } from '#modules/evaluation/index.server.ts';
import { evidenceFile } from '../../../../evidence-file.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** A file beside an answer, for the holder of a link: their own, then those that the result shows. */
export const GET: RequestHandler = async ({ locals, params }) =>
  evidenceFile(await openOwnEvidence(locals.context, params.token, params.file), params.file);
