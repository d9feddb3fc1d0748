import { z } from 'zod';
import type { Language } from '#modules/records/index.ts';
import { bilingualShape } from './knowledge-file.ts';
import { type LeverDetails, type Source, competentBodies, phases, postures } from './lever.ts';

const ids = z.array(z.string().min(1)).min(1);

const sourceShape = z.strictObject({
  id: z.string().min(1),
  title: bilingualShape,
  publisher: z.string().min(1),
  date: z.string().default(''),
  url: z.url({ protocol: /^https?$/ }),
});

const leverShape = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  title: bilingualShape,
  how: bilingualShape,
  phase: z.enum(phases),
  posture: z.enum(postures),
  competent: z.array(z.enum(competentBodies)).min(1),
  means: ids,
  answersBrakes: ids,
  callsOn: ids,
  criteria: ids,
  sources: z.array(z.string()).default([]),
  inspirations: z
    .array(
      z.strictObject({
        place: bilingualShape,
        when: bilingualShape,
        what: bilingualShape,
        source: z.string().min(1),
      }),
    )
    .default([]),
});

/** The shape of `data/levers.yaml`, in which every source that is named is described. */
export const leverFileShape = z
  .strictObject({
    version: z.number().int().positive(),
    published: z.iso.date(),
    licence: z.string().min(1),
    authors: z.array(z.string().min(1)).min(1),
    notice: bilingualShape,
    sources: z.array(sourceShape),
    levers: z.array(leverShape),
  })
  .refine(
    ({ sources, levers }) => {
      const known = new Set(sources.map((source) => source.id));
      const named = levers.flatMap((lever) => [
        ...lever.sources,
        ...lever.inspirations.map(({ source }) => source),
      ]);
      return named.every((id) => known.has(id));
    },
    { path: ['sources'], message: 'a source is named but not described' },
  );

export type LeverFile = z.output<typeof leverFileShape>;
type ShippedLever = LeverFile['levers'][number];

/** Languages in which the library is written. */
export type LibraryLanguage = Extract<Language, 'fr' | 'en'>;

/** What a shipped lever is in one language, ready to become a record. */
export interface LeverInLanguage {
  title: string;
  how: string;
  details: LeverDetails;
}

export function leverInLanguage(
  file: LeverFile,
  lever: ShippedLever,
  language: LibraryLanguage,
): LeverInLanguage {
  const sourceOf = (id: string): Source => {
    const source = file.sources.find((one) => one.id === id);
    if (!source) throw new Error(`The source ${id} is not described`);
    return { title: source.title[language], publisher: source.publisher, date: source.date, url: source.url };
  };
  return {
    title: lever.title[language],
    how: lever.how[language],
    details: {
      shippedId: lever.id,
      phase: lever.phase,
      posture: lever.posture,
      competent: lever.competent,
      means: lever.means,
      brakes: lever.answersBrakes,
      callsOn: lever.callsOn,
      criteria: lever.criteria,
      inspirations: lever.inspirations.map((inspiration) => ({
        place: inspiration.place[language],
        when: inspiration.when[language],
        what: inspiration.what[language],
        source: sourceOf(inspiration.source),
      })),
      sources: lever.sources.map(sourceOf),
    },
  };
}
