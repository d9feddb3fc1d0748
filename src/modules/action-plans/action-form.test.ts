import { expect, test } from 'vitest';
import { emptyActionForm, readActionForm } from './action-form.ts';

test('a form gives back what was typed, as it was typed', () => {
  const form = new FormData();
  form.set('title', ' Prêter la <remorque> ');
  form.set('status', 'n’importe quoi');
  expect(readActionForm(form)).toEqual({
    ...emptyActionForm,
    title: ' Prêter la <remorque> ',
    status: 'n’importe quoi',
  });
});

test('a text that came back untouched is the same text, though browsers send its line ends as CR LF', () => {
  const form = new FormData();
  form.set('what', '- un\r\n- deux');
  expect(readActionForm(form).what).toBe('- un\n- deux');
});
