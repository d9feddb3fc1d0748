import type { Context, Role } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { Result } from '#kernel/result.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { untilSomeoneWaits } from '#kernel/testing/wait-for-lock.server.ts';
import { publishShippedFramework } from '#modules/framework/index.server.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { openEvaluation } from '../advance-evaluation.server.ts';
import { saveAnswers, signSheet } from '../answer-evaluation.server.ts';
import { createEvaluation } from '../create-evaluation.server.ts';
import type { EvaluationInput } from '../evaluation-form.ts';
import type { College } from '../evaluation.ts';
import { makeAnswerCards } from '../invite-people.server.ts';
import type { Sheet } from '../result.ts';
import { smallFramework } from './small-framework.ts';

export function anonymous(key: string, threshold = 5): College {
  return { key, name: `Collège ${key}`, kind: 'anonymous', threshold };
}

export function named(key: string): College {
  return { key, name: `Collège ${key}`, kind: 'named', threshold: null };
}

/** The value of a result that a test counts on. */
export function valueOf<T>(result: Result<T, { code: string }>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

export interface EvaluationScene {
  world: TestWorld;
  facilitator: Context;
  visitor: Context;
  practiceId: Id;
  as(role: Role): Promise<Context>;
  input(changes?: Partial<EvaluationInput>): EvaluationInput;
  /** A draft session, by default on residents and staff, both anonymous. */
  draft(colleges?: College[], subjectIds?: Id[]): Promise<Id>;
  opened(colleges?: College[], subjectIds?: Id[]): Promise<Id>;
  /** Links into a college of an open session. */
  links(evaluationId: Id, collegeKey: string, count: number): Promise<string[]>;
  /** One more sheet in a college; signed with consent when the college is named. */
  answer(evaluationId: Id, collegeKey: string, sheet: GivenSheet): Promise<string>;
}

export type GivenSheet = Partial<Pick<Sheet, 'subject' | 'answers' | 'signature' | 'consented'>> & {
  reasons?: Record<string, string>;
};

/** A territory with a framework, a practice and a facilitator, on a real database. */
export async function openEvaluationScene(): Promise<EvaluationScene> {
  const world = await openTestWorld();
  const facilitator = await world.as('facilitator');
  const owner = await world.as('owner');
  const { versionId } = valueOf(await publishShippedFramework(owner, smallFramework));
  const practice = valueOf(await proposePractice(facilitator, { title: 'Ressourcerie', commune: 'Redon' }));

  const input = (changes: Partial<EvaluationInput> = {}): EvaluationInput => ({
    title: 'La ressourcerie vue par tous',
    purpose: 'Savoir ce qu’elle apporte.',
    frameworkVersionId: versionId,
    closesOn: null,
    colleges: [anonymous('residents'), anonymous('staff')],
    ...changes,
  });
  const usual = [anonymous('residents'), anonymous('staff')];
  const draft = async (colleges = usual, subjectIds = [practice.id]) => {
    const made = { subjectIds, input: input({ colleges }) };
    return valueOf(await createEvaluation(facilitator, made)).id;
  };
  const opened = async (colleges?: College[], subjectIds?: Id[]) => {
    const id = await draft(colleges, subjectIds);
    valueOf(await openEvaluation(facilitator, id));
    return id;
  };
  const links = async (evaluationId: Id, collegeKey: string, count: number) =>
    valueOf(await makeAnswerCards(facilitator, { evaluationId, collegeKey, count })).map(
      ({ token }) => token,
    );

  return {
    world,
    facilitator,
    visitor: await world.as('visitor'),
    practiceId: practice.id,
    as: (role) => world.as(role),
    input,
    draft,
    opened,
    links,
    async answer(evaluationId, collegeKey, sheet) {
      const [token = ''] = await links(evaluationId, collegeKey, 1);
      const context = await world.as('visitor');
      const { subject, signature, consented = true } = sheet;
      if (signature) await signSheet(context, token, { signature, consented });
      const remarks = Object.fromEntries(
        Object.entries(sheet.reasons ?? {}).map(([id, text]) => [id, [{ kind: 'reason' as const, text }]]),
      );
      valueOf(await saveAnswers(context, token, { subject, answers: sheet.answers ?? {}, remarks }));
      return token;
    },
  };
}

/**
 * Does `act` and keeps it from being seen until `meanwhile` waits for it, as when two people act at the same moment.
 * Both act on sessions, which are held while they are changed.
 */
export async function whileWaited<Waiting>(
  { world, facilitator }: EvaluationScene,
  act: (inside: Context) => Promise<unknown>,
  meanwhile: () => Promise<Waiting>,
): Promise<Waiting> {
  let waiting: Promise<Waiting> | undefined;
  await inTransaction(world.db, async (db) => {
    await act({ ...facilitator, db });
    waiting = meanwhile();
    await untilSomeoneWaits(world.db);
  });
  if (!waiting) throw new Error('nobody waited');
  return waiting;
}
