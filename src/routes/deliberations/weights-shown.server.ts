import type { RequestEvent } from '@sveltejs/kit';
import { type Consultation, placesIn } from '#modules/deliberation/index.ts';
import { memberParticipant, showWeights } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { consultationAt } from './consultation-at.server.ts';

type Participant = Parameters<typeof showWeights>[2];

/** What a page shows of the weights of a consultation, to this reader. */
export async function weightsShown(
  { locals }: Pick<RequestEvent, 'locals'>,
  consultation: Consultation,
  participant: Participant,
) {
  const { record, branches } = consultation;
  return {
    consultation: { title: record.title, language: record.language, address: addressOf(record) },
    labels: placesIn(branches, locals.locale),
    weights: await showWeights(locals.context, consultation, participant),
  };
}

/** The same, at the address of the consultation itself. */
export async function weightsAt(event: RequestEvent) {
  const consultation = await consultationAt(event);
  const { context } = event.locals;
  const participant = await memberParticipant(context, consultation.record.id);
  const shown = await weightsShown(event, consultation, participant);
  return { ...shown, record: consultation.record, isAsked: consultation.details.weighing !== null };
}

/** Sends it as a file that says what its page says. */
export function weightsFile(
  text: string,
  { record }: Awaited<ReturnType<typeof weightsAt>>,
  file: { extension: string; type: string },
): Response {
  return new Response(text, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="poids-${record.shortId}.${file.extension}"`,
      'cache-control': 'private, no-cache',
    },
  });
}
