import { describe, expect, it } from 'vitest';
import { loadCommunes } from './communes.server.ts';
import { communesIn, groupedCommunes, placesCalled } from './places.ts';

const directory = await loadCommunes();
const called = (text: string) => placesCalled(directory, text).map(({ kind, name }) => `${kind} ${name}`);

describe('places that people may mean', () => {
  it('are found by a part of a name, without accents or capitals', () => {
    expect(called('redon agglo')).toEqual(['epci CA Redon Agglomération']);
    expect(called('ILLE ET VIL')[0]).toBe('department Ille-et-Vilaine');
    expect(called('allaire')).toContain('commune Allaire');
  });

  it('tell how many communes and people they hold', () => {
    const [found] = placesCalled(directory, 'ille-et-vilaine');
    expect(found).toMatchObject({ kind: 'department', code: '35' });
    expect(found?.communes).toBeGreaterThan(300);
    expect(found?.population).toBeGreaterThan(1_000_000);
  });

  it('are found by code and by postal code', () => {
    expect(called('35236')).toEqual(['commune Redon']);
    expect(called('35600')).toContain('commune Redon');
    expect(called('2a')).toContain('department Corse-du-Sud');
  });

  it('include communes that belong to no EPCI', () => {
    expect(called('ouessant')).toContain('commune Ouessant');
    expect(directory.findByCode('29155')?.epci).toBeNull();
  });

  it.each(['', ' ', 'a', '%', '<b>', 'zzzzzz', 'x'.repeat(10_000)])('are none for %j', (text) => {
    expect(called(text)).toEqual([]);
  });

  it('are never more than a page can show', () => {
    expect(called('saint').length).toBeLessThanOrEqual(36);
  });
});

describe('the communes of a place', () => {
  it('are those of the EPCI, of the department, or the commune itself', () => {
    expect(communesIn(directory, { kind: 'epci', code: '243500741' })).toHaveLength(31);
    expect(communesIn(directory, { kind: 'department', code: '75' })?.map(({ name }) => name)).toEqual([
      'Paris',
    ]);
    expect(communesIn(directory, { kind: 'commune', code: '35236' })).toHaveLength(1);
  });
});

it('communes of a territory stand by EPCI, those of none last; an unknown code is shown as it is', () => {
  const groups = groupedCommunes(directory, ['35236', '29155', '56001', '99999']);
  expect(groups.map(({ name, communes }) => [name, communes.map((commune) => commune.name)])).toEqual([
    ['CA Redon Agglomération', ['Allaire', 'Redon']],
    ['', ['99999', 'Ouessant']],
  ]);
});
