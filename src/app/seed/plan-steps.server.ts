import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { actionFormOf } from '#modules/action-plans/index.ts';
import {
  changeStatus,
  editAction,
  findAction,
  openAction,
  undoActionChange,
} from '#modules/action-plans/index.server.ts';
import { chooseLever } from '#modules/knowledge/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { seedLinks } from '#modules/records/index.server.ts';
import { commentSteps } from './comment-steps.server.ts';
import type { DemoPlan } from './demo-shapes.ts';
import { latestEntry } from './latest-entry.server.ts';
import { type Named, type Step, known } from './play-steps.ts';

/** What a plan comes from. */
export interface PlanGround {
  /** Levers by their id in the library. */
  levers: ReadonlyMap<string, Id>;
  evaluations: Named;
  /** Where the actions are noted. */
  actions: Named;
  sourceName: string;
}

/** Levers chosen, then actions opened, reported on, put off, dropped and done, each step on its day. */
export function planSteps({ choices, actions }: DemoPlan, ground: PlanGround): Step[] {
  return [
    ...choices.map((choice): Step => ({
      on: choice.on,
      by: choice.by,
      play: (context) => choose(context, choice, ground),
    })),
    ...actions.flatMap((action) => actionSteps(action, ground)),
  ];
}

async function choose(context: Context, choice: DemoPlan['choices'][number], ground: PlanGround) {
  const { evaluation, lever, criteria, reason } = choice;
  const evaluationId = known(ground.evaluations, evaluation);
  const leverId = known(ground.levers, lever);
  played(await chooseLever(context, { evaluationId, leverId, reason, criteria }));
}

type DemoAction = DemoPlan['actions'][number];
type ActionChange = Extract<DemoAction['steps'][number], { tried: unknown }>['tried'];
/** An action as the last step left it. */
type Standing = Pick<RecordCore, 'id' | 'version'>;

function actionSteps(action: DemoAction, ground: PlanGround): Step[] {
  let standing: Standing = { id: '', version: 0 };
  const step = (
    { on, by }: { on: string; by: string },
    play: (context: Context) => Promise<Standing>,
  ): Step => ({
    on,
    by,
    play: async (context) => {
      standing = await play(context);
    },
  });
  const opening = step(action.opened, (context) => open(context, action, ground));
  const later = action.steps.flatMap((told): Step[] => {
    if (!('tried' in told)) return [step(told, (context) => change(context, standing, told))];
    return [
      step(told, (context) => change(context, standing, told.tried)),
      step(told.undone, (context) => undoLatest(context, standing.id)),
    ];
  });
  return [opening, ...later, ...commentSteps(action.comments, () => standing.id)];
}

async function open(context: Context, action: DemoAction, ground: PlanGround): Promise<Standing> {
  const { id, title, who, due, what, lever, evaluation } = action;
  const source = { name: ground.sourceName, recordId: id };
  const opened = played(await openAction(context, { source, input: { title, who, due, what } }));
  ground.actions.set(id, opened.id);
  await seedLinks(context, opened, [
    ...(lever ? [{ toId: known(ground.levers, lever), type: 'carries-out' as const }] : []),
    ...(evaluation ? [{ toId: known(ground.evaluations, evaluation), type: 'follows-from' as const }] : []),
  ]);
  return opened;
}

/** Says where the action stands, or puts it off. */
async function change(context: Context, standing: Standing, to: ActionChange): Promise<Standing> {
  const { id: recordId, version } = standing;
  const { status, progress = '', due } = to;
  if (status && !due) return played(await changeStatus(context, { recordId, version, status, progress }));
  const current = await findAction(context, { id: recordId });
  if (!current) throw new Error('An action of the demonstration is not there any more');
  const input = { ...actionFormOf(current), ...(progress && { progress }), ...(due && { due }) };
  return played(await editAction(context, { recordId, version, input }));
}

async function undoLatest(context: Context, recordId: Id): Promise<Standing> {
  const entryId = await latestEntry(context, recordId);
  return played(await undoActionChange(context, { recordId, entryId }));
}
