import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { listConsultations } from './consultation-store.server.ts';
import { fewestShown } from './proposal.ts';
import { stateNow } from './take-part.server.ts';
import { type WholeWeights, wholeWeights } from './weighing.ts';
import { selectWeights } from './weights-store.server.ts';

/** Everyone's weights of what hangs on the branches of a subject. Never to be shown as they stand. */
export interface StatedWeights {
  /** The consultation in which they were given. */
  consultation: RecordCore;
  /** One a person, five at least, in an order that tells nothing. */
  people: (WholeWeights & { college: string | null; verified: boolean })[];
}

/**
 * The weights that people gave in the latest closed consultation about a record, in which five or more did: those of an
 * open one might lead who has not answered yet.
 *
 * @returns null when there is none
 */
export async function readStatedWeights(context: Context, subjectId: Id): Promise<StatedWeights | null> {
  for (const consultation of await listConsultations(context, { subjectId })) {
    if ((await stateNow(context, consultation)) !== 'closed') continue;
    const said = Map.groupBy(await selectWeights(context, consultation.record.id), ({ key }) => key);
    const people = [...said.values()].flatMap((given) => {
      const whole = wholeWeights(consultation.branches, given);
      const [{ college, verified } = { college: null, verified: false }] = given;
      return whole ? [{ ...whole, college, verified }] : [];
    });
    if (people.length >= fewestShown) return { consultation: consultation.record, people };
  }
  return null;
}
