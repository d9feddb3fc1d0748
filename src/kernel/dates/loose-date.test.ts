import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLooseDate } from './loose-date.ts';

describe('readLooseDate', () => {
  it.each([
    ['26/05/2020', '2020-05-26'],
    ['26/05/2020 14:29:42', '2020-05-26'],
    ['6-5-20', '2020-05-06'],
    ['6.5.98', '1998-05-06'],
    ['05/26/2020', '2020-05-26'],
    ['2020-05-26', '2020-05-26'],
    ['2020-05-26T14:29:42.000Z', '2020-05-26'],
    ['2020/05/26 14h30', '2020-05-26'],
    ['2020-05', '2020-05'],
    ['05/2020', '2020-05'],
    ['mars 2016', '2016-03'],
    ['Mardi 1er août 2017', '2017-08-01'],
    ['depuis févr. 2012', '2012-02'],
    ['fév. 2012', '2012-02'],
    ['mar. 12 avr. 2016', '2016-04-12'],
    ['12 mars 2016 à 14h30', '2016-03-12'],
    ['ouvert au public depuis mars 2016', '2016-03'],
    ['vers 2014', '2014'],
    ['May 26, 2020', '2020-05-26'],
    ['2014', '2014'],
    ['2014,0', '2014'],
    ['depuis 2014', '2014'],
    ['29/02/2024', '2024-02-29'],
  ])('reads %j as %j', (text, date) => {
    expect(readLooseDate(text)).toEqual({ date, fromNumber: false });
  });

  it('reads the number of a day in a spreadsheet', () => {
    expect(readLooseDate('43977')).toEqual({ date: '2020-05-26', fromNumber: true });
    expect(readLooseDate('43977,6')).toEqual({ date: '2020-05-26', fromNumber: true });
  });

  it.each([
    '',
    '06/39/9822 13:37:42',
    '31/02/2020',
    '29/02/2023',
    '32/01/2020',
    '0000-00-00',
    'bientôt',
    '12',
    '3500',
    '35600123',
    '2020-13-01',
    '1200',
    'mars 2500',
    'de 2014 à 2016',
    'le lieu a changé de nom en mars 2016 puis de nouveau',
  ])('refuses %j', (text) => {
    expect(readLooseDate(text)).toBeNull();
  });

  it('reads back any day, however it is written', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        const iso = day.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso.split('-');
        const written = day.toLocaleDateString('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });
        for (const text of [iso, `${dayOfMonth}/${month}/${year}`, written]) {
          expect(readLooseDate(text)?.date).toBe(iso);
        }
      }),
    );
  });
});
