import { type Kysely, sql } from 'kysely';

/**
 * Mails that wait for a mail server leave once there is one: a mail knows the link it carries, and the work of sending
 * it bears its id. Those that already waited are told apart by the addresses their links had until now.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table outgoing_mail
      add column link text not null default '',
      -- A link that is made valid anew, for so long, when its mail leaves; null when it is not.
      add column renew_minutes integer;
    alter table outgoing_mail drop constraint outgoing_mail_state_check;
    alter table outgoing_mail add constraint outgoing_mail_state_check
      check (state in ('waiting', 'sent', 'dropped'));
    alter table job_run drop constraint job_run_state_check;
    alter table job_run add constraint job_run_state_check
      check (state in ('queued', 'running', 'waiting', 'done', 'dropped', 'retrying', 'failed'));

    update outgoing_mail
      set link = coalesce(substring(body from
            'https?://[^[:space:]/]+(?:/en)?/(?:connexion/lien|pratiques/proposition|evaluations/repondre)/[^[:space:]]+'), '')
      where secret and state = 'waiting';
    update outgoing_mail set renew_minutes = 3 * 24 * 60 where link like '%/pratiques/proposition/%';

    delete from job_run where name = 'send-mail' and state in ('done', 'failed');
    insert into job_run (id, territory_id, name, state, attempts, failure, queued_at, finished_at)
      select id, territory_id, 'send-mail', case state when 'sent' then 'done' else 'waiting' end, 1,
             case state when 'sent' then null else 'app.mail.no-server' end, queued_at, sent_at
      from outgoing_mail;
  `.execute(db);
}
