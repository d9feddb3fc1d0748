import { z } from 'zod';
import { limitedText } from '#kernel/field-problems.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';
import { languageShape } from './language-shape.ts';
import { type RecordCore, chosenVisibilities } from './record.ts';
import { tagsShape } from './tags-shape.ts';

/** The fields of a knowledge page's form, by the names of its controls; every value is what the person typed. */
export const pageFormFields = [
  'title',
  'pitch',
  'body',
  'tags',
  'language',
  'visibility',
  'sourceName',
  'sourceUrl',
] as const;

export type PageFormField = (typeof pageFormFields)[number];
export type PageFormValues = Record<PageFormField, string>;

/** What a form sent, as it was typed; line ends as we write them, so that a text nobody touched stays the same. */
export function readPageForm(form: FormData): PageFormValues {
  const typed = (field: PageFormField) => String(form.get(field) ?? '').replaceAll('\r\n', '\n');
  return Object.fromEntries(pageFormFields.map((field) => [field, typed(field)])) as PageFormValues;
}

export const emptyPageForm: PageFormValues = { ...readPageForm(new FormData()), visibility: 'public' };

/** The values that a form for this page starts with. */
export function pageFormOf(page: RecordCore): PageFormValues {
  const { title, pitch, language, visibility, sourceName, sourceUrl } = page;
  const [body, tags] = [toMarkdown(page.body), page.tags.join(', ')];
  return { title, pitch, body, tags, language, visibility, sourceName, sourceUrl };
}

const line = (max: number) => limitedText(max, storableLine);

/** A knowledge page as a form gives it: a title and a text are needed. `visibility` is undefined when the form does not ask. */
export const pageShape = z.object({
  title: line(200).refine((text) => text !== ''),
  pitch: line(300).default(''),
  body: limitedText(100_000, (text) => storableText(text).trim()).refine((text) => text !== ''),
  tags: tagsShape,
  language: languageShape,
  visibility: z
    .enum(['', ...chosenVisibilities])
    .optional()
    .transform((visibility) => visibility || undefined),
  sourceName: line(200).default(''),
  sourceUrl: line(1_000)
    .refine((text) => text === '' || isWebAddress(text))
    .default(''),
});

/** What a form or a file gives, not yet checked. */
export type PageInput = Partial<PageFormValues>;
