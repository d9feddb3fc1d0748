import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { rowShapes, territoryShape } from './archive-shapes.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

/** Which table each part of an archive is read from. */
const tables: Record<keyof typeof rowShapes | 'territory', string> = {
  territory: 'territory',
  topics: 'topic',
  'own-lists': 'own_list',
  'own-fields': 'own_field',
  records: 'record',
  practices: 'practice',
  'framework-versions': 'framework_version',
  evaluations: 'evaluation',
  subjects: 'evaluation_subject',
  colleges: 'evaluation_college',
  'collective-answers': 'evaluation_collective',
  priorities: 'evaluation_priority',
  evidence: 'evaluation_evidence',
  levers: 'lever',
  'chosen-levers': 'chosen_lever',
  actions: 'action',
  consultations: 'consultation',
  decisions: 'decision',
  proposals: 'proposal',
  links: 'record_link',
  comments: 'comment',
  attachments: 'attachment',
  'attachment-files': 'attachment_file',
  history: 'journal_entry',
  purged: 'purged_record',
};

/** Tables of a territory whose rows stay: accounts and what ties to them, private details, work under way. */
const stay = [
  'confirmation_ask',
  'confirmation_refusal',
  'consultation_letter',
  'consultation_opinions',
  'consultation_participant',
  'duplicate_key',
  'duplicate_pair',
  'duplicate_search',
  'evaluation_door',
  'evaluation_dot',
  'evaluation_invitation',
  'evaluation_sheet',
  'follow',
  'import_change',
  'import_companion',
  'import_file_piece',
  'import_run',
  'import_source',
  'imported_record',
  'job_run',
  'limited_use',
  'membership',
  'news_reader',
  'opinion_group_member',
  'outgoing_mail',
  'personal_value',
  'practice_contact',
  'proposal_vote',
  'record_merge',
  'report',
  'role_invitation',
  'source_record',
  'stated_weights',
  'stored_file',
  'stored_file_chunk',
  'waiting_correction',
];

/** Columns that stay: accounts, what is worked out from others, what is private or of this instance alone. */
const columnsThatStay: Record<string, string[]> = {
  territory: ['id', 'host', 'is_demo', 'created_at'],
  record: ['author_ids', 'body_text', 'created_by', 'deleted_at', 'merged_into', 'mirror_of', 'own_text'],
  practice: ['extra', 'place_codes'],
  evaluation: ['dots_code'],
  record_link: ['created_by'],
  chosen_lever: ['chosen_by'],
  consultation: ['room_code'],
  proposal: ['author_id', 'shown'],
  comment: ['author_id', 'deleted_at'],
  attachment: ['created_by', 'removed_at'],
  attachment_file: ['file_id'],
  evaluation_evidence: ['file_id', 'removed_at'],
  journal_entry: ['actor_id', 'sequence', 'transaction_id'],
};

it('each table and column of a territory leaves in its archive, or stays for a reason that is written down', async () => {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select table_name as name, array_agg(column_name::text order by column_name) as columns
    from information_schema.columns
    where table_schema = current_schema() and column_name <> 'search'
      and (table_name = 'territory' or table_name in (
        select table_name from information_schema.columns where column_name = 'territory_id'))
    group by table_name`.execute(world.db);
  const leaving = Object.entries(tables).map(([part, table]) => {
    const shape = part === 'territory' ? territoryShape : rowShapes[part as keyof typeof rowShapes];
    return [table, Object.keys(shape.shape)] as const;
  });
  const told = new Map(leaving);
  // What is missing belongs in `rowShapes`, with what it may be, or above, when it must stay.
  for (const { name, columns } of rows) {
    const shape = told.get(name);
    expect([name, shape === undefined]).toEqual([name, stay.includes(name)]);
    if (!shape) continue;
    const named = new Set([...shape, ...(columnsThatStay[name] ?? []), 'territory_id']);
    expect([name, columns.filter((column) => !named.has(column))]).toEqual([name, []]);
  }
});
