import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { systemClock } from '#kernel/clock.ts';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { newId } from '#kernel/ids.ts';
import { createJournalMemory } from '#kernel/journal-memory.server.ts';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import type { Result } from '#kernel/result.ts';
import type { Answer } from '#mathematics/answer.ts';
import { seededRandom } from '#mathematics/seeded-random.ts';
import { findOrCreatePerson, grantRole } from '#modules/accounts/index.server.ts';
import {
  closeEvaluation,
  createEvaluation,
  openEvaluation,
  publishEvaluation,
  seedSheets,
} from '#modules/evaluation/index.server.ts';
import type { FrameworkContent } from '#modules/framework/index.ts';
import { publishShippedFramework } from '#modules/framework/index.server.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';

const colleges = [
  { key: 'a', name: 'Habitantes', kind: 'anonymous' as const, threshold: 5 },
  { key: 'b', name: 'Élues', kind: 'named' as const, threshold: null },
  { key: 'c', name: 'Agentes', kind: 'anonymous' as const, threshold: 5 },
  { key: 'd', name: 'Associations', kind: 'anonymous' as const, threshold: 5 },
];
/** Shares of the people in each college, as above. */
const shares = [0.5, 0.05, 0.2, 0.25];

export interface MadeUpSession {
  id: string;
  /** Address of its page. */
  path: string;
}

/** A published session of a running product: so many people on so many criteria, one in four with a reason. */
export async function makeUpSession(
  dataFolder: string,
  { people, criteria, practices }: { people: number; criteria: number; practices: number },
): Promise<MadeUpSession> {
  const connectionString = await runningPostgresUrl(dataFolder);
  if (!connectionString) throw new Error('The product of the benchmark is not running');
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 2 }) }),
  });
  try {
    const context = await ownerOf(db);
    const content = madeUpFramework(criteria);
    const { versionId } = done(await publishShippedFramework(context, content));
    const subjectIds: string[] = [];
    for (let place = 1; place <= practices; place += 1) {
      const practice = { title: `Pratique à choisir ${place}`, commune: 'Redon' };
      subjectIds.push(done(await proposePractice(context, practice)).id);
    }
    const input = {
      title: `Session de ${people} personnes sur ${criteria} critères`,
      purpose: 'Pour mesurer.',
      frameworkVersionId: versionId,
      closesOn: null,
      colleges,
    };
    const record = done(await createEvaluation(context, { subjectIds, input }));
    done(await openEvaluation(context, record.id));
    const ids = content.dimensions.flatMap((dimension) => dimension.criteria.map(({ id }) => id));
    // Answers that nobody gave are for demonstrations only.
    await db.updateTable('territory').set({ is_demo: true }).where('id', '=', context.territoryId).execute();
    done(await seedSheets(context, record.id, madeUpSheets(ids, { people, practices })));
    done(await closeEvaluation(context, record.id));
    return { id: record.id, path: addressOf(done(await publishEvaluation(context, record.id))) };
  } finally {
    await db.destroy();
  }
}

async function ownerOf(db: Kysely<Tables>): Promise<Context> {
  const { id: territoryId } = await db.selectFrom('territory').select('id').executeTakeFirstOrThrow();
  const now = systemClock.now();
  const email = 'mesure@exemple.test';
  const { id: personId } = await findOrCreatePerson(db, { email, name: 'Mesure', now });
  await grantRole(db, { territoryId, personId, role: 'owner', now });
  return {
    db,
    clock: systemClock,
    // What a job would do, such as indexing for search, is not what is measured.
    jobs: { enqueue: () => Promise.resolve(newId()) },
    memory: createJournalMemory(),
    origin: 'http://localhost',
    territoryId,
    actor: { personId, role: 'owner' },
  };
}

function madeUpFramework(criteria: number): FrameworkContent {
  const words = (text: string) => ({ fr: text, en: text });
  const dimensions = Array.from({ length: Math.ceil(criteria / 10) }, (_, d) => ({
    id: `dimension-${d + 1}`,
    title: words(`Dimension ${d + 1}`),
    description: words('Une dimension pour mesurer'),
    criteria: Array.from({ length: Math.min(10, criteria - d * 10) }, (__, c) => ({
      id: `critere-${d * 10 + c + 1}`,
      title: words(`Critère ${d * 10 + c + 1}`),
      question: words('Que voit-on ?'),
      why: words('Parce que.'),
      comparedWith: words('Sans la pratique.'),
      conditions: words('Avec du temps.'),
      rebound: words('Aucun.'),
      scale: [1, 2, 3, 4, 5].map((level) => ({ level, ...words(`Ce que l’on voit au niveau ${level}`) })),
      notApplicableIf: words('Jamais.'),
      evidence: words('Ce que l’on a vu.'),
      sources: [],
    })),
  }));
  const text = words('Référentiel de mesure');
  return {
    id: `mesure-${newId()}`,
    version: 1,
    published: '2026-11-23',
    startingPoint: true,
    licence: 'CC BY-SA 4.0',
    authors: ['Mesure'],
    title: text,
    description: text,
    notice: text,
    howToAnswer: text,
    sources: [],
    dimensions,
  };
}

function madeUpSheets(ids: readonly string[], { people, practices }: { people: number; practices: number }) {
  const random = seededRandom(2026);
  return colleges.map(({ key, kind }, college) => {
    const size = Math.round(people * (shares[college] ?? 0));
    const sheets = Array.from({ length: size }, (_, person) => ({
      signature: kind === 'named' ? `Personne ${person + 1}` : '',
      about: Array.from({ length: practices }, (__, subject) => ({
        subject: String(subject + 1),
        answers: Object.fromEntries(ids.map((id, j) => [id, answerOf(random, college + j + subject)])),
        remarks: Object.fromEntries(
          ids.flatMap((id) =>
            random() < 1 / 4
              ? [[id, [{ kind: 'reason' as const, text: `Ce que j’ai vu, ${Math.floor(random() * 1e6)}` }]]]
              : [],
          ),
        ),
      })),
    }));
    return { key, cards: sheets.length, sheets };
  });
}

/** Around a level that changes from college to college and from criterion to criterion; one in ten says otherwise. */
function answerOf(random: () => number, lean: number): Exclude<Answer, null> {
  const drawn = random();
  if (drawn < 0.05) return 'dk';
  if (drawn < 0.1) return 'na';
  const level = 1 + (lean % 5) + Math.floor(random() * 3) - 1;
  return Math.min(5, Math.max(1, level));
}

function done<T>(result: Result<T, { code: string }>): T {
  if (!result.ok) throw new Error(`the session for the benchmark was refused: ${result.error.code}`);
  return result.value;
}
