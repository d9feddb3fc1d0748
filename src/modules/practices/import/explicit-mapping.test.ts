import { describe, expect, it } from 'vitest';
import { withKnownColumns } from './explicit-mapping.ts';

describe('what a format says of its columns', () => {
  const known = { 'geometry.latitude': 'latitude', nom: 'title', icône: 'ignored' } as const;

  it('holds where nobody decided otherwise', () => {
    expect(withKnownColumns({}, known)).toEqual({
      'geometry.latitude': 'latitude',
      nom: 'title',
      icône: null,
    });
  });

  it('yields to what a person decided, of that column or of its field', () => {
    expect(withKnownColumns({ nom: 'extra', icône: 'tags' }, known)).toMatchObject({
      nom: 'extra',
      icône: 'tags',
    });
    expect(withKnownColumns({ surnom: 'title' }, known)).not.toHaveProperty('nom');
  });

  it('keeps a field that several columns may fill', () => {
    expect(withKnownColumns({ couche: 'themes' }, { calque: 'themes' })).toEqual({
      couche: 'themes',
      calque: 'themes',
    });
  });
});
