import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { onDay, played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { USUAL_THRESHOLD } from '#mathematics/college-groups.ts';
import { closeEvaluation, openEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { saveAnswers, signSheet } from './answer-evaluation.server.ts';
import { createEvaluation } from './create-evaluation.server.ts';
import type { College } from './evaluation.ts';
import { sessionsFromSource } from './evaluation-store.server.ts';
import { makeAnswerLinks } from './invite-people.server.ts';

const wordsShape = z.strictObject({ fr: z.string(), en: z.string() });
const criterionValues = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value);

const sheetShape = z.strictObject({
  id: z.string(),
  college: z.string(),
  respondent: wordsShape.optional(),
  consented: z.boolean().default(false),
  values: criterionValues(z.union([z.number().int(), z.literal('na'), z.literal('dk')])),
  reasons: criterionValues(z.string()).default({}),
});

const sessionShape = z.strictObject({
  id: z.string(),
  practice: z.string(),
  framework: z.strictObject({ id: z.string(), version: z.number() }),
  title: wordsShape,
  purpose: wordsShape,
  status: z.enum(['open', 'closed']),
  opened: z.iso.date(),
  closed: z.iso.date().optional(),
  published: z.iso.date().optional(),
  colleges: z.array(wordsShape.extend({ id: z.string(), naming: z.enum(['named', 'anonymous']) })),
  answers: z.array(sheetShape),
});

const demoShape = z.strictObject({
  lang: z.literal('fr'),
  licence: z.string(),
  source: wordsShape,
  sessions: z.array(sessionShape),
});

export type DemoEvaluations = z.output<typeof demoShape>;
type DemoSession = DemoEvaluations['sessions'][number];
type DemoSheet = DemoSession['answers'][number];

/** The sessions of the demonstration, one finished and one still open. */
export function readDemoEvaluations(): DemoEvaluations {
  return readShippedYaml('demo/evaluation.yaml', demoShape);
}

/**
 * Plays sessions through the use cases people use, each on the day the file gives: whole or absent. Running it again
 * changes nothing: a session is met again by its source and its id there.
 *
 * @param context its actor must be a facilitator at least
 * @param ids.practices records of the practices by their id in the demonstration
 * @param ids.frameworkVersionId the version that every session of the file was answered on
 * @returns records of the sessions by their id in the file
 * @throws Error when the file names a practice that `ids` does not hold
 */
export function seedEvaluations(
  context: Context,
  file: DemoEvaluations,
  ids: { practices: ReadonlyMap<string, Id>; frameworkVersionId: Id },
): Promise<Map<string, Id>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const source = file.source.fr;
    const sessions = await sessionsFromSource(inside, source);
    for (const session of file.sessions) {
      if (sessions.has(session.id)) continue;
      const practiceId = ids.practices.get(session.practice);
      if (!practiceId) throw new Error(`The demonstration names “${session.practice}”, which was not seeded`);
      const { frameworkVersionId } = ids;
      sessions.set(session.id, await play(inside, session, { practiceId, frameworkVersionId, source }));
    }
    return sessions;
  });
}

async function play(
  context: Context,
  session: DemoSession,
  where: { practiceId: Id; frameworkVersionId: Id; source: string },
): Promise<Id> {
  const opening = onDay(context, session.opened);
  const { id } = played(
    await createEvaluation(opening, {
      practiceId: where.practiceId,
      source: { name: where.source, recordId: session.id },
      input: {
        title: session.title.fr,
        purpose: session.purpose.fr,
        frameworkVersionId: where.frameworkVersionId,
        closesOn: session.closed ?? null,
        colleges: session.colleges.map(toCollege),
      },
    }),
  );
  played(await openEvaluation(opening, id));
  for (const { id: collegeKey } of session.colleges) {
    await answerAll(
      opening,
      { id, collegeKey },
      session.answers.filter(({ college }) => college === collegeKey),
    );
  }
  if (session.closed) played(await closeEvaluation(onDay(context, session.closed), id));
  if (session.published) played(await publishEvaluation(onDay(context, session.published), id));
  return id;
}

async function answerAll(
  context: Context,
  where: { id: Id; collegeKey: string },
  sheets: readonly DemoSheet[],
): Promise<void> {
  if (sheets.length === 0) return;
  const { id: evaluationId, collegeKey } = where;
  const tokens = played(await makeAnswerLinks(context, { evaluationId, collegeKey, count: sheets.length }));
  for (const [i, sheet] of sheets.entries()) {
    const token = tokens[i] ?? '';
    if (sheet.respondent) {
      const { respondent, consented } = sheet;
      played(await signSheet(context, token, { signature: respondent.fr, consented }));
    }
    const remarks = Object.fromEntries(
      Object.entries(sheet.reasons).map(([criterion, text]) => [
        criterion,
        [{ kind: 'reason' as const, text }],
      ]),
    );
    played(await saveAnswers(context, token, { answers: sheet.values, remarks }));
  }
}

function toCollege({ id, naming, fr }: DemoSession['colleges'][number]): College {
  if (naming === 'named') return { key: id, name: fr, kind: naming, threshold: null };
  return { key: id, name: fr, kind: naming, threshold: USUAL_THRESHOLD };
}
