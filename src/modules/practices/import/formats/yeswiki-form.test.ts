import { describe, expect, it } from 'vitest';
import { holdsForms, parseTemplate, readForms } from './yeswiki-form.ts';

const line = (type: string, name: string, label: string, read = '*') =>
  [type, name, label, '60', '255', '', '', 'text', '1', '', '', read, '*', '', '', ''].join('***');

describe('the template of a form', () => {
  it('gives each question with the name of its value', () => {
    const template = [
      line('texte', 'bf_titre', 'Nom du lieu'),
      'liste***ListeType***Type*** *** *** ***bf_type*** ***1*** *** *** * *** * *** *** *** ***',
      'checkbox***ListePublics***Publics*** *** *** *** *** ***0*** *** *** * *** * *** *** *** ***',
      line('image', 'bf_image', 'Image'),
      'map***bf_latitude***bf_longitude*** *** *** *** *** ***0***',
    ].join('\r\n');
    expect(parseTemplate(template)?.fields).toMatchObject([
      { property: 'bf_titre', label: 'Nom du lieu', access: 'public', list: '' },
      { property: 'listeListeTypebf_type', list: 'ListeType' },
      { property: 'checkboxListePublics', list: 'ListePublics' },
      { property: 'imagebf_image' },
      { property: 'bf_latitude', label: '' },
    ]);
  });

  it('passes over comments, short lines and what only shows something', () => {
    const template = [
      '# texte***a***b***c***d',
      'texte***a',
      'labelhtml***<h3>Fin</h3>*** *** ***',
      '   ',
    ].join('\n');
    expect(parseTemplate(template)).toEqual({ fields: [], isPublic: true });
  });

  it.for([
    ['', 'public'],
    [' * ', 'public'],
    ['+', 'members'],
    ['* +', 'members'],
    ['%', 'facilitators'],
    ['+ @admins', 'facilitators'],
    ['Camille', 'facilitators'],
    ['!*', 'facilitators'],
  ])('knows that "%s" is for %s', ([read = '', access]) => {
    expect(parseTemplate(line('texte', 'bf_note', 'Note', read))?.fields).toMatchObject([{ access }]);
  });

  it('says when the entries themselves are not for everyone', () => {
    expect(parseTemplate('acls***+***+***+')).toMatchObject({ isPublic: false });
    expect(parseTemplate('acls*** * ***+***+')).toMatchObject({ isPublic: true });
  });

  it('refuses a form of 20,000 lines, and one of a single endless line, at once', () => {
    expect(
      parseTemplate(Array.from({ length: 20_000 }, () => line('texte', 'a', 'b')).join('\n')),
    ).toBeNull();
    expect(parseTemplate('*'.repeat(2_000_000))).toBeNull();
    expect(parseTemplate('***'.repeat(100_000))?.fields).toEqual([]);
  });
});

describe('a file of forms', () => {
  const form = { bn_id_nature: 7, bn_label_nature: 'Lieux', bn_template: line('texte', 'bf_titre', 'Nom') };

  it('holds one, a list, or several by number', () => {
    for (const file of [form, [form], { 7: form, 8: { ...form, bn_id_nature: '8' } }]) {
      expect(holdsForms(file)).toBe(true);
      expect(readForms(file)?.[0]).toMatchObject({
        id: '7',
        name: 'Lieux',
        fields: [{ property: 'bf_titre' }],
      });
    }
    expect(holdsForms({ title: 'Autre chose' })).toBe(false);
  });

  it('may tell its fields prepared, with the labels of their options and who reads them', () => {
    const prepared = [
      {
        propertyname: 'listeListeType',
        label: 'Type',
        type: 'liste',
        options: { 1: 'Fablab' },
        read_access: '+',
      },
    ];
    const [read] = readForms({ ...form, prepared }) ?? [];
    const type = read?.fields.find(({ property }) => property === 'listeListeType');
    expect(type).toMatchObject({ access: 'members' });
    expect(type?.options?.get('1')).toBe('Fablab');
  });

  it('is refused whole when one of its forms cannot be read', () => {
    expect(readForms([form, { ...form, bn_template: '***'.repeat(1_000_000) }])).toBeNull();
  });
});
