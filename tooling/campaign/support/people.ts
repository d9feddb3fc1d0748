import type pg from 'pg';
import type { Place } from './product.ts';
import { withDatabase } from './read-content.ts';

/** Someone signed in: what their browser would send. */
export interface Person {
  name: string;
  cookie: string;
}

/** Signs people in as anyone does: a link is asked for, the mail with it read, the link followed. */
export async function signInPeople(place: Place, count: number): Promise<Person[]> {
  return withDatabase(place, async (client) => {
    const people: Person[] = [];
    for (let number = 1; number <= count; number += 1) people.push(await signIn(place, client, number));
    return people;
  });
}

async function signIn(place: Place, client: pg.Client, number: number): Promise<Person> {
  const email = `writer-${number}@example.org`;
  await send(place, '/connexion', { body: { email } });
  const { rows } = await client.query<{ body: string }>(
    'select body from outgoing_mail where recipient = $1 order by queued_at desc limit 1',
    [email],
  );
  const link = /https?:\/\/\S+/.exec(rows[0]?.body ?? '')?.[0];
  if (link === undefined) throw new Error(`No mail was sent to ${email}`);
  const answer = await send(place, new URL(link).pathname, { body: {} });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  if (cookie === '') throw new Error(`${email} was not signed in: ${answer.status}`);
  return { name: `w${number}`, cookie };
}

/** Sends a form as a browser without JavaScript does; redirections are left to whoever asked. */
export async function send(
  { origin }: Place,
  path: string,
  { body, cookie, patience = 20_000 }: { body: Record<string, string>; cookie?: string; patience?: number },
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
    headers: { origin, accept: 'text/html', ...(cookie && { cookie }) },
    body: new URLSearchParams(body),
  });
}
