import { z } from 'zod';
import { roles } from '#kernel/context.ts';
import { actionStatuses } from '#modules/action-plans/index.ts';
import {
  type Area,
  areaFrom,
  digitals,
  legalStatuses,
  ownKinds,
  ownVisibilities,
  purposes,
  sectors,
  statuses,
  milieus,
} from '#modules/practices/index.ts';
import { chosenVisibilities, languages } from '#modules/records/index.ts';

/** Moves a partial date to when the demonstration plays. */
export type Slide = (date: string) => string;

export const text = z.string().min(1);
const bothLanguages = z.object({ fr: text, en: text });

/** A day on which something happens. */
export const dayOf = (slide: Slide) => z.iso.date().transform(slide);
/** A surface on the ground. */
const areaShape = z.unknown().transform((drawn, context): Area => {
  const area = areaFrom(drawn);
  if (area) return area;
  context.addIssue({ code: 'custom', input: drawn });
  return z.NEVER;
});
/** Who did it, on which day. */
export const doneOf = (slide: Slide) => z.strictObject({ on: dayOf(slide), by: text });
/** A picture of `data/demo/pictures`, by the name of its file, and what it shows for those who do not see it. */
const pictureOf = (slide: Slide) => doneOf(slide).extend({ file: text, alt: text });
/** What people say of a record. */
const commentsOf = (slide: Slide) => z.array(doneOf(slide).extend({ text })).default([]);
/** A year, a month or a day. */
const dateOf = (slide: Slide) =>
  z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .transform(slide);

/** `data/demo/people.yaml`: who lives in it, and the day it was written for. */
export const peopleShape = z.strictObject({
  writtenFor: z.iso.date(),
  people: z.array(z.strictObject({ id: text, name: text, role: z.enum(roles) })),
});

/** The questions that facilitators added to the form of practices, and their lists. */
const formShape = z.strictObject({
  lists: z.array(
    z.strictObject({
      key: text,
      name: text,
      options: z.array(z.strictObject({ key: text, label: text })),
    }),
  ),
  fields: z.array(
    z.strictObject({
      key: text,
      label: text,
      help: z.string().default(''),
      kind: z.enum(ownKinds),
      list: z.string().default(''),
      visibility: z.enum(ownVisibilities).default('public'),
      inList: z.boolean().default(false),
      isFilter: z.boolean().default(false),
    }),
  ),
});

/** `data/demo/territory.yaml`: what it is, and which files and sources the rest comes from. */
export function territoryShape(slide: Slide) {
  const imported = z.strictObject({ file: text, on: dayOf(slide), by: text });
  return z.object({
    began: dayOf(slide),
    name: bothLanguages,
    welcome: bothLanguages,
    timezone: text,
    communes: z.array(text),
    sources: z.array(
      z.strictObject({
        id: text,
        name: text,
        licence: text,
        url: z.url().optional(),
        imported: imported.optional(),
      }),
    ),
    practices: z.array(text),
    evaluations: z.array(text),
    deliberations: z.array(text),
    challenges: z.array(bothLanguages.extend({ id: text, description: text })),
    communities: z.array(bothLanguages.extend({ id: text, description: text })),
    form: formShape,
  });
}

/** What a practice says that people change in the course of the demonstration. */
const changeableShape = z.strictObject({
  title: text,
  pitch: z.string().default(''),
  description: z.string().default(''),
  status: z.enum(statuses).default('active'),
  tags: z.array(text),
  place: z.string().default(''),
  count: z.number().int().positive().nullable().default(null),
});

/** Part of those, without what stands for one that is not given. */
const someOfThem = z.strictObject({
  title: text.optional(),
  pitch: z.string().optional(),
  description: z.string().optional(),
  status: z.enum(statuses).optional(),
  tags: z.array(text).optional(),
  place: z.string().optional(),
  count: z.number().int().positive().optional(),
});

