import { type Kysely, sql } from 'kysely';

/**
 * What people report to facilitators, and one place that counts what is limited: wrong codes of answer cards, which had
 * a table of their own, come under it. Those of the last quarter of an hour are forgotten.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table limited_use (
      territory_id uuid not null references territory on delete cascade,
      limit_name text not null,
      -- HMAC of who or where.
      source text not null,
      used_at timestamptz not null
    );
    create index limited_use_source on limited_use (territory_id, limit_name, source, used_at);
    create index limited_use_age on limited_use (territory_id, used_at);
    drop table evaluation_code_miss;

    create table report (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      record_id uuid not null references record on delete cascade,
      comment_id uuid references comment on delete cascade,
      reason text not null,
      words text not null,
      -- Who is told what was done; forgotten once they are.
      reporter_email text not null default '',
      language text not null,
      made_at timestamptz not null,
      outcome text,
      answer text not null default '',
      answered_by uuid,
      answered_at timestamptz,
      check ((outcome is null) = (answered_at is null)),
      check (answered_at is null or reporter_email = '')
    );
    create index report_waiting on report (territory_id, (reason = 'personal-data') desc, made_at)
      where answered_at is null;
    create index report_answered on report (territory_id, answered_at desc) where answered_at is not null;
    create index report_of_record on report (territory_id, record_id);
  `.execute(db);
}
