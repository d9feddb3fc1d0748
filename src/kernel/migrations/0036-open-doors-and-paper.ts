import { type Kysely, sql } from 'kysely';

/**
 * How many people of a college a session wants; what is said of an answer beside its level; answers given through one
 * address for a whole room, and those keyed in from paper.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table evaluation_college
      -- Its people make the session as it was wanted; null for a college without such a rule.
      add column least integer check (least between 1 and 1000),
      drop constraint evaluation_college_kind_check,
      add constraint evaluation_college_kind_check check (kind in ('named', 'anonymous', 'unverified')),
      drop constraint evaluation_college_check,
      add constraint evaluation_college_check check ((kind = 'named') = (threshold is null));

    alter table evaluation_sheet
      -- By criterion: the number, the confidence and the evidence given with the answer.
      add column details jsonb not null default '{}';

    alter table evaluation_invitation
      -- The number written on a sheet of paper that was keyed in; null for what people fill in themselves.
      add column paper integer check (paper > 0);
    create unique index evaluation_invitation_paper on evaluation_invitation (evaluation_id, paper)
      where paper is not null;

    create table evaluation_door (
      evaluation_id uuid primary key references evaluation on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      -- Shown to a whole room: nothing to keep secret.
      code text not null,
      opened_at timestamptz not null,
      closed_at timestamptz
    );
    create unique index evaluation_door_code on evaluation_door (territory_id, code);
  `.execute(db);
}
