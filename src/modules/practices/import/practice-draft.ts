import type { Area } from '../practice-area.ts';
import type { OwnName } from '../fields/own-field.ts';
import type {
  Digital,
  LegalStatus,
  Milieu,
  NamedPlace,
  Purpose,
  Reach,
  Sector,
  Status,
} from '../practice.ts';

/** What a column of a file can hold. */
export const importFields = [
  'title',
  'pitch',
  'description',
  'latitude',
  'longitude',
  'point',
  'x',
  'y',
  'address',
  'postalCode',
  'communeName',
  'communeCode',
  'themes',
  'tags',
  'website',
  'email',
  'phone',
  'contactName',
  'openingHours',
  'externalId',
  'updatedOn',
  'createdOn',
  'since',
  'source',
  'sourceUrl',
  'licence',
  'status',
  'legalStatus',
  'purpose',
  'sector',
  'carriers',
  'partners',
  'milieu',
  'digital',
  'reach',
  'area',
  'count',
  'publication',
  'files',
] as const;
export type ImportField = (typeof importFields)[number];

/** Fields that several columns may fill together: two lines of an address, the hours of each day… */
export const fieldsOfSeveralColumns: ReadonlySet<ImportField> = new Set<ImportField>([
  'address',
  'themes',
  'tags',
  'email',
  'phone',
  'contactName',
  'openingHours',
  'description',
  'carriers',
  'partners',
  'files',
]);

/** WGS 84 degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** People to reach. Never public, never exported, until the person concerned says otherwise. */
export interface PrivateContacts {
  names: string[];
  emails: string[];
  /** French numbers as `02 99 12 34 56`, others as `+32 2 555 12 12`. */
  phones: string[];
}

/** A practice as one record of a file describes it; texts are plain and empty when the file says nothing. */
export interface PracticeDraft {
  title: string;
  pitch: string;
  /** Paragraphs are separated by a blank line. */
  description: string;
  /** Address or name of the place, on one line. */
  place: string;
  postalCode: string;
  /** Today's INSEE code, null when the commune could not be found. */
  communeCode: string | null;
  communeName: string;
  /** Other communes, an EPCI, and how far it reaches. */
  alsoIn: NamedPlace[];
  epciCode: string | null;
  epciName: string;
  reach: Reach;
  point: Point | null;
  /** True keeps the point off the map until someone has checked it. */
  pointIsDoubtful: boolean;
  area: Area | null;
  themes: string[];
  tags: string[];
  website: string;
  /** Further addresses of the web. */
  links: string[];
  openingHours: string;
  /** Its id at the source; empty when the file has none. */
  externalId: string;
  /** Partial dates: `2014`, `2016-03` or `2016-03-12`. */
  updatedOn: string;
  createdOn: string;
  since: string;
  source: string;
  sourceUrl: string;
  /** SPDX identifier when the licence is known, else what the file says. */
  licence: string;
  status: Status | null;
  legalStatus: LegalStatus | null;
  purpose: Purpose | null;
  sector: Sector | null;
  milieu: Milieu | null;
  digital: Digital | null;
  carriers: string;
  partners: string;
  /** For an aggregate record ("30 CUMA"): how many there are. */
  count: number | null;
  contacts: PrivateContacts;
  /** Null when the file does not say; what its source does not show to everyone is not shown here either. */
  isPublished: boolean | null;
  /** Answers in the territory's own fields, not yet read; empty where the file has the column and says nothing. */
  own: Record<OwnName, string[]>;
  /** What no field takes, by the name of its column. */
  extra: Record<string, string>;
}
