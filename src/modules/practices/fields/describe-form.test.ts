import { describe, expect, it } from 'vitest';
import { type FormDescription, describedForm } from './describe-form.ts';
import { type OwnForm, emptyOwnForm } from './own-field.ts';
import { listLimits } from './own-list.ts';

const ids = () => {
  let last = 0;
  return () => `id-${(last += 1)}`;
};
const described = (form: OwnForm, description: FormDescription) => describedForm(form, description, ids());

const wiki: FormDescription = {
  lists: [{ key: 'ListeGenre', name: 'Genre', options: [{ key: '1', label: 'Jardin' }, { label: 'Four' }] }],
  fields: [
    { key: 'bf_genre', label: 'Genre', kind: 'choice', list: 'ListeGenre' },
    { key: 'bf_age', label: 'Âge', kind: 'number', visibility: 'members' },
  ],
};

describe('a form that another tool describes', () => {
  it('becomes fields and lists, once', () => {
    const { form, added, lists } = described(emptyOwnForm, wiki);
    expect(added.map(({ key, visibility }) => [key, visibility])).toEqual([
      ['bf-genre', 'public'],
      ['bf-age', 'members'],
    ]);
    expect(lists.map(({ after }) => after.options.map(({ key }) => key))).toEqual([['1', 'four']]);
    const again = described(form, wiki);
    expect([again.added, again.lists, again.form]).toEqual([[], [], form]);
  });

  it('leaves what people shaped as they did: names, kinds, choices that were taken away', () => {
    const { form } = described(emptyOwnForm, wiki);
    const [genre, age] = form.fields;
    const [list] = form.lists.values();
    if (!genre || !age || !list) throw new Error('Nothing was made');
    const gone = list.options.map((option) => ({ ...option, removed: true }));
    const shaped: OwnForm = {
      fields: [
        { ...genre, label: 'Quelle sorte ?' },
        { ...age, kind: 'text', removed: true },
      ],
      lists: new Map([[list.id, { ...list, options: gone }]]),
    };
    expect(described(shaped, wiki)).toMatchObject({ added: [], lists: [], form: shaped });
  });

  it('takes a question in use that asks the same, whatever its key', () => {
    const asked = { key: 'autre', label: 'age', kind: 'number' } as const;
    const { form } = described(emptyOwnForm, { lists: [], fields: [asked] });
    const { added, made } = described(form, { lists: [], fields: [{ ...asked, key: 'x', label: 'Âge ?' }] });
    expect(added).toEqual([]);
    expect(made.get('x')).toMatchObject({ ok: true, value: { key: 'autre' } });
  });

  it('says why a field cannot be made, makes the others, and no list for nobody', () => {
    const options = Array.from({ length: listLimits.options + 1 }, (_, index) => ({
      label: `Choix ${index}`,
    }));
    const { added, lists, made } = described(emptyOwnForm, {
      lists: [{ key: 'longue', name: 'Longue', options }],
      fields: [
        { key: 'a', label: 'A', kind: 'choice', list: 'longue' },
        { key: 'b', label: 'B', kind: 'choice' },
        { key: 'c', label: '…', kind: 'text' },
        { key: 'd', label: 'D', kind: 'text' },
      ],
    });
    expect([...made.values()].map((one) => one.ok || one.error.code)).toEqual([
      'too-many-options',
      'list',
      'label',
      true,
    ]);
    expect([added.length, lists.length]).toEqual([1, 0]);
  });
});
