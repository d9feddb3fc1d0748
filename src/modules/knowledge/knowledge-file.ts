import { z } from 'zod';

/** A text in both languages of the shipped content. */
export const bilingualShape = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.output<typeof bilingualShape>;

const ids = z.array(z.string().min(1)).min(1);
const titled = { id: z.string().regex(/^[a-z]+(-[a-z]+)+$/), fr: z.string().min(1), en: z.string().min(1) };
/** `d` and `den` are the description in French and in English. */
const described = { ...titled, d: z.string().min(1), den: z.string().min(1) };

const brakeShape = z.strictObject({ ...described, levers: ids, actions: ids });
const competenceShape = z.strictObject({ ...described, actions: ids });

/** The shape of `data/cooperation.yaml`; its `levers` are cooperation levers and its `actions` courses of action. */
export const knowledgeFileShape = z.strictObject({
  about: z.strictObject({
    version: z.number().int().positive(),
    published: z.iso.date(),
    licence: z.string().min(1),
    authors: z.array(z.string().min(1)).min(1),
    source: bilingualShape,
  }),
  motivations: z.array(z.strictObject({ ...described, levers: ids })),
  benefits: z.array(z.strictObject({ ...described, actions: ids })),
  brakes: z.strictObject({ individual: z.array(brakeShape), collective: z.array(brakeShape) }),
  levers: z.array(z.strictObject({ ...described, competences: ids })),
  competences: z.strictObject({
    attitudes: z.array(competenceShape),
    social: z.array(competenceShape),
    ecosystem: z.array(competenceShape),
    rules: z.array(competenceShape),
  }),
  actions: z.array(z.strictObject({ ...described, means: z.array(z.strictObject(titled)).min(1) })),
});

export type KnowledgeFile = z.output<typeof knowledgeFileShape>;
