import { sql } from 'kysely';
import { type App, contextFor, createApp } from '#app/composition.server.ts';
import { createTerritory, plainSettings } from '#app/seed/create-territory.server.ts';
import { type Context, type Role, visitor } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import type { Result } from '#kernel/result.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { findOrCreatePerson, grantRole, openNamedSession } from '#modules/accounts/index.server.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';
import { findTerritory } from '#modules/territories/index.server.ts';
import { databaseUrlOf, type Site } from '../support/site.ts';
import { type Asker, askers } from './rule.ts';

/** Someone who has a session. */
export interface Someone {
  id: Id;
  email: string;
  cookie: string;
  sessionId: Id;
}

/** Two territories of one running site, and everyone who asks. */
export interface Scene {
  app: App;
  /** Nobody in particular, here and on the other territory. */
  here: Context;
  there: Context;
  /** Someone trusted with everything on each territory, who makes what belongs to nobody who asks. */
  author: Context;
  authorThere: Context;
  /** Who asks: null for a visitor. */
  who: Readonly<Record<Asker, Someone | null>>;
  /** What forms need beside what they are about. */
  frameworkVersionId: Id;
  /** Someone new, who stands here as that asker does. */
  someoneAs(asker: Asker): Promise<Someone | null>;
  close(): Promise<void>;
}

const otherHost = 'ailleurs.test';

/** What a scene is made of has to succeed. */
export function done<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`The scene could not be set: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Connects to a running site, makes a second territory there, and brings everyone who asks. */
export async function openScene(site: Site): Promise<Scene> {
  const app = await createApp({
    databaseUrl: await databaseUrlOf(site),
    configuration: { origin: site.origin, smtpUrl: undefined },
    runJobs: false,
    onError: (error) => {
      throw error;
    },
  });
  const hereId = await territoryAt(app, new URL(site.origin).host);
  const welcome = emptyRichText();
  const named = { ...plainSettings, name: 'Ailleurs', welcome, communes: [], isDemo: false };
  await createTerritory(app, { ...named, host: otherHost });
  const thereId = await territoryAt(app, otherHost);
  const here = contextFor(app, hereId);
  const there = contextFor(app, thereId);
  const someoneAs = (asker: Asker) => bring({ app, hereId, thereId }, asker);
  const author = await bring({ app, hereId, thereId }, 'owner', 'owner');
  const actor = { personId: author?.id ?? null, role: 'owner' as const };
  const who = await Promise.all(askers.map(async (asker) => [asker, await someoneAs(asker)] as const));
  const [framework] = await listFrameworks(here);
  return {
    app,
    here,
    there,
    author: { ...here, actor },
    authorThere: { ...there, actor },
    who: Object.fromEntries(who) as Scene['who'],
    frameworkVersionId: framework?.version.id ?? '',
    someoneAs,
    close: () => app.close(),
  };
}

async function territoryAt(app: App, host: string): Promise<Id> {
  const territory = await findTerritory(app.db, host);
  if (!territory) throw new Error(`No territory answers to ${host}`);
  return territory.id;
}

/** The role of each asker here, and on the other territory; undefined for no place at all. */
const places: Readonly<Record<Asker, { here?: Role; there?: Role }>> = {
  visitor: {},
  contributor: { here: 'contributor' },
  facilitator: { here: 'facilitator' },
  owner: { here: 'owner' },
  neighbour: { there: 'owner' },
  removed: { here: 'visitor' },
};

async function bring(
  at: { app: App; hereId: Id; thereId: Id },
  asker: Asker,
  there: Role | undefined = places[asker].there,
): Promise<Someone | null> {
  if (asker === 'visitor') return null;
  const { app } = at;
  const now = app.clock.now();
  const email = `${newId()}@exemple.test`;
  const { id } = await findOrCreatePerson(app.db, { email, name: `Qui ${asker}`, now });
  const given = [
    [at.hereId, places[asker].here],
    [at.thereId, there],
  ] as const;
  for (const [territoryId, role] of given) {
    if (role) await grantRole(app.db, { territoryId, personId: id, role, now });
  }
  return { id, email, ...(await openSession(app, id)) };
}

/** One more browser in which someone is signed in. */
export async function openSession(app: App, personId: Id): Promise<{ cookie: string; sessionId: Id }> {
  const { headers, sessionId } = await openNamedSession(app.sessions, personId, new Headers());
  const cookie = headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { cookie, sessionId };
}

/** The context in which an asker acts here, or would if they had a place: to make what is theirs. */
export function actingAs(scene: Scene, someone: Someone | null, role: Role = 'contributor'): Context {
  return { ...scene.here, actor: someone ? { personId: someone.id, role } : visitor };
}

/** Limits are for people: a whole table of requests would meet them. */
export async function forgetLimits({ app, here }: Scene): Promise<void> {
  await sql`delete from limited_use where territory_id = ${here.territoryId}`.execute(app.db);
}
