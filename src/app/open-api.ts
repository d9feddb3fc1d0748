import { legalStatuses, practiceSorts, purposes, sectors, statuses } from '#modules/practices/index.ts';

const text = { type: 'string' } as const;
const nullable = (values: readonly string[]) => ({ enum: [...values, null] });
const coordinate = { type: ['number', 'null'] };

const practice = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    url: { type: 'string', format: 'uri' },
    title: text,
    pitch: text,
    description: { type: 'string', description: 'Markdown' },
    purpose: nullable(purposes),
    status: { enum: statuses },
    state: { enum: ['potential', 'existing'] },
    sector: nullable(sectors),
    legal_status: nullable(legalStatuses),
    commune_code: { type: ['string', 'null'], description: 'INSEE code' },
    commune: text,
    place: text,
    lat: coordinate,
    lng: coordinate,
    since: { type: 'string', description: 'Partial date: 2014, 2016-03 or 2016-03-12; empty when unknown' },
    carriers: text,
    website: text,
    count: { type: ['integer', 'null'], description: 'How many an aggregate record stands for' },
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
  },
};

const error = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: text, message: text, field: text },
    },
  },
};

const filters = [
  ['q', text, 'Words searched for; accents, endings and typos are forgiven'],
  ['theme', text, 'Name of a theme, or the end of its address; themes under it are included. Else a keyword'],
  ['challenge', text, 'Name of a challenge, or the end of its address'],
  ['community', text, 'Name of a community of interest, or the end of its address'],
  ['tag', text, 'Keyword'],
  ['purpose', { enum: purposes }, 'What the exchange is for'],
  ['status', { enum: statuses }, 'State of life'],
  ['state', { enum: ['potential', 'existing'] }, 'Ideas, or what exists or existed'],
  ['legal_status', { enum: legalStatuses }, 'Legal form'],
  ['commune', { type: 'string', pattern: '^(\\d{2}|2[AB])\\d{3}$' }, 'INSEE code of a commune'],
  ['epci', { type: 'string', pattern: '^\\d{9}$' }, 'SIREN of an EPCI'],
  ['bbox', text, 'west,south,east,north in degrees'],
  ['source', text, 'Name of the source'],
  ['updated_since', text, 'Date or date-time (ISO 8601)'],
] as const;

const pages = [
  ['sort', { enum: practiceSorts }, 'Order'],
  ['page', { type: 'integer', minimum: 1, default: 1 }, 'Page'],
  ['per_page', { type: 'integer', minimum: 1, maximum: 500, default: 20 }, 'Items per page'],
] as const;

const parameters = [...filters, ...pages].map(([name, schema, description]) => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
}));

const refused = {
  description: 'Unknown parameter or value',
  content: { 'application/json': { schema: error } },
};

const page = {
  type: 'object',
  required: ['items', 'total', 'page', 'pages'],
  properties: {
    items: { type: 'array', items: { $ref: '#/components/schemas/Practice' } },
    total: { type: 'integer' },
    page: { type: 'integer' },
    pages: { type: 'integer' },
  },
};

function answer(description: string, type: string, schema: object) {
  return { description, content: { [type]: { schema } } };
}

/** An address that takes the filters of the list. */
function list(operation: { id: string; summary: string; type: string; schema: object }) {
  const { id, summary, type, schema } = operation;
  const responses = { 200: answer(summary, type, schema), 400: refused };
  return { get: { operationId: id, summary, parameters, responses } };
}

const onePractice = {
  get: {
    operationId: 'getPractice',
    summary: 'One practice',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
    responses: {
      200: answer('The practice', 'application/json', { $ref: '#/components/schemas/Practice' }),
      404: answer('Unknown, or not public', 'application/json', error),
      410: answer('Removed, hidden or erased: it may be forgotten', 'application/json', error),
    },
  },
};

/** The description of the API (OpenAPI 3.1). `origin`: public address of the site. */
export function openApi(origin: string) {
  const file = (id: string, summary: string, type: string) => list({ id, summary, type, schema: text });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Entrelacs',
      version: '1',
      description: 'Open data of a territory. Everything public can be reused with its source and licence.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: origin }],
    paths: {
      '/api/v1/practices': list({
        id: 'listPractices',
        summary: 'Practices, a page at a time',
        type: 'application/json',
        schema: page,
      }),
      '/api/v1/practices/{id}': onePractice,
      '/api/v1/practices.csv': file('exportCsv', 'Practices as CSV', 'text/csv'),
      '/api/v1/practices.geojson': file('exportGeojson', 'Practices as GeoJSON', 'application/geo+json'),
    },
    components: { schemas: { Practice: practice } },
  };
}
