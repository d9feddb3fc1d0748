import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { createIdentities } from './identities.ts';
import type { PracticeDraft } from './practice-draft.ts';
import { createPointCensus } from './shared-points.ts';

const empty: PracticeDraft = {
  title: '',
  pitch: '',
  description: '',
  place: '',
  postalCode: '',
  communeCode: null,
  communeName: '',
  point: null,
  pointIsDoubtful: false,
  themes: [],
  tags: [],
  website: '',
  links: [],
  openingHours: '',
  externalId: '',
  updatedOn: '',
  createdOn: '',
  since: '',
  source: '',
  sourceUrl: '',
  licence: '',
  status: null,
  legalStatus: null,
  purpose: null,
  sector: null,
  carriers: '',
  count: null,
  contacts: { names: [], emails: [], phones: [] },
  extra: {},
};
const garden = {
  ...empty,
  title: 'Jardin des Cordiers',
  communeCode: '35236',
  point: { latitude: 47.651, longitude: -2.085 },
};

describe('fingerprintOf', () => {
  it('stays when case, accents, signs and a few metres change', () => {
    const same = {
      ...garden,
      title: 'JARDIN DES CORDIERS !',
      point: { latitude: 47.6511, longitude: -2.0849 },
    };
    expect(fingerprintOf(same)).toBe(fingerprintOf(garden));
    expect(fingerprintOf(garden)).toBe('jardin des cordiers|35236|47.651,-2.085');
  });

  it('differs by title, commune, place', () => {
    const others = [
      { ...garden, title: 'Jardin des Tisserands' },
      { ...garden, communeCode: '35294' },
      { ...garden, point: { latitude: 47.66, longitude: -2.085 } },
      { ...garden, point: null, place: '3, rue X' },
      { ...garden, point: null, place: '4, rue X' },
    ];
    expect(new Set([garden, ...others].map(fingerprintOf)).size).toBe(6);
  });

  it('does not tell 0 from -0', () => {
    const at = (longitude: number) => fingerprintOf({ ...garden, point: { latitude: 47, longitude } });
    expect(at(-0.0001)).toBe(at(0.0001));
  });
});

describe('createIdentities', () => {
  it('counts an id that comes twice once', () => {
    const { identify } = createIdentities();
    expect(identify({ ...garden, externalId: 'a1' }, 1)).toEqual({
      externalId: 'a1',
      fingerprint: null,
      isRepeated: false,
      warnings: [],
    });
    expect(identify({ ...garden, title: 'Autre', externalId: 'a1' }, 2)).toMatchObject({
      isRepeated: true,
      warnings: [{ code: 'repeated-id', params: { id: 'a1', record: 1 } }],
    });
  });

  it('keeps lookalikes apart and flags them', () => {
    const { identify } = createIdentities();
    const first = identify(garden, 1);
    const second = identify(garden, 2);
    const elsewhere = identify({ ...garden, communeCode: null, communeName: 'ailleurs' }, 3);
    expect(first.warnings).toEqual([]);
    expect(second.fingerprint).toBe(`${first.fingerprint}#2`);
    expect(second.warnings).toEqual([{ field: null, code: 'lookalike', params: { record: 1 } }]);
    expect(elsewhere.warnings).toMatchObject([{ code: 'lookalike' }]);
    expect(identify({ ...garden, title: 'Autre jardin' }, 4).warnings).toEqual([]);
  });

  it('gives the same identities when the same file is read again', () => {
    const drafts = [garden, garden, { ...garden, title: 'Autre' }, { ...garden, externalId: '7' }];
    const read = () => {
      const { identify } = createIdentities();
      return drafts.map((draft, index) => identify(draft, index + 1));
    };
    expect(read()).toEqual(read());
  });
});

describe('createPointCensus', () => {
  it('flags points that differently named records share', () => {
    const census = createPointCensus();
    const drafts = [garden, { ...garden, title: 'Repair café' }, { ...garden, title: 'Troc' }];
    for (const draft of drafts) census.count(draft);
    expect(census.judge(garden)).toEqual({
      count: 3,
      isDoubtful: true,
      warning: { field: 'point', code: 'shared-point', params: { count: 3 } },
    });
  });

  it('believes practices that give the same address', () => {
    const census = createPointCensus();
    for (const title of ['Jardin', 'Repair café']) census.count({ ...garden, title, place: '3, rue X' });
    expect(census.judge(garden)).toMatchObject({ count: 2, isDoubtful: false });
  });

  it('leaves alone the same record twice, near points, and records without one', () => {
    const census = createPointCensus();
    const near = { ...garden, title: 'Troc', point: { latitude: 47.651, longitude: -2.0850001 } };
    for (const draft of [garden, garden, near, { ...garden, point: null }]) census.count(draft);
    expect(census.judge(garden)).toBeNull();
    expect(census.judge(near)).toBeNull();
    expect(census.judge({ ...garden, point: null })).toBeNull();
  });
});
