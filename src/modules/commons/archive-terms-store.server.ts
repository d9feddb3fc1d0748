/* What an archive says of a row otherwise than it stands, in SQL: `row` is the row, `leaving` the records that leave. */

import type { Id } from '#kernel/ids.ts';

export const isTold = `row.action ~ '^(practice|framework|evaluation|lever|action|page|deliberation|decision|comment|attachment|moderation)[.]'
  and row.action !~ '(contact|invit|answered)'`;

/** The id of a record that leaves too; null for any other. */
export function ifLeaving(column: string): string {
  return `case when row.${column} in (select id from leaving) then row.${column} end`;
}

/** What a group made of a result leaves with it. */
export const hasResult = `row.evaluation_id in (
  select record_id from evaluation where evaluation.territory_id = row.territory_id
    and evaluation.state in ('closed', 'published'))`;

/** The sum by which a file is called in an archive. */
export const sumOfFile = `(select encode(sha256, 'hex') from stored_file
  where stored_file.territory_id = row.territory_id and stored_file.id = row.file_id)`;

/** A file that the result of a session shows: of one beside an answer that is not shown, nothing leaves. */
export const isShownEvidence = `row.removed_at is null and exists (
  select from evaluation where evaluation.territory_id = row.territory_id
    and evaluation.record_id = row.evaluation_id and evaluation.state in ('closed', 'published')
    and strpos(evaluation.result::text, row.name) > 0)`;

/**
 * The records that an archive holds: what an owner sees. Not what was deleted or merged into another, nor drafts, which are their authors' alone, nor
 * sessions that are open: their links live here, and closing one elsewhere would count a part of the answers.
 */
export function leaving(territoryId: Id): string {
  return `leaving as materialized (
    select id from record where record.territory_id = '${territoryId}' and deleted_at is null
      and merged_into is null and visibility in ('public', 'members', 'facilitators')
      and (kind <> 'evaluation' or exists (
        select from evaluation
        join framework_version as version on version.id = framework_version_id
          and version.territory_id = '${territoryId}'
        join record as framework on framework.id = version.record_id
          and framework.territory_id = '${territoryId}'
        where evaluation.record_id = record.id and evaluation.territory_id = '${territoryId}'
          and evaluation.state <> 'open' and framework.deleted_at is null
          and framework.visibility in ('public', 'members', 'facilitators'))))`;
}
