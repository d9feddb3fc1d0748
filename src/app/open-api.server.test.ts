import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { readPracticeQuery } from '#modules/practices/index.ts';
import { findPractice, proposePractice, publicPractices } from '#modules/practices/index.server.ts';
import { routes } from './route-manifest.ts';
import { openApi } from './open-api.ts';

const description = openApi('https://pays.exemple.fr');
const listOperation = description.paths['/api/v1/practices'].get;

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

/** A value that each parameter takes, by its name. */
const examples: Record<string, string> = {
  q: 'jardin',
  theme: 'eau',
  challenge: 'eau',
  community: 'eau',
  tag: 'eau',
  commune: '35236',
  epci: '243500741',
  bbox: '-2.3,47.5,-1.9,47.8',
  source: 'Annuaire',
  updated_since: '2026-01-31',
  confirmed_before: '2026-01-31',
  near: '35236',
  page: '2',
  per_page: '500',
};

function valuesOf({ name, schema }: (typeof listOperation.parameters)[number]): readonly string[] {
  const one = 'items' in schema ? schema.items : schema;
  return 'enum' in one ? one.enum : [examples[name] ?? ''];
}

describe('the description of the API', () => {
  it('says where it is', () => {
    expect(description).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://pays.exemple.fr' }] });
  });

  it('is one that tools understand (OpenAPI 3.1)', async () => {
    const judged = await new Validator().validate(JSON.parse(JSON.stringify(description)));
    expect(judged).toMatchObject({ valid: true });
    const broken = { ...JSON.parse(JSON.stringify(description)), paths: { 'no-slash': { get: {} } } };
    expect(await new Validator().validate(broken)).toMatchObject({ valid: false });
  });

  it('describes every address of the API, and no other', () => {
    const offered = routes
      .map(({ path }) => path.replaceAll(/\[(\w+)\]/g, '{$1}'))
      .filter((path) => path.startsWith('/api/') && path !== '/api/v1/openapi.json');
    expect(Object.keys(description.paths).toSorted()).toEqual(offered.toSorted());
  });

  it.each(listOperation.parameters)('names only parameters and values that are taken: $name', (parameter) => {
    const values = valuesOf(parameter);
    expect(values).not.toEqual(['']);
    for (const value of values) {
      expect(readPracticeQuery(new URLSearchParams({ [parameter.name]: value })).ok).toBe(true);
    }
  });

  it('gives every operation a name of its own', () => {
    const names = Object.values(description.paths).map((path) => path.get.operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('describes a practice as it is sent, each property and its type', async () => {
    const context = await world.as('contributor');
    const schema = { ...description.components.schemas.Practice, additionalProperties: false };
    const valid = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
    const least = { title: 'Four à pain', commune: 'Partout' };
    const most = {
      ...least,
      commune: 'Redon',
      purpose: 'sharing',
      sector: 'food',
      legalStatus: 'public',
      count: '3',
      tags: 'a,b',
    };
    for (const input of [least, most]) {
      const proposed = await proposePractice(context, input);
      const practice = proposed.ok ? await findPractice(context, { id: proposed.value.id }) : undefined;
      if (!practice) throw new Error('The practice was not made');
      const sent = JSON.parse(JSON.stringify((await publicPractices(context, [practice]))[0]));
      expect(valid.safeParse(sent).error?.issues ?? []).toEqual([]);
      expect(Object.keys(sent)).toEqual(Object.keys(schema.properties));
      expect(valid.safeParse({ ...sent, state: 'x' }).success).toBe(false);
    }
  });
});
