import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LeverFormValues, emptyLeverForm, readLeverForm, withFreeRows } from './lever-form.ts';
import { ticked } from './lever-input.ts';

const source = {
  title: 'Un article',
  publisher: 'La Gazette',
  date: '2016-04',
  url: 'https://exemple.test/a',
};
const inspiration = { place: 'Brest', when: 'avril 2016', what: 'Un appel.', source };

/** What a browser sends of a form that holds these values, its free rows included. */
function sent(values: LeverFormValues): FormData {
  const form = new FormData();
  const { inspirations, sources, ...rest } = values;
  const rows = withFreeRows({ ...values, inspirations, sources });
  for (const [name, value] of Object.entries(rest)) {
    for (const one of [value].flat()) form.append(name, one.replaceAll('\n', '\r\n'));
  }
  for (const [index, { source: from, ...row }] of rows.inspirations.entries()) {
    for (const [name, value] of Object.entries(row)) form.append(`inspirations-${index + 1}-${name}`, value);
    for (const [name, value] of Object.entries(from)) {
      form.append(`inspirations-${index + 1}-source-${name}`, value);
    }
  }
  for (const [index, row] of rows.sources.entries()) {
    for (const [name, value] of Object.entries(row)) form.append(`sources-${index + 1}-${name}`, value);
  }
  return form;
}

describe('the form of a lever', () => {
  test('comes back as it was typed, rows and boxes included', () => {
    const values: LeverFormValues = {
      ...emptyLeverForm,
      title: 'Prêter une salle',
      how: '- un\n- deux',
      competent: ['commune', 'epci'],
      means: ['t-ideas'],
      inspirations: [inspiration],
      sources: [source, { ...source, title: 'Un autre' }],
    };
    const read = readLeverForm(sent(values));
    expect({ ...read, ...withFreeRows(read) }).toEqual({ ...values, ...withFreeRows(values) });
    expect(read.how).toBe('- un\n- deux');
  });

  test('offers a free row after the last one that says something, and twenty in all', () => {
    const gap = { ...source, title: '', publisher: '', date: '', url: '' };
    const rows = (sources: LeverFormValues['sources']) =>
      withFreeRows({ ...emptyLeverForm, sources }).sources.length;
    expect(rows([])).toBe(1);
    expect(rows([gap, source, gap, gap, gap])).toBe(3);
    expect(rows(Array.from({ length: 20 }, () => source))).toBe(20);
  });

  test('sent by a program that leaves everything out is an empty one', () => {
    expect(readLeverForm(new FormData())).toEqual(emptyLeverForm);
  });
});

describe('boxes that were ticked', () => {
  test('law: nothing changes when nothing was touched, and what was not offered stays', () => {
    const some = fc.uniqueArray(fc.constantFrom(...'abcdef'));
    fc.assert(
      fc.property(some, some, (offered, before) => {
        expect(ticked(offered, before, before)).toEqual(before);
        expect(ticked(offered, [], before)).toEqual(before.filter((value) => !offered.includes(value)));
      }),
    );
  });

  test('law: only what was offered is added, once', () => {
    const any = fc.array(fc.constantFrom(...'abcdef'));
    const some = fc.uniqueArray(fc.constantFrom(...'abcdef'));
    fc.assert(
      fc.property(some, any, some, (offered, given, before) => {
        const after = ticked(offered, given, before);
        const added = after.filter((value) => !before.includes(value));
        expect(added.every((value) => offered.includes(value) && given.includes(value))).toBe(true);
        expect(new Set(after).size).toBe(after.length);
      }),
    );
  });
});
