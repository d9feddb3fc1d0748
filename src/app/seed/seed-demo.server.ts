import type { Actor, Context } from '#kernel/context.ts';
import { onDay } from '#kernel/demonstration.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { findOrCreatePerson, grantRole } from '#modules/accounts/index.server.ts';
import { ensureOwnForm, findDuplicates } from '#modules/practices/index.server.ts';
import type { App } from '../composition.server.ts';
import { createTerritory, plainSettings } from './create-territory.server.ts';
import type { DemoPerson } from './demo-shapes.ts';
import { deliberationSteps } from './deliberation-steps.server.ts';
import { evaluationSteps } from './evaluation-steps.server.ts';
import { importSteps } from './import-steps.server.ts';
import { pageSteps } from './page-steps.server.ts';
import { planSteps } from './plan-steps.server.ts';
import { type Named, known, playSteps } from './play-steps.ts';
import { practiceSteps } from './practice-steps.server.ts';
import type { ShippedContent } from './publish-shipped-content.server.ts';
import { publishTopics } from './shipped-topics.server.ts';
import { type Demo, readDemo } from './read-demo.server.ts';

/** Makes the demonstration territory, whole or not at all: everything in it is marked as invented. */
export function seedDemo(app: App, host: string): Promise<void> {
  const demo = readDemo(app.clock.now());
  const { territory } = demo;
  const described = {
    host,
    name: territory.name.fr,
    welcome: parseMarkdown(territory.welcome.fr),
    communes: territory.communes,
    ...plainSettings,
    timeZone: territory.timezone,
    isDemo: true,
  };
  // What every territory begins with was there before anything happened.
  const began = onDay(app, territory.began);
  return createTerritory(began, described, (context, shipped) => fillDemo(context, shipped, demo));
}

async function fillDemo(context: Context, shipped: ShippedContent, demo: Demo): Promise<void> {
  const sources = new Map(demo.territory.sources.map((source) => [source.id, source]));
  const sourceName = known(sources, 'demo').name;
  const practices: Named = new Map();
  const evaluations: Named = new Map();
  const actions: Named = new Map();
  const ground = { ...shipped, practices, evaluations, actions, sourceName };
  const { challenges, communities } = demo.territory;
  const named = (list: typeof challenges) =>
    list.map(({ id, fr, description }) => ({ id, name: fr, description }));
  const topics = new Map([
    ...shipped.themes,
    ...(await publishTopics(context, 'challenge', named(challenges))),
    ...(await publishTopics(context, 'community', named(communities))),
  ]);
  await shapeForm(context, demo);
  const inventory = { sources, topics, ids: practices };
  await playSteps(context, await addPeople(context, demo.people), [
    ...importSteps(demo.practices, inventory),
    ...practiceSteps(demo.practices, inventory),
    ...demo.evaluations.flatMap((session) => evaluationSteps(session, ground)),
    ...demo.deliberations.flatMap((consultation) => deliberationSteps(consultation, ground)),
    ...planSteps(demo.plan, ground),
    ...pageSteps(demo.pages, { ...ground, topics, pages: new Map(), source: known(sources, 'demo') }),
  ]);
  // Pairs wait for whoever opens the page of duplicates on the first day.
  await findDuplicates(context);
}

/** What facilitators ask of practices here, beside what everyone knows: there from the beginning. */
async function shapeForm(context: Context, { territory: { form } }: Demo): Promise<void> {
  const made = await ensureOwnForm({ ...context, actor: { personId: null, role: 'facilitator' } }, form);
  if (!made.ok || [...made.value.values()].some(({ ok }) => !ok))
    throw new Error('The form could not be made');
}

/** The people of the demonstration. Nothing can be sent to them, so that nobody can sign in as one of them. */
async function addPeople(context: Context, people: readonly DemoPerson[]): Promise<Map<string, Actor>> {
  const { db, territoryId } = context;
  const now = context.clock.now();
  const actors = new Map<string, Actor>();
  for (const { id, name, role } of people) {
    const person = await findOrCreatePerson(db, { email: `${id}@demonstration.invalid`, name, now });
    await grantRole(db, { territoryId, personId: person.id, role, now });
    actors.set(id, { personId: person.id, role });
  }
  return actors;
}
