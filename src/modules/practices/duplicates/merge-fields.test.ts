import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#kernel/json.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { fieldsToChoose, followedState, mergedState, preferredOf } from './merge-fields.ts';

const rich = (markdown: string) => parseMarkdown(markdown) as Json;
const plain = (value: Json | undefined) => {
  const text = checkRichText(value);
  return text.ok ? toPlainText(text.value) : '';
};
const garden = {
  title: 'Jardin des Cordiers',
  body: rich('Un jardin.'),
  tags: ['jardin'],
  since: '',
  lat: 47.65,
  lng: -2.08,
  pointIsDoubtful: false,
  confirmedOn: null,
  visibility: 'public',
  sourceName: 'Ville',
};
const twin = { ...garden, sourceName: 'Pays', visibility: 'members' };
const choosing = (other: Record<string, Json>, preferred: 'kept' | 'merged' = 'kept') =>
  fieldsToChoose(garden, { ...twin, ...other }, preferred);

describe('what is asked about two practices', () => {
  it('is nothing when they say the same, whoever sees them and wherever they come from', () => {
    expect(choosing({})).toEqual([]);
  });

  it('is each field that they say differently, and once what goes together', () => {
    const asked = choosing({ title: 'Le jardin', lat: 47.66, lng: -2.09 });
    expect(asked.map(({ name, fields }) => [name, fields])).toEqual([
      ['title', ['title']],
      ['point', ['lat', 'lng', 'pointIsDoubtful']],
    ]);
  });

  it.each([
    ['the only value there is', { since: '2014' }, 'since', 'merged'],
    ['of what has one value, that of the preferred one', { title: 'Le jardin' }, 'title', 'kept'],
    ['of lists, both', { tags: ['compost'] }, 'tags', 'both'],
    ['of texts, both', { body: rich('Du compost.') }, 'body', 'both'],
    ['the text that holds the other', { body: rich('Un jardin. Du compost.') }, 'body', 'merged'],
    ['the text there is', { body: rich('') }, 'body', 'kept'],
    ['the later day', { confirmedOn: '2026-01-02' }, 'confirmedOn', 'merged'],
  ])('suggests %s', (_, other: Record<string, Json>, name, suggested) => {
    expect(choosing(other).find((field) => field.name === name)?.suggested).toBe(suggested);
  });

  it('offers both of lists and texts, never of what has one value', () => {
    const asked = choosing({ title: 'Le jardin', tags: ['compost'], since: '2014', lat: 1 });
    expect(asked.filter(({ mayBeBoth }) => mayBeBoth).map(({ name }) => name)).toEqual(['tags']);
  });
});

describe('the preferred one of two practices', () => {
  it.each([
    ['was confirmed last', { confirmedOn: '2026-01-02' }, { which: 'merged', why: 'confirmed' }],
    ['says more', { since: '2014' }, { which: 'merged', why: 'complete' }],
    ['is kept when there is nothing between them', {}, { which: 'kept', why: 'neither' }],
  ])('%s', (_, other, expected) => {
    expect(preferredOf(garden, { ...twin, ...other })).toEqual(expected);
  });
});

/** Two states of the same fields, as different as they may be. */
const anyState = fc.record({
  title: fc.constantFrom('Jardin', 'Verger'),
  body: fc.constantFrom('', 'Un jardin.', 'Un jardin. Du compost.', 'Des *fleurs*.').map(rich),
  tags: fc.uniqueArray(fc.constantFrom('jardin', 'compost', 'pain'), { maxLength: 3 }),
  since: fc.constantFrom('', '2014', '2015'),
  lat: fc.constantFrom(null, 47.6, 47.7),
  lng: fc.constantFrom(null, -2.1, -2.2),
  confirmedOn: fc.constantFrom(null, '2026-01-02', '2026-02-03'),
  sourceName: fc.constantFrom('Ville', 'Pays'),
}) satisfies fc.Arbitrary<Record<string, Json>>;
const anyPair = fc.record({
  kept: anyState,
  merged: anyState,
  preferred: fc.constantFrom('kept', 'merged'),
  choice: fc.constantFrom('kept', 'merged', 'both'),
});

describe('what is kept of two practices', () => {
  it('is what was chosen, field by field, and says what it took', () => {
    fc.assert(
      fc.property(anyPair, ({ kept, merged, preferred, choice }) => {
        const chosen = fieldsToChoose(kept, merged, preferred).map((field) => ({
          field,
          choice: choice === 'both' && !field.mayBeBoth ? field.suggested : choice,
        }));
        const { state, taken } = mergedState(kept, merged, chosen);
        for (const { field, choice: made } of chosen) {
          const from = { kept, merged, both: undefined }[made];
          for (const name of from ? field.fields : [])
            expect(state[name]).toEqual((from as Record<string, Json>)[name]);
        }
        const asked = chosen.flatMap(({ field }) => field.fields);
        for (const name of taken) expect(asked).toContain(name);
        for (const [name, value] of Object.entries(kept))
          if (!taken.includes(name)) expect(state[name]).toEqual(value);
      }),
    );
  });

  it('holds of both what either says, once', () => {
    const other = { ...twin, body: rich('Du compost.'), tags: ['compost', 'jardin'] };
    const chosen = fieldsToChoose(garden, other, 'kept').map((field) => ({ field, choice: 'both' as const }));
    const { state } = mergedState(garden, other, chosen);
    expect(state['tags']).toEqual(['jardin', 'compost']);
    expect(plain(state['body'])).toMatch(/Un jardin\.[^]*Du compost\./);
  });

  it('follows what was merged wherever it still says the same', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (kept, before, after) => {
        const state = followedState(kept, { before, after });
        expect(followedState(before, { before, after })).toEqual({ ...after, sourceName: before.sourceName });
        for (const { fields } of fieldsToChoose(kept, before, 'kept'))
          for (const name of fields) expect(state[name]).toEqual((kept as Record<string, Json>)[name]);
      }),
    );
  });
});
