import { type Answered, ask } from './ask.ts';
import { type Expectation, nameOf } from './expectation.ts';
import { expectations } from './expectations.ts';
import type { Subject } from './record-subjects.ts';
import { type Asker, type Outcome, askers } from './rule.ts';
import { type Scene, forgetLimits } from './scene.ts';
import { makeSubject } from './subjects.ts';

/** One thing that someone asks about something in some state. */
interface Case {
  expectation: Expectation;
  state: string;
  asker: Asker;
  expected: Outcome;
}

/** A case, and what the server answered. */
export interface Tried extends Case {
  subject: Subject;
  answered: Answered;
}

const cases: readonly Case[] = expectations.flatMap((expectation) =>
  expectation.rule.rows.flatMap(({ state, outcomes }) =>
    askers.flatMap((asker) => {
      const expected = outcomes[asker];
      return expected ? [{ expectation, state, asker, expected }] : [];
    }),
  ),
);

const changes = ({ expectation, expected }: Case) => expectation.method === 'POST' && expected === 'yes';

/** At once: enough to keep the server busy. */
const atOnce = 12;

/** Does all of it, so many at a time; results keep the order. */
async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [place, item] of waiting) results[place] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/**
 * Asks everything that must change nothing: readings, and forms that must be refused. What they are about is made first,
 * and shared; `unchanged` is told between making it and asking.
 */
export async function tryHarmless(
  origin: string,
  scene: Scene,
  unchanged: () => Promise<void>,
): Promise<Tried[]> {
  const harmless = cases.filter((one) => !changes(one));
  const made = new Map<string, Case>();
  for (const one of harmless) made.set(keyOf(one), one);
  const kept = new Map(
    await each([...made], async ([key, one]) => [key, await subjectOf(scene, one)] as const),
  );
  await forgetLimits(scene);
  await unchanged();
  return each(harmless, (one) => {
    const subject = kept.get(keyOf(one));
    if (!subject) throw new Error('It was made just before');
    return attempt(origin, scene, { ...one, subject });
  });
}

/** Asks everything that must be done, each about something new. */
export async function tryChanging(origin: string, scene: Scene): Promise<Tried[]> {
  const changing = cases.filter(changes);
  const tried: Tried[] = [];
  for (let start = 0; start < changing.length; start += 100) {
    await forgetLimits(scene);
    const part = changing.slice(start, start + 100);
    const after = await each(part, async (one) =>
      attempt(origin, scene, { ...one, subject: await subjectOf(scene, one) }),
    );
    tried.push(...after);
  }
  return tried;
}

/** Kinds of subjects that are made for who asks, in whatever state. */
const personal = new Set(['someone', 'address', 'session']);

function keyOf({ expectation: { about, path }, state, asker }: Case): string {
  const isPersonal = personal.has(about) || state.startsWith('own');
  return [about, about === 'topic' ? path : '', state, isPersonal ? asker : ''].join('|');
}

function subjectOf(scene: Scene, { expectation, state, asker }: Case): Promise<Subject> {
  return makeSubject({ scene, state, asker, someone: scene.who[asker] }, expectation);
}

async function attempt(
  origin: string,
  { who, frameworkVersionId }: Scene,
  one: Case & { subject: Subject },
): Promise<Tried> {
  const { expectation, subject, asker } = one;
  const by = { subject, cookie: who[asker]?.cookie, common: { frameworkVersionId } };
  return { ...one, answered: await ask(origin, expectation, by) };
}

/** A case in words: `POST /pratiques/[slug]?/delete, other, contributor`. */
export function inWords({ expectation, state, asker }: Case): string {
  return `${nameOf(expectation)}, ${state}, ${asker}`;
}

/** Where the server answered otherwise than the rules say. */
export function surprises(tried: readonly Tried[]): string[] {
  return tried
    .filter(({ answered, expected }) => answered.outcome !== expected)
    .map((one) => `${inWords(one)}: ${one.answered.outcome} (${one.answered.status}), not ${one.expected}`);
}

/**
 * Answers that say that there is nothing, and let one guess that there is: they are not what the same person gets for
 * what never existed, or hold a word of it.
 */
export function hints(tried: readonly Tried[]): string[] {
  const missing = tried.filter(({ answered }) => answered.outcome === '404');
  const groups = Map.groupBy(missing, ({ expectation, asker }) => `${nameOf(expectation)} ${asker}`);
  return [...groups.values()].flatMap((group) => {
    const absent = group.find(({ state }) => state === 'absent');
    return group.flatMap((one) => {
      const { secret } = one.subject;
      const tells = secret !== undefined && one.answered.text.includes(secret);
      const differs = absent !== undefined && withoutAddress(one) !== withoutAddress(absent);
      return [
        ...(tells ? [`${inWords(one)}: tells the title`] : []),
        ...(differs ? [`${inWords(one)}: answers otherwise than for what never existed`] : []),
      ];
    });
  });
}

/** An answer without what only repeats the address that was asked. */
function withoutAddress({ subject, answered }: Tried): string {
  const given = [...Object.values(subject.params), ...Object.values(subject.fields ?? {})];
  const words = given.filter((word) => word.length > 3).toSorted((a, b) => b.length - a.length);
  const text = words.reduce((rest, word) => rest.replaceAll(word, '*'), answered.text);
  return `${answered.status} ${answered.headers['content-type']} ${text}`;
}
