import { type Context, hasRole } from '#kernel/context.ts';
import { type JobRun, listJobs } from '#kernel/job-run-store.server.ts';
import { type OutboxMail, listOutbox, resumeMail } from '#kernel/mail.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { refusalOf } from './hold-roles.server.ts';

export type OwnerRefusal = { code: 'sign-in-first' | 'not-allowed' };

/** The mails that wait or left, for owners only: they hold addresses. */
export async function readOutbox(context: Context): Promise<Result<OutboxMail[], OwnerRefusal>> {
  return whenOwner(context, () => listOutbox(context.db, context.territoryId));
}

/** Tries anew to send what waits in the outbox; tells how many mails that is. */
export async function retryMail(context: Context): Promise<Result<number, OwnerRefusal>> {
  return whenOwner(context, () => resumeMail(context));
}

/** What the site does in the background, for owners. */
export async function readJobs(context: Context): Promise<Result<JobRun[], OwnerRefusal>> {
  return whenOwner(context, () => listJobs(context.db, context.territoryId));
}

async function whenOwner<T>(context: Context, read: () => Promise<T>): Promise<Result<T, OwnerRefusal>> {
  return hasRole(context.actor, 'owner') ? ok(await read()) : err(refusalOf(context));
}
