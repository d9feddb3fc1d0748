import { describe, expect, it } from 'vitest';
import { isOwnExport, readOwnRow } from './own-export.ts';

const id = '019a7c3e-0000-7000-8000-000000000001';
const row = {
  id,
  title: 'Jardin des Cordiers',
  description: 'Un jardin.\n\n- lundi\n- mardi',
  purpose: 'sharing',
  status: 'active',
  legal_status: '',
  commune_code: '35236',
  commune: 'Redon',
  lat: '47.65',
  lng: '-2.08',
  count: '',
  themes: 'jardin, partage',
  licence: 'CC-BY-SA-4.0',
  source: '',
  source_url: '',
  source_id: '',
  updated_at: '2026-11-23T09:00:00.000Z',
  confirmed_on: '2026-10-01',
};
const at = { record: 1, line: 2 };

function read(changes: Record<string, string>) {
  return readOwnRow({ ...row, ...changes }, at);
}

describe('a file that we exported', () => {
  it('names topics between semicolons; before there were any, its themes were keywords', () => {
    const topics = { themes: 'Se nourrir, jardiner; Se loger', tags: 'eau', communities: '', chat: '' };
    expect(read({ ...topics, co_authors: 'Ana; Yann' })).toMatchObject({
      value: {
        state: {
          themes: ['Se nourrir, jardiner', 'Se loger'],
          communities: [],
          tags: ['eau'],
          coAuthors: ['Ana', 'Yann'],
        },
      },
    });
    const old = read({ themes: 'eau, jardin' });
    expect(old.ok && old.value.state).toMatchObject({ tags: ['eau', 'jardin'] });
    expect(old.ok && Object.keys(old.value.state)).not.toContain('themes');
  });

  it('is known by its columns, whatever order or column was added in a spreadsheet', () => {
    expect(isOwnExport([...Object.keys(row).toReversed(), 'Remarques'])).toBe(true);
    expect(isOwnExport(['id', 'title', 'description', 'status'])).toBe(false);
  });

  it('is read to the letter', () => {
    expect(readOwnRow(row, at)).toMatchObject({
      ok: true,
      value: {
        ownId: id,
        ownUpdatedAt: '2026-11-23T09:00:00.000Z',
        fingerprint: `id:${id}`,
        sourceName: '',
        contact: null,
        state: {
          title: 'Jardin des Cordiers',
          purpose: 'sharing',
          legalStatus: null,
          communeCode: '35236',
          lat: 47.65,
          lng: -2.08,
          pointIsDoubtful: false,
          count: null,
          tags: ['jardin', 'partage'],
          confirmedOn: '2026-10-01',
        },
      },
    });
  });

  it('says nothing of the columns that somebody deleted', () => {
    const { website: _, ...without } = { ...row, website: 'https://a.test' };
    const read = readOwnRow(without, at);
    expect(read.ok && Object.hasOwn(read.value.state, 'website')).toBe(false);
  });

  it('may have been saved by a French spreadsheet', () => {
    expect(read({ lat: '47,65', lng: '-2,08', confirmed_on: '01/10/2026' })).toMatchObject({
      value: { state: { lat: 47.65, lng: -2.08, confirmedOn: '2026-10-01' } },
    });
  });

  it('says nothing of a doubtful point, which exports leave out', () => {
    const read_ = read({ lat: '', lng: '' });
    expect(read_.ok && read_.value.state).toMatchObject({ lat: null, lng: null });
    expect(read_.ok && Object.hasOwn(read_.value.state, 'pointIsDoubtful')).toBe(false);
  });

  it.each([
    ['title', ''],
    ['title', 'x'.repeat(201)],
    ['status', 'vivante'],
    ['lat', '200'],
    ['lng', 'ouest'],
    ['count', '-3'],
    ['source_url', 'javascript:alert(1)'],
    ['website', 'javascript:alert(1)'],
    ['chat', 'http://salon.test/'],
    ['commune_code', 'Redon'],
    ['confirmed_on', 'hier'],
  ])('names the column %s when it holds %j', (column, value) => {
    expect(read({ [column]: value })).toEqual({ ok: false, error: { fields: [column] } });
  });

  it('refuses half a point', () => {
    expect(read({ lng: '' })).toEqual({ ok: false, error: { fields: ['lat', 'lng'] } });
  });

  it('does not take an id of another form for one of ours', () => {
    expect(read({ id: 's12' })).toMatchObject({ value: { ownId: null, fingerprint: 'id:s12' } });
  });
});
