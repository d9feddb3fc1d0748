import { expect, test } from 'vitest';
import { parts, readOrder } from './parts.ts';

test('without a name every part is run, whole', () => {
  expect(readOrder([], {})).toEqual({
    parts: Object.keys(parts),
    campaign: { isQuick: false, databaseUrl: undefined, startCommand: undefined },
  });
});

test('a part can be run alone and quickly, on a PostgreSQL of one’s own', () => {
  const environment = { DATABASE_URL: 'postgres://localhost/try', CAMPAIGN_DATABASE_START: 'start it' };
  expect(readOrder(['kills', '--quick'], environment)).toEqual({
    parts: ['kills'],
    campaign: { isQuick: true, databaseUrl: 'postgres://localhost/try', startCommand: 'start it' },
  });
});

test('what is not understood runs nothing', () => {
  expect(readOrder(['kill'], {})).toBeUndefined();
  expect(readOrder(['kills', '--slow'], {})).toBeUndefined();
});
