import type { Context } from '#kernel/context.ts';
import { type Consultation, peopleNeeded } from '#modules/deliberation/index.ts';
import { readConsultation, showOpinions } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';

interface Reader {
  participant: Parameters<typeof showOpinions>[2];
  /** What stands in the address of their cards. */
  token: string;
}

/** What a page shows of the opinions of a consultation, to this reader. */
export async function opinionsShown(
  context: Context,
  consultation: Consultation,
  { participant, token }: Reader,
) {
  const { record, details } = consultation;
  const opinions = await showOpinions(context, consultation, participant);
  const { state, proposals } = await readConsultation(context, consultation, participant);
  return {
    consultation: { title: record.title, language: record.language, address: addressOf(record) },
    opinions,
    titles: proposals.map(({ proposal: { id, title, language } }) => ({ id, title, language })),
    needed: peopleNeeded(details.needed),
    takePart: state === 'open' ? `/deliberations/avis/${token}` : undefined,
  };
}
