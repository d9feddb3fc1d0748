import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { linksText } from './practice-links.ts';
import { placesText } from './practice-place.ts';
import type { Practice } from './practice.ts';

/** The fields of the form, by the names of its controls; every value is what the person typed. */
export const formFields = [
  'title',
  'pitch',
  'description',
  'language',
  'commune',
  'place',
  'point',
  'purpose',
  'status',
  'sector',
  'legalStatus',
  'milieu',
  'digital',
  'since',
  'carriers',
  'partners',
  'website',
  'links',
  'area',
  'tags',
  'count',
] as const;

export type FormField = (typeof formFields)[number];
export type FormValues = Record<FormField, string>;

/**
 * What a form sent, as it was typed, so that a form that comes back loses nothing; line ends as we write them,
 * so that a text nobody touched is not taken for a change.
 */
export function readForm(form: FormData): FormValues {
  return Object.fromEntries(
    formFields.map((field) => [field, String(form.get(field) ?? '').replaceAll('\r\n', '\n')]),
  ) as FormValues;
}

export const emptyForm: FormValues = readForm(new FormData());

/** The values that a form for this practice starts with. */
export function formOf({ record, details }: Practice): FormValues {
  return {
    title: record.title,
    pitch: record.pitch,
    description: toMarkdown(record.body),
    language: record.language,
    commune: placesText(details),
    place: details.place,
    point: details.lat === null || details.lng === null ? '' : `${details.lat}, ${details.lng}`,
    purpose: details.purpose ?? '',
    status: details.status,
    sector: details.sector ?? '',
    legalStatus: details.legalStatus ?? '',
    milieu: details.milieu ?? '',
    digital: details.digital ?? '',
    since: details.since,
    carriers: details.carriers,
    partners: details.partners,
    website: details.website,
    links: linksText(details.links),
    area: details.area ? JSON.stringify(details.area) : '',
    tags: record.tags.join(', '),
    count: details.count === null ? '' : String(details.count),
  };
}
