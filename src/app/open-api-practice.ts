import {
  digitals,
  legalStatuses,
  milieus,
  purposes,
  reaches,
  sectors,
  statuses,
} from '#modules/practices/index.ts';

const text = { type: 'string' } as const;
const nullable = (values: readonly string[]) => ({ enum: [...values, null] });
const coordinate = { type: ['number', 'null'] };

/** What a practice says in a field that the territory added. */
const ownValue = {
  oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: { type: 'string' } }],
};

/** The schema of a practice, each property in the order in which it is sent. */
export const practice = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    url: { type: 'string', format: 'uri' },
    title: text,
    pitch: text,
    description: { type: 'string', description: 'Markdown' },
    purpose: nullable(purposes),
    status: { enum: statuses },
    sector: nullable(sectors),
    legal_status: nullable(legalStatuses),
    milieu: nullable(milieus),
    digital: { ...nullable(digitals), description: 'What digital service it could not do without' },
    reach: { enum: reaches, description: 'How far it reaches' },
    commune_code: { type: ['string', 'null'], description: 'INSEE code' },
    commune: text,
    also_in: {
      type: 'array',
      items: { type: 'object', properties: { code: { type: ['string', 'null'] }, name: text } },
      description: 'Its other communes',
    },
    epci_code: { type: ['string', 'null'], description: 'SIREN of an EPCI' },
    epci: text,
    place: text,
    lat: coordinate,
    lng: coordinate,
    area: { type: ['object', 'null'], description: 'GeoJSON Polygon or MultiPolygon' },
    since: { type: 'string', description: 'Partial date: 2014, 2016-03 or 2016-03-12; empty when unknown' },
    carriers: text,
    partners: text,
    website: text,
    links: {
      type: 'array',
      items: { type: 'object', properties: { label: text, url: { type: 'string', format: 'uri' } } },
      description: 'Pages that tell more',
    },
    count: { type: ['integer', 'null'], description: 'How many an aggregate record stands for' },
    state: { enum: ['potential', 'existing'] },
    themes: { type: 'array', items: text, description: 'Names of themes' },
    challenges: { type: 'array', items: text, description: 'Names of the challenges it answers' },
    communities: { type: 'array', items: text, description: 'Names of communities of interest' },
    tags: { type: 'array', items: text, description: 'Keywords' },
    chat: { ...text, description: 'Where people talk about it' },
    co_authors: { type: 'array', items: text, description: 'Named co-authors' },
    language: text,
    licence: text,
    source: text,
    source_url: text,
    source_id: text,
    source_credit: { ...text, description: 'Whom a source that is asked again wants named' },
    source_site: { ...text, description: 'The site of that source' },
    source_seen_on: {
      type: ['string', 'null'],
      format: 'date',
      description: 'The day when that source last answered',
    },
    merged: {
      type: 'array',
      description: 'Records that say the same and were merged into this one',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string', format: 'uuid' },
          source: text,
          source_url: text,
          source_id: text,
          licence: text,
        },
      },
    },
    created_at: { type: 'string', format: 'date-time' },
    updated_at: { type: 'string', format: 'date-time' },
    confirmed_on: { type: ['string', 'null'], format: 'date' },
    pictures: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          url: { type: 'string', format: 'uri' },
          width: { type: 'integer' },
          height: { type: 'integer' },
          alt: { ...text, description: 'What it shows; empty for a decorative one' },
          credit: text,
          licence: { ...text, description: 'SPDX; empty when nobody said' },
        },
      },
    },
    documents: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          url: { type: 'string', format: 'uri' },
          name: text,
          title: text,
          size: { type: 'integer', description: 'In bytes' },
          credit: text,
          licence: text,
        },
      },
    },
    fields: {
      type: 'object',
      additionalProperties: ownValue,
      description:
        'What it says in the public fields that the territory added, by their keys: a text, a number, a partial date, an address, the key of a choice or several, addresses of practices. The list is narrowed by each as field.<key>',
    },
  },
};
