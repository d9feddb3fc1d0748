import type { PracticeDetails } from './practice.ts';

interface DetailField {
  /** Its column in the table of practices. */
  column: string;
  type: 'text' | 'integer' | 'double precision' | 'boolean' | 'jsonb';
  /** Its name in open data, files and the API; null for what is not told there. */
  name: string | null;
}

/**
 * Every field that a practice has beside the core of all records, said once: the store, the batches of an import, the
 * exports, the reading of our own exports and the API go by this list.
 */
export const detailFields = {
  purpose: { column: 'purpose', type: 'text', name: 'purpose' },
  status: { column: 'status', type: 'text', name: 'status' },
  sector: { column: 'sector', type: 'text', name: 'sector' },
  legalStatus: { column: 'legal_status', type: 'text', name: 'legal_status' },
  milieu: { column: 'milieu', type: 'text', name: 'milieu' },
  digital: { column: 'digital', type: 'text', name: 'digital' },
  reach: { column: 'reach', type: 'text', name: 'reach' },
  communeCode: { column: 'commune_code', type: 'text', name: 'commune_code' },
  communeName: { column: 'commune_name', type: 'text', name: 'commune' },
  alsoIn: { column: 'also_in', type: 'jsonb', name: 'also_in' },
  epciCode: { column: 'epci_code', type: 'text', name: 'epci_code' },
  epciName: { column: 'epci_name', type: 'text', name: 'epci' },
  place: { column: 'place', type: 'text', name: 'place' },
  lat: { column: 'lat', type: 'double precision', name: 'lat' },
  lng: { column: 'lng', type: 'double precision', name: 'lng' },
  pointIsDoubtful: { column: 'point_is_doubtful', type: 'boolean', name: null },
  area: { column: 'area', type: 'jsonb', name: 'area' },
  since: { column: 'since', type: 'text', name: 'since' },
  carriers: { column: 'carriers', type: 'text', name: 'carriers' },
  partners: { column: 'partners', type: 'text', name: 'partners' },
  website: { column: 'website', type: 'text', name: 'website' },
  links: { column: 'links', type: 'jsonb', name: 'links' },
  count: { column: 'count', type: 'integer', name: 'count' },
  extra: { column: 'extra', type: 'jsonb', name: null },
  fields: { column: 'fields', type: 'jsonb', name: null },
} as const satisfies Record<keyof PracticeDetails, DetailField>;

export type DetailFieldName = keyof typeof detailFields;
export type DetailColumn = (typeof detailFields)[DetailFieldName]['column'];

export const detailFieldNames = Object.keys(detailFields) as DetailFieldName[];

/** The fields of a practice as open data names them. */
export type PublicDetails = {
  [Field in DetailFieldName as NonNullable<(typeof detailFields)[Field]['name']>]: PracticeDetails[Field];
};

/** The names of open data, in the order of the list. */
export const publicNames = Object.values(detailFields).flatMap(({ name }) => name ?? []);

/** What of the details anybody may read; a doubtful point is not told. */
export function publicDetails(details: PracticeDetails): PublicDetails {
  const point = details.pointIsDoubtful ? { lat: null, lng: null } : {};
  const told = { ...details, ...point };
  return Object.fromEntries(
    detailFieldNames.flatMap((field) => {
      const { name } = detailFields[field];
      return name === null ? [] : [[name, told[field]]];
    }),
  ) as PublicDetails;
}
