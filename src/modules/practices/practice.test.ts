import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { legalStatuses, practiceShape, purposes, sectors, statuses } from './practice.ts';

const least = { title: 'Four à pain', commune: 'Allaire' };

/** The fields that are refused. */
function refused(input: Record<string, unknown>): string[] {
  const read = practiceShape.safeParse({ ...least, ...input });
  return read.success ? [] : [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
}

describe('a practice from outside', () => {
  it('needs a title and a place, nothing else', () => {
    expect(practiceShape.parse(least)).toEqual({
      title: 'Four à pain',
      commune: 'Allaire',
      pitch: '',
      description: '',
      purpose: null,
      status: 'active',
      sector: null,
      legalStatus: null,
      milieu: null,
      digital: null,
      place: '',
      point: null,
      area: null,
      since: '',
      carriers: '',
      partners: '',
      website: '',
      links: [],
      tags: [],
      count: null,
    });
    expect(refused({ title: undefined, commune: undefined })).toEqual(['title', 'commune']);
    expect(refused({ title: ' \n', commune: '\0' })).toEqual(['title', 'commune']);
  });

  it('reads empty choices of a form as none', () => {
    const read = practiceShape.parse({
      ...least,
      purpose: '',
      sector: '',
      legalStatus: '',
      count: '',
      since: '',
    });
    expect(read).toMatchObject({ purpose: null, sector: null, legalStatus: null, count: null, since: '' });
  });

  it('takes every choice that is offered, and names one that is not', () => {
    for (const purpose of purposes) expect(refused({ purpose })).toEqual([]);
    for (const status of statuses) expect(refused({ status })).toEqual([]);
    for (const sector of sectors) expect(refused({ sector })).toEqual([]);
    for (const legalStatus of legalStatuses) expect(refused({ legalStatus })).toEqual([]);
    const wrong = { purpose: 'x', status: '', sector: 'constructor', legalStatus: '__proto__' };
    expect(refused(wrong)).toEqual(['purpose', 'status', 'sector', 'legalStatus']);
  });

  it.each([
    ['title', 200],
    ['pitch', 300],
    ['commune', 100],
    ['place', 300],
    ['carriers', 500],
    ['description', 100_000],
  ])('says when %s is longer than %i characters', (field, max) => {
    expect(refused({ [field]: 'a '.repeat(max / 2).slice(0, max - 1) })).toEqual([]);
    expect(refused({ [field]: 'a'.repeat(max + 1) })).toEqual([field]);
    expect(refused({ [field]: 'a'.repeat(10_000 + max) })).toEqual([field]);
  });

  it('takes web addresses only, never one that a click would run', () => {
    for (const website of ['', 'https://exemple.fr', 'http://exemple.fr/a?b#c', 'HTTPS://EXEMPLE.FR']) {
      expect(refused({ website })).toEqual([]);
    }
    for (const website of [
      'exemple.fr',
      'javascript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'ftp://x.fr',
      'https://',
    ]) {
      expect(refused({ website })).toEqual(['website']);
    }
  });

  it('takes whole numbers as people type them, and nothing that merely looks like one', () => {
    const count = (value: unknown) => practiceShape.parse({ ...least, count: value }).count;
    expect([count('30'), count(' 1 200 '), count('1\u202f200'), count(7), count(null), count(' ')]).toEqual([
      30,
      1200,
      1200,
      7,
      null,
      null,
    ]);
    for (const value of ['0', '-1', '1.5', '1e3', '0x10', 'NaN', '99999999999', [3], true, {}]) {
      expect(refused({ count: value })).toEqual(['count']);
    }
  });

  it('keeps every text on one line, as it was typed', () => {
    const read = practiceShape.parse({
      ...least,
      title: ' Four\r\nà\tpain\0 ',
      place: 'Rue « de\u00a0l’Église »',
    });
    expect(read).toMatchObject({ title: 'Four à pain', place: 'Rue « de\u00a0l’Église »' });
  });

  it('never throws, whatever it holds', () => {
    const field = fc.constantFrom(...Object.keys(practiceShape.shape));
    const input = fc.dictionary(field, fc.oneof(anyText, fc.anything()));
    fc.assert(
      fc.property(input, (given) => {
        const read = practiceShape.safeParse(given);
        expect(
          read.success || read.error.issues.every((issue) => String(issue.path[0]) in practiceShape.shape),
        ).toBe(true);
      }),
    );
  });

  it('ignores fields that are not of a practice', () => {
    const read = practiceShape.parse({
      ...least,
      language: 'br',
      visibility: 'draft',
      authorIds: ['x'],
      version: 9,
      extra: { a: 'b' },
    });
    expect(Object.keys(read).toSorted()).toEqual(Object.keys(practiceShape.shape).toSorted());
  });
});

describe('keywords', () => {
  it('are twenty at most, of fifty characters at most', () => {
    const many = Array.from({ length: 21 }, (_, index) => `t${index}`);
    expect(refused({ tags: many.slice(0, 20).join(',') })).toEqual([]);
    expect(refused({ tags: many.join(',') })).toEqual(['tags']);
    expect(refused({ tags: 'a'.repeat(51) })).toEqual(['tags']);
  });
});
