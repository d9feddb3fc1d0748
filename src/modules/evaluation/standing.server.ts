import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { EvaluationSession } from './evaluation.ts';
import type { Invitation } from './invitation-store.server.ts';
import { respondentKeysOf } from './respondent-key.server.ts';
import { type Standing, standingOf } from './result.ts';
import { listSheets } from './sheet-store.server.ts';

/**
 * Where the people of named colleges stand, by invitation. Nothing of anonymous ones: their invitations are never tied
 * to a sheet, save by the link that its holder opens.
 */
export async function standingsOf(
  context: Context,
  session: EvaluationSession,
  invitations: readonly Pick<Invitation, 'id' | 'collegeKey'>[],
): Promise<Map<Id, Standing>> {
  const named = new Set(session.colleges.filter(({ kind }) => kind === 'named').map(({ key }) => key));
  const ofNamed = invitations.filter(({ collegeKey }) => named.has(collegeKey));
  if (ofNamed.length === 0) return new Map();
  const keys = await respondentKeysOf(
    context.db,
    ofNamed.map(({ id }) => id),
  );
  const sheets = await listSheets(context, session.record.id);
  const byKey = Map.groupBy(
    sheets.filter(({ collegeKey }) => named.has(collegeKey)),
    ({ respondentKey }) => respondentKey,
  );
  return new Map([...keys].map(([id, key]) => [id, standingOf(byKey.get(key) ?? [])]));
}
