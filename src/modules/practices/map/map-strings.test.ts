import { describe, expect, test } from 'vitest';
import { translatorOf } from '#kernel/translate.ts';
import en from '#messages/en/map.json' with { type: 'json' };
import fr from '#messages/fr/map.json' with { type: 'json' };
import { mapStrings, sayCount } from './map-strings.ts';

const french = mapStrings(translatorOf('fr', fr));
const english = mapStrings(translatorOf('en', en));

describe('the words of the map', () => {
  test('say numbers as each language does', () => {
    expect(sayCount('fr', french.view, { count: 1 })).toBe('1 pratique visible');
    expect(sayCount('fr', french.view, { count: 0 })).toBe('0 pratique visible');
    expect(sayCount('en', english.view, { count: 0 })).toBe('0 practices visible');
    expect(sayCount('en', english.view, { count: 1234 })).toBe('1,234 practices visible');
  });

  test('name the town, whatever its name holds', () => {
    expect(sayCount('fr', french.cluster.near, { count: 8, town: 'Redon' })).toBe(
      '8 pratiques autour de Redon',
    );
    expect(sayCount('fr', french.cluster.near, { count: 8, town: '{count} $1' })).toContain('{count} $1');
  });

  test('use every message', () => {
    const used = JSON.stringify(french);
    const unused = Object.values(fr).filter((text) => !used.includes(JSON.stringify(text).slice(1, -1)));
    expect(unused).toEqual([]);
  });
});
