import { z } from 'zod';
import type { Json } from '#kernel/json.ts';
import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';
import { parsePair } from './import/parse-coordinates.ts';
import { type Area, readArea } from './practice-area.ts';
import { namesIn, placeLimits } from './practice-place.ts';
import { type PracticeLink, readLinks, soundAddress } from './practice-links.ts';
import type { OwnTyped } from './fields/own-answers.ts';
import type { OwnValues } from './fields/own-value.ts';
import { type CoreFormValues, type RecordCore, languageShape, tagsShape } from '#modules/records/index.ts';

/** What the exchange is for: giving on, using together, or organising together. */
export const purposes = ['redistribution', 'sharing', 'organisation'] as const;
export type Purpose = (typeof purposes)[number];

/** State of life. An `idea` is a potential practice; every other one exists or existed. */
export const statuses = ['idea', 'experiment', 'active', 'asleep', 'ended'] as const;
export type Status = (typeof statuses)[number];

export const sectors = [
  'food',
  'equipment',
  'mobility',
  'services',
  'tourism',
  'culture',
  'housing',
  'knowledge',
  'finance',
  'energy',
  'other',
] as const;
export type Sector = (typeof sectors)[number];

export const legalStatuses = [
  'association',
  'informal',
  'cooperative',
  'company',
  'public',
  'other',
] as const;
export type LegalStatus = (typeof legalStatuses)[number];

/** Where it lives; `several` for one that is at home in town and country alike. */
export const milieus = ['urban', 'periurban', 'rural', 'several'] as const;
export type Milieu = (typeof milieus)[number];

/** What digital service it could not do without, from none to a platform on which all of it happens. */
export const digitals = ['none', 'mailing-list', 'website', 'social-network', 'platform'] as const;
export type Digital = (typeof digitals)[number];

/** How far it reaches: one place, several communes, a group of them (EPCI), a drawn area, or the whole territory. */
export const reaches = ['place', 'communes', 'epci', 'area', 'everywhere'] as const;
export type Reach = (typeof reaches)[number];

/** A commune beside the first; its INSEE code is null when it is no commune we know. */
export type NamedPlace = { code: string | null; name: string };

/** What a practice has beside the core of every record; each field stands in the list of `practice-fields.ts`. */
export interface PracticeDetails {
  purpose: Purpose | null;
  status: Status;
  sector: Sector | null;
  legalStatus: LegalStatus | null;
  milieu: Milieu | null;
  digital: Digital | null;
  /** Told by where it is, never typed. */
  reach: Reach;
  /** INSEE code; null when the place is not a commune we know. */
  communeCode: string | null;
  communeName: string;
  /** The other communes of a practice that is in several. */
  alsoIn: NamedPlace[];
  /** SIREN, nine digits. */
  epciCode: string | null;
  epciName: string;
  /** Address or name of the place, as people say it. */
  place: string;
  /** WGS 84 degrees; both or neither. */
  lat: number | null;
  lng: number | null;
  /** True keeps the point off the map until someone has checked it. */
  pointIsDoubtful: boolean;
  area: Area | null;
  /** Partial date: `2014`, `2016-03` or `2016-03-12`; empty when unknown. */
  since: string;
  carriers: string;
  /** Who helps without carrying it. */
  partners: string;
  website: string;
  /** Pages that tell more, beside the website. */
  links: PracticeLink[];
  /** For an aggregate record ("30 CUMA"): how many there are. */
  count: number | null;
  extra: Record<string, string>;
  /** What it says in the territory's own fields, whoever may see it: what is shown goes through `factsOf`. */
  fields: OwnValues;
}

export interface Practice {
  record: RecordCore;
  details: PracticeDetails;
}

/** Never public, never exported: shown to facilitators until the person consents. */
export interface PracticeContact {
  name: string;
  email: string;
  phone: string;
}

/** Fields that the history keeps, so that they can be undone, and tells nobody. */
export const privateFields: readonly string[] = ['extra', 'contact'] satisfies (
  keyof PracticeDetails | 'contact'
)[];

const line = (max: number) => z.string().overwrite(storableLine).max(max);
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess((value) => (value === '' ? null : value), z.enum(values).nullable());

