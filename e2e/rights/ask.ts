import sharp from 'sharp';
import type { Expectation } from './expectation.ts';
import type { Subject } from './record-subjects.ts';
import type { Outcome } from './rule.ts';

/** What the server answered. */
export interface Answered {
  outcome: Outcome | 'failed';
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Files that forms send, by the name of their field. */
const files: Readonly<Record<string, (text: string) => Promise<File>>> = {
  file: async (text) => new File([text], 'lieux.csv', { type: 'text/csv' }),
  document: async (name) => new File(['Un texte.'], name, { type: 'text/plain' }),
  picture: async (name) => {
    const drawn = sharp({ create: { width: 8, height: 8, channels: 3, background: '#6b8e4e' } });
    return new File([new Uint8Array(await drawn.png().toBuffer())], name, { type: 'image/png' });
  },
};

/**
 * Asks the server for real, as a browser without JavaScript does.
 *
 * @param common what forms need beside what they are about
 */
export async function ask(
  origin: string,
  expectation: Expectation,
  by: { subject: Subject; cookie: string | undefined; common: Readonly<Record<string, string>> },
): Promise<Answered> {
  const { subject, common } = by;
  const cookie = subject.cookie ?? by.cookie;
  const answer = await fetch(origin + addressOf(expectation, subject), {
    method: expectation.method,
    redirect: 'manual',
    // Compressing thousands of answers would take longer than making them.
    headers: {
      accept: 'text/html',
      'accept-encoding': 'identity',
      origin,
      ...(cookie !== undefined && { cookie }),
    },
    ...(expectation.method === 'POST' && {
      body: await formOf({ ...common, ...subject.fields, ...expectation.fields }),
    }),
  });
  const text = await answer.text();
  const headers = Object.fromEntries(answer.headers);
  const answered = { status: answer.status, headers, text };
  return { ...answered, outcome: outcomeOf(answered, expectation) };
}

function addressOf({ path, query, action }: Expectation, { params }: Subject): string {
  const filled = (text: string) =>
    text.replaceAll(/\[(\w+)\]/g, (_, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`Nothing to put at [${name}] in ${path}`);
      return encodeURIComponent(value);
    });
  const form = action === '' || action === 'default' ? '' : `/${action}`;
  const asked = [form, filled(query)].filter((part) => part !== '').join('&');
  return filled(path) + (asked === '' ? '' : `?${asked}`);
}

async function formOf(fields: Readonly<Record<string, string>>): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    // A box that is ticked several times comes as words.
    const ticked = name === 'on' ? value.split(' ') : [value];
    for (const one of ticked) form.append(name, files[name] ? await files[name](one) : one);
  }
  return form;
}

function outcomeOf(
  { status, headers, text }: Omit<Answered, 'outcome'>,
  { yesWhen }: Expectation,
): Answered['outcome'] {
  if (status >= 500) return 'failed';
  if (status === 404) return '404';
  if (status === 410) return '410';
  if (status >= 400) return 'no';
  const goesTo = new URL(headers['location'] ?? '/', 'http://here').pathname;
  if (status >= 300) return goesTo === '/connexion' ? 'no' : 'yes';
  const hasForm = /<main[\s>].*<form[^>]+method="post"/is.test(text);
  return yesWhen === 'answered' || (yesWhen === 'form' && hasForm) ? 'yes' : 'no';
}
