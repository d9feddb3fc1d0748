import { expect, test } from 'vitest';
import { readActionQuery } from './action-filters.ts';

test('the filters of the plan are read from its address', () => {
  const params = new URLSearchParams(
    'q=prix&status=done&lever=3k9x0m2a&evaluation=0123abcd&page=2&theme=eau&challenge=+&community=Jardinières',
  );
  expect(readActionQuery(params)).toEqual({
    query: {
      filters: {
        q: 'prix',
        status: 'done',
        lever: '3k9x0m2a',
        evaluation: '0123abcd',
        theme: 'eau',
        community: 'Jardinières',
      },
      page: 2,
    },
    ignored: [],
  });
});

test('empty values, as a form sends them, count as absent', () => {
  expect(readActionQuery(new URLSearchParams('q=+&status=&page='))).toEqual({
    query: { filters: {}, page: 1 },
    ignored: [],
  });
});

test('a search that the database could not read is no search', () => {
  expect(readActionQuery(new URLSearchParams({ q: 'a\0b' })).query.filters).toEqual({ q: 'a b' });
  expect(readActionQuery(new URLSearchParams({ q: '\0' }))).toMatchObject({ ignored: ['q'] });
});

test('what is not understood is left aside and named', () => {
  const params = new URLSearchParams({
    q: 'x'.repeat(10_000),
    status: 'late',
    lever: '<script>',
    page: '-1',
  });
  expect(readActionQuery(params)).toEqual({
    query: { filters: {}, page: 1 },
    ignored: ['q', 'status', 'lever', 'page'],
  });
});