/** A practice as a form, a file or the API gives it: few things are needed, a title and where. */
export const practiceShape = z.object({
  title: line(200).min(1),
  pitch: line(300).default(''),
  description: z.string().overwrite(storableText).max(100_000).default(''),
  language: languageShape,
  purpose: choice(purposes).default(null),
  status: z.enum(statuses).default('active'),
  sector: choice(sectors).default(null),
  legalStatus: choice(legalStatuses).default(null),
  milieu: choice(milieus).default(null),
  digital: choice(digitals).default(null),
  /** Names of communes, of an EPCI, or "everywhere", parted by commas. */
  commune: line(4000).refine((text) => {
    const names = namesIn(text);
    const isShort = names.every((name) => name.length <= placeLimits.length);
    return names.length > 0 && names.length <= placeLimits.count && isShort;
  }),
  place: line(300).default(''),
  point: line(100).default('').transform(pointOf),
  area: z.string().default('').transform(areaOf),
  since: line(40).default('').transform(sinceOf),
  carriers: line(500).default(''),
  partners: line(1000).default(''),
  website: line(500)
    .default('')
    .refine((text) => text === '' || isWebAddress(text))
    .transform((text) => (text === '' ? '' : soundAddress(text))),
  links: z.string().max(20_000).default('').transform(linksOf),
  tags: tagsShape,
  count: z.preprocess(numberOf, z.number().int().min(1).max(10_000_000).nullable()).default(null),
});

/** As it comes from outside, by the names of the shape: nothing in it is trusted yet. */
export type PracticeInput = Readonly<Record<string, unknown>> & {
  /** The part that forms of all kinds share. */
  readonly core?: CoreFormValues | undefined;
  /** The territory's own fields that the form asked. */
  readonly own?: OwnTyped | undefined;
};
export type PracticeFields = z.output<typeof practiceShape>;

/** A whole number as people type it; null when empty. */
function numberOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const digits = value.replaceAll(/\s/g, '');
  return digits === '' ? null : /^\d+$/.test(digits) ? Number(digits) : value;
}

/** A point as people write it, latitude first; null when empty. */
function pointOf(text: string, context: z.RefinementCtx): { lat: number; lng: number } | null {
  if (text === '') return null;
  const pair = parsePair(text);
  const [lat, lng] = pair?.order === 'lng-lat' ? [pair.second, pair.first] : [pair?.first, pair?.second];
  if (lat !== undefined && lng !== undefined && Math.abs(lat) <= 90 && Math.abs(lng) <= 180)
    return { lat, lng };
  context.addIssue({ code: 'custom', input: text });
  return z.NEVER;
}

/** A partial date in the form it is kept in; empty when unknown. */
function sinceOf(text: string, context: z.RefinementCtx): string {
  const date = text === '' ? '' : parsePartialDate(text);
  if (date !== null) return date;
  context.addIssue({ code: 'custom', input: text });
  return z.NEVER;
}

function areaOf(text: string, context: z.RefinementCtx): Area | null {
  if (text.trim() === '') return null;
  const area = readArea(text);
  if (area) return area;
  context.addIssue({ code: 'custom', input: text });
  return z.NEVER;
}

function linksOf(text: string, context: z.RefinementCtx): PracticeLink[] {
  const links = readLinks(text);
  if (links) return links;
  context.addIssue({ code: 'custom', input: text });
  return z.NEVER;
}

const ownField = 'field.';

/** The details as the journal keeps them: each of the territory's own fields apart, so that each is undone alone. */
export function detailsState({ fields, ...details }: PracticeDetails): Record<string, Json> {
  const own = Object.entries(fields).map(([key, value]) => [ownField + key, value] as const);
  return { ...details, ...Object.fromEntries(own) };
}

/** The details with what a state of the journal says in place of what they say; what it does not name stays. */
export function detailsWith(
  details: PracticeDetails,
  state: Readonly<Record<string, Json>>,
): PracticeDetails {
  const { fields, ...rest } = details;
  const plain = Object.keys(rest).flatMap((key) => (Object.hasOwn(state, key) ? [[key, state[key]]] : []));
  const own = Object.entries(state).flatMap(([name, value]) =>
    name.startsWith(ownField) ? [[name.slice(ownField.length), value] as const] : [],
  );
  const said = Object.entries({ ...fields, ...Object.fromEntries(own) }).filter(
    ([, value]) => value !== null,
  );
  return { ...details, ...Object.fromEntries(plain), fields: Object.fromEntries(said) as OwnValues };
}

export const emptyDetails: PracticeDetails = {
  purpose: null,
  status: 'active',
  sector: null,
  legalStatus: null,
  milieu: null,
  digital: null,
  reach: 'place',
  communeCode: null,
  communeName: '',
  alsoIn: [],
  epciCode: null,
  epciName: '',
  place: '',
  lat: null,
  lng: null,
  pointIsDoubtful: false,
  area: null,
  since: '',
  carriers: '',
  partners: '',
  website: '',
  links: [],
  count: null,
  extra: {},
  fields: {},
};
