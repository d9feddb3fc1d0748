import {
  digitals,
  legalStatuses,
  milieus,
  practiceSorts,
  purposes,
  reaches,
  sectors,
  statuses,
} from '#modules/practices/index.ts';
import { practice } from './open-api-practice.ts';

const text = { type: 'string' } as const;

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
  ['sector', { enum: sectors }, 'Sector'],
  ['legal_status', { enum: legalStatuses }, 'Legal form'],
  ['milieu', { enum: milieus }, 'Where it lives'],
  ['digital', { enum: digitals }, 'What digital service it could not do without'],
  ['reach', { enum: reaches }, 'How far it reaches'],
  ['commune', { type: 'string', pattern: '^(\\d{2}|2[AB])\\d{3}$' }, 'INSEE code of a commune'],
  ['epci', { type: 'string', pattern: '^\\d{9}$' }, 'SIREN of an EPCI'],
  ['bbox', text, 'west,south,east,north in degrees'],
  ['source', text, 'Name of the source'],
  ['updated_since', text, 'Date or date-time (ISO 8601)'],
  ['confirmed_before', { type: 'string', format: 'date' }, 'Not confirmed since that day'],
] as const;

const pages = [
  ['sort', { enum: practiceSorts }, 'Order; `nearest` to `near`, or to the one `commune` that is asked for'],
  [
    'near',
    { type: 'string', pattern: '^(\\d{2}|2[AB])\\d{3}$' },
    'INSEE code of a commune: distances from it are told, the nearest first unless `sort` says otherwise',
  ],
  ['page', { type: 'integer', minimum: 1, default: 1 }, 'Page'],
  ['per_page', { type: 'integer', minimum: 1, maximum: 500, default: 20 }, 'Items per page'],
] as const;

/** The filters that take one value only. */
const single = new Set(['q', 'bbox', 'updated_since', 'confirmed_before']);

function inQuery([name, schema, description]: (typeof filters | typeof pages)[number]) {
  return { name, in: 'query', required: false, schema, description };
}

/** Said several times, a filter keeps what has any of the values. */
function filterInQuery(filter: (typeof filters)[number]) {
  const one = inQuery(filter);
  if (single.has(one.name)) return one;
  const description = `${one.description}. May be repeated: practices with any of the values are kept`;
  return { ...one, schema: { type: 'array', items: one.schema }, style: 'form', explode: true, description };
}

const pageParameters = pages.map(inQuery);
const parameters = [...filters.map(filterInQuery), ...pageParameters];

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

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

/** The address of one practice. */
function one(operation: { id: string; summary: string; type: string; schema: object }) {
  const { id: operationId, summary, type, schema } = operation;
  const responses = {
    200: answer(summary, type, schema),
    301: { description: 'Merged into another practice, to which `location` leads: `merged_into` is its id' },
    404: answer('Unknown, or not public', 'application/json', error),
    410: answer('Removed, hidden or erased: it may be forgotten', 'application/json', error),
  };
  return { get: { operationId, summary, parameters: [id], responses } };
}

const deleted = {
  get: {
    operationId: 'listDeletedPractices',
    summary: 'Practices that were public and are no more, for whoever keeps a copy',
    parameters: [
      {
        name: 'since',
        in: 'query',
        required: false,
        schema: text,
        description: 'Date or date-time (ISO 8601)',
      },
      ...pageParameters.slice(1),
    ],
    responses: {
      200: answer('In the order they went', 'application/json', {
        ...page,
        properties: {
          ...page.properties,
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['id', 'deleted_at'],
              properties: {
                id: { type: 'string', format: 'uuid' },
                deleted_at: { type: 'string', format: 'date-time' },
              },
            },
          },
        },
      }),
      400: refused,
    },
  },
};

const frameworkSchema = {
  get: {
    operationId: 'getFrameworkSchema',
    summary: 'The form of the JSON file of a framework, as a JSON Schema',
    responses: { 200: answer('The schema', 'application/json', { type: 'object' }) },
  },
};

const guide = `Open data of a territory. Everything public can be reused with its source and licence: each practice carries
both. No key is needed, and pages of other sites may read it (CORS). Every answer has an ETag: sent back as If-None-Match, it
brings 304 without a body as long as nothing changed. To keep a copy: read everything once, then /api/v1/practices with
updated_since and /api/v1/practices/deleted with since, both set to the moment of the reading before.`;

/** The description of the API (OpenAPI 3.1). `origin`: public address of the site. */
export function openApi(origin: string) {
  const files = [
    ['csv', 'CSV', 'text/csv'],
    ['geojson', 'GeoJSON', 'application/geo+json'],
    ['jsonld', 'JSON-LD (schema.org and PAIR)', 'application/ld+json'],
  ] as const;
  const path = '/api/v1/practices';
  const schema = { $ref: '#/components/schemas/Practice' };
  const filePaths = files.flatMap(([name, title, type]) => {
    const Name = name[0]?.toUpperCase() + name.slice(1);
    const asFile = { type, schema: name === 'csv' ? text : { type: 'object' } };
    return [
      [`${path}.${name}`, list({ id: `export${Name}`, summary: `Practices as ${title}`, ...asFile })],
      [
        `${path}/{id}.${name}`,
        one({ id: `getPractice${Name}`, summary: `One practice as ${title}`, ...asFile }),
      ],
    ];
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Entrelacs',
      version: '1',
      description: guide,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: origin }],
    paths: {
      [path]: list({
        id: 'listPractices',
        summary: 'Practices, a page at a time',
        type: 'application/json',
        schema: page,
      }),
      [`${path}/{id}`]: one({ id: 'getPractice', summary: 'One practice', type: 'application/json', schema }),
      [`${path}/deleted`]: deleted,
      '/api/v1/framework.schema.json': frameworkSchema,
      ...(Object.fromEntries(filePaths) as Record<string, ReturnType<typeof list | typeof one>>),
    },
    components: { schemas: { Practice: practice } },
  };
}
