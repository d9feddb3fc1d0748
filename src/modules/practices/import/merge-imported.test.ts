import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeImported } from './merge-imported.ts';

const defaults = { title: '', website: '', lat: null, lng: null, pointIsDoubtful: false };

function merge(incoming: object, written: object, current: object) {
  return mergeImported({
    incoming: { ...incoming },
    written: { ...written },
    current: { ...defaults, ...current },
    defaults,
  });
}

describe('what a file and people changed since the last import', () => {
  it('takes what only the file changed', () => {
    expect(merge({ title: 'B' }, { title: 'A' }, { title: 'A' })).toEqual({
      changed: { title: 'B' },
      kept: [],
    });
  });

  it('leaves what only a person changed', () => {
    expect(merge({ title: 'A' }, { title: 'A' }, { title: 'C' })).toEqual({ changed: {}, kept: [] });
  });

  it('keeps the person’s words where both changed, and tells it', () => {
    expect(merge({ title: 'B' }, { title: 'A' }, { title: 'C' })).toEqual({ changed: {}, kept: ['title'] });
  });

  it('has nothing to do where both made the same change', () => {
    expect(merge({ title: 'B' }, { title: 'A' }, { title: 'B' })).toEqual({ changed: {}, kept: [] });
  });

  it('fills a field that the file did not have before, unless a person filled it', () => {
    expect(merge({ website: 'https://b.test' }, {}, {}).changed).toEqual({ website: 'https://b.test' });
    expect(merge({ website: 'https://b.test' }, {}, { website: 'https://c.test' })).toEqual({
      changed: {},
      kept: ['website'],
    });
  });

  it('never mixes the latitude of one with the longitude of another', () => {
    const written = { lat: 47, lng: -2, pointIsDoubtful: true };
    const checked = { lat: 47, lng: -2.1, pointIsDoubtful: false };
    expect(merge({ lat: 47.5, lng: -2, pointIsDoubtful: false }, written, checked)).toEqual({
      changed: {},
      kept: ['lat'],
    });
  });

  it('leaves a point alone that the file says again, even once a person has checked it', () => {
    const written = { lat: 47, lng: -2, pointIsDoubtful: true };
    expect(merge(written, written, { ...written, pointIsDoubtful: false })).toEqual({
      changed: {},
      kept: [],
    });
  });
});

describe('laws', () => {
  const fields = ['title', 'website', 'lat', 'lng', 'pointIsDoubtful'] as const;
  const value = fc.constantFrom('a', 'b', null);
  const whole = fc.record(Object.fromEntries(fields.map((field) => [field, value])));

  it('tags and topics say the same in any order', () => {
    const current = { tags: ['vélo', 'prêt'], themes: ['b', 'a'], carriers: 'x' };
    const incoming = { tags: ['prêt', 'vélo'], themes: ['a', 'b'], carriers: 'y' };
    expect(mergeImported({ incoming, written: current, current, defaults: current })).toEqual({
      changed: { carriers: 'y' },
      kept: [],
    });
  });

  it('a file that says the same again changes nothing and keeps nothing', () => {
    fc.assert(
      fc.property(whole, whole, (incoming, current) => {
        expect(mergeImported({ incoming, written: incoming, current, defaults: current })).toEqual({
          changed: {},
          kept: [],
        });
      }),
    );
  });

  it('without a person’s edit, the record becomes what the file says', () => {
    fc.assert(
      fc.property(whole, whole, (incoming, written) => {
        const { changed, kept } = mergeImported({ incoming, written, current: written, defaults: written });
        expect({ ...written, ...changed }).toEqual(incoming);
        expect(kept).toEqual([]);
      }),
    );
  });

  it('what a person changed is never written over', () => {
    fc.assert(
      fc.property(whole, whole, whole, (incoming, written, current) => {
        const { changed } = mergeImported({ incoming, written, current, defaults: written });
        for (const field of Object.keys(changed)) expect(current[field]).toEqual(written[field]);
      }),
    );
  });
});
