import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import { addSource } from '#modules/practices/index.server.ts';
import { placeOf } from './other-subjects.ts';
import type { Subject, Wanted } from './record-subjects.ts';
import { done } from './scene.ts';

/** What a form says of a source; nothing answers at its address. */
function fieldsOf(): Record<'name' | 'address' | 'licence' | 'attribution' | 'every' | 'mirror', string> {
  const address = `http://localhost:1/${newId()}.csv`;
  return { name: `Source ${newId()}`, address, licence: '', attribution: '', every: 'hand', mirror: '' };
}

export function newSource(): Subject {
  return { params: {}, fields: fieldsOf() };
}

/** A source in that state, for which no work is under way. */
export async function source(wanted: Wanted, state: 'on' | 'paused' | 'held'): Promise<Subject> {
  const fields = fieldsOf();
  const absent = newId();
  if (wanted.state === 'absent') return { params: { id: absent }, fields: { ...fields, source: absent } };
  const { author } = placeOf(wanted);
  const id = done(await addSource(author, fields));
  await sql`
    update import_source set state = ${state}, job_id = null
    where territory_id = ${author.territoryId} and id = ${id}`.execute(author.db);
  return { params: { id }, fields: { ...fields, source: id } };
}
