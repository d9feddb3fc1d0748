import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { USUAL_THRESHOLD } from '#mathematics/college-groups.ts';
import {
  type SeededSheet,
  closeEvaluation,
  createEvaluation,
  openEvaluation,
  publishEvaluation,
  seedSheets,
} from '#modules/evaluation/index.server.ts';
import { findRecord } from '#modules/records/index.server.ts';
import type { DemoEvaluation } from './evaluation-shape.ts';
import { type Named, type Step, known } from './play-steps.ts';
import { workshopSteps } from './workshop-steps.server.ts';

/** What the records of a session lean on, and where its own is noted. */
export interface SessionsGround {
  /** Frameworks by the id their file gives, as the version to answer on. */
  frameworks: ReadonlyMap<string, Id>;
  practices: Named;
  evaluations: Named;
  actions: Named;
  sourceName: string;
}

/** A session from its making to the last state it reached, each on its day. */
export function evaluationSteps(session: DemoEvaluation, ground: SessionsGround): Step[] {
  const { by } = session;
  const idOf = () => known(ground.evaluations, session.id);
  const step = (on: string | undefined, play: (context: Context) => Promise<void>): Step[] =>
    on === undefined ? [] : [{ on, by, play }];
  return [
    ...step(session.created, (context) => create(context, session, ground)),
    ...step(session.opened, async (context) => {
      played(await openEvaluation(context, idOf()));
    }),
    ...step(session.answered ?? session.opened, async (context) => {
      played(await seedSheets(context, idOf(), collegesWithSheets(session)));
    }),
    ...step(session.closed, async (context) => {
      played(await closeEvaluation(context, idOf()));
    }),
    ...(session.workshop
      ? workshopSteps(session.workshop, { evaluationId: idOf, actions: ground.actions })
      : []),
    ...step(session.published, async (context) => {
      played(await publishEvaluation(context, idOf()));
    }),
  ];
}

async function create(context: Context, session: DemoEvaluation, ground: SessionsGround): Promise<void> {
  const colleges = session.colleges.map(({ key, name, kind }) =>
    kind === 'named' ? { key, name, kind, threshold: null } : { key, name, kind, threshold: USUAL_THRESHOLD },
  );
  const subjectIds = session.practices.map((practice) => known(ground.practices, practice));
  const records = await Promise.all(subjectIds.map((id) => findRecord(context, { id })));
  const topics = new Set(records.flatMap((record) => record?.topicIds ?? []));
  const { id } = played(
    await createEvaluation(context, {
      subjectIds,
      ...(session.repeats && { repeatsId: known(ground.evaluations, session.repeats) }),
      // As its form does: a session is about what its practices are about.
      core: { topics: [...topics], chat: '', coAuthors: '', licence: '' },
      source: { name: ground.sourceName, recordId: session.id },
      input: {
        title: session.title,
        purpose: session.purpose,
        frameworkVersionId: known(ground.frameworks, session.framework),
        closesOn: session.announced ?? null,
        colleges,
      },
    }),
  );
  ground.evaluations.set(session.id, id);
}

/** The cards handed out in each college, and the sheets that came back. */
function collegesWithSheets({ colleges, sheets, criteria }: DemoEvaluation) {
  return colleges.map(({ key, links }) => ({
    key,
    cards: links,
    sheets: sheets.filter(({ college }) => college === key).map((sheet) => readSheet(sheet, criteria)),
  }));
}

/** A line of the table of answers, for each practice: one word for each column, `-` for what was left without an answer. */
export function readSheet(
  { signed, levels, reasons }: DemoEvaluation['sheets'][number],
  criteria: readonly string[],
): SeededSheet {
  const about = levels.map((line, place) => {
    const words = line.split(/\s+/);
    if (words.length !== criteria.length) {
      throw new Error(`“${line}” has not one word for each of ${criteria.length} criteria`);
    }
    const said = criteria.map((id, column) => [id, words[column] ?? '-'] as const);
    const answers = said
      .filter(([, word]) => word !== '-')
      .map(([id, word]) => [id, word === 'na' || word === 'dk' ? word : Number(word)] as const);
    const remarks = Object.entries(reasons[place] ?? {}).map(([id, text]) => [
      id,
      [{ kind: 'reason' as const, text }],
    ]);
    return {
      subject: String(place + 1),
      answers: Object.fromEntries(answers),
      remarks: Object.fromEntries(remarks),
    };
  });
  return { signature: signed ?? '', about };
}