/** A file of `data/demo/practices`: each practice as it stands at the end, and what happened to it on the way. */
export function practicesShape(slide: Slide) {
  const done = doneOf(slide);
  return z.array(
    changeableShape.extend({
      id: text,
      purpose: z.enum(purposes),
      legalStatus: z.enum(legalStatuses),
      sector: z.enum(sectors),
      themes: z.array(text),
      challenges: z.array(text).default([]),
      communities: z.array(text).default([]),
      /** Where people talk about it. */
      chat: z.url({ protocol: /^https$/ }).optional(),
      /** Named co-authors. */
      with: z.array(text).default([]),
      milieu: z.enum(milieus).optional(),
      digital: z.enum(digitals).optional(),
      commune: text.optional(),
      /** Codes of the other communes of a practice that is in several. */
      also: z.array(text).default([]),
      /** SIREN, for one that is in a whole group of communes. */
      epci: text.optional(),
      /** A GeoJSON surface, for one that covers a part of the land. */
      area: areaShape.optional(),
      /** In words, for what has no commune. */
      where: z.string().default(''),
      point: z.strictObject({ lat: z.number(), lng: z.number() }).optional(),
      /** Nobody has checked the point: it is kept off the map. Only of what was written here. */
      doubtful: z.boolean().default(false),
      since: dateOf(slide).optional(),
      confirmed: dayOf(slide).optional(),
      carriers: z.string().default(''),
      partners: z.string().default(''),
      links: z.array(z.strictObject({ label: text, url: z.url() })).default([]),
      /** What it says in the fields of the territory's own. */
      own: z.record(z.string(), z.union([text, z.number(), z.array(text)])).default({}),
      website: z.url().optional(),
      language: z.enum(languages).default('fr'),
      source: text.default('demo'),
      /** For what was written here; what comes from a source with a file was imported with it. */
      added: done.optional(),
      changes: z
        .array(
          z.union([
            /** `was`: what stood there before. */
            done.extend({ was: someOfThem }),
            /** `tried`: what someone wrote, that someone else undid. */
            done.extend({ tried: someOfThem, undone: done }),
          ]),
        )
        .default([]),
      comments: commentsOf(slide),
      pictures: z.array(pictureOf(slide)).default([]),
      /** A practice that this one follows from. */
      comesFrom: done.extend({ practice: text }).optional(),
    }),
  );
}

/** `data/demo/pages.yaml`: what people wrote down, each page as it stands at the end, and what it goes with. */
export function pagesShape(slide: Slide) {
  const done = doneOf(slide);
  const written = z.strictObject({
    title: text,
    pitch: text,
    text: text,
    tags: z.array(text),
  });
  const ids = z.array(text).default([]);
  return z.array(
    written.extend({
      id: text,
      visibility: z.enum(chosenVisibilities).default('public'),
      language: z.enum(languages).default('fr'),
      themes: z.array(text),
      challenges: ids,
      communities: ids,
      chat: z.url({ protocol: /^https$/ }).optional(),
      /** Named co-authors. */
      with: ids,
      added: done,
      /** `was`: what stood there before. */
      changes: z.array(done.extend({ was: written.partial() })).default([]),
      comments: commentsOf(slide),
      /** Records that were tied to it as it was written. */
      ties: z.strictObject({ practices: ids, levers: ids, pages: ids }).prefault({}),
    }),
  );
}

/** `data/demo/plan.yaml`: levers chosen, and actions with what happened to each. */
export function planShape(slide: Slide) {
  const done = doneOf(slide);
  const change = z.strictObject({
    status: z.enum(actionStatuses).optional(),
    progress: text.optional(),
    due: dateOf(slide).optional(),
  });
  const choice = done.extend({
    evaluation: text,
    lever: text,
    criteria: z.array(text).default([]),
    reason: text,
  });
  const action = z.strictObject({
    id: text,
    title: text,
    who: text,
    due: dateOf(slide),
    what: text,
    lever: text.optional(),
    evaluation: text.optional(),
    opened: done,
    steps: z
      .array(z.union([done.extend(change.shape), done.extend({ tried: change, undone: done })]))
      .default([]),
    comments: commentsOf(slide),
  });
  return z.strictObject({ choices: z.array(choice), actions: z.array(action) });
}

export type DemoPerson = z.output<typeof peopleShape>['people'][number];
export type DemoTerritory = z.output<ReturnType<typeof territoryShape>>;
export type DemoSource = DemoTerritory['sources'][number];
export type DemoPractice = z.output<ReturnType<typeof practicesShape>>[number];
export type DemoPage = z.output<ReturnType<typeof pagesShape>>[number];
export type DemoComment = DemoPractice['comments'][number];
export type DemoPlan = z.output<ReturnType<typeof planShape>>;
