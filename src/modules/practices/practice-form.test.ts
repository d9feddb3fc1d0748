import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '#kernel/testing/any-text.ts';
import { emptyForm, formFields, readForm } from './practice-form.ts';

it('a form comes back as it was typed, line ends aside, so that nothing is lost', () => {
  const typed = fc.record(Object.fromEntries(formFields.map((field) => [field, anyText])));
  fc.assert(
    fc.property(typed, (values) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(values)) form.set(field, value);
      const read = readForm(form);
      for (const field of formFields)
        expect(read[field]).toBe(String(form.get(field)).replaceAll('\r\n', '\n'));
    }),
  );
});

it('a form that lacks fields has them empty, and has no others', () => {
  const form = new FormData();
  form.set('title', 'Four');
  form.set('visibility', 'draft');
  expect(readForm(form)).toEqual({ ...emptyForm, title: 'Four' });
  expect(Object.keys(emptyForm)).toEqual([...formFields]);
});
