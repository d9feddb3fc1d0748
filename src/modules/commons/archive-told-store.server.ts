/* Columns of an archive that are not written as they stand, in SQL: `row` is what leaves, `leaving` the records that do. */

/** The name of whoever wrote a comment, as pages show it; an archive ties nothing to an account. */
export const commentAuthor = `coalesce(nullif(row.author_name, ''), (select name from person where person.id = row.author_id), '')`;

/** Everyone named as an author, by their names: accounts first, as the page of the record says. */
export const authors = `array(
  select name from (
    select name, 0 as part, array_position(row.author_ids, person.id) as place
      from person where person.id = any (row.author_ids) and name <> ''
    union all
    select name, 1, place from unnest(row.co_authors) with ordinality as named (name, place)
  ) as everyone group by name order by min(part), min(place))`;

/** The fields of the territory's own that name practices. */
const naming = `select key from own_field where own_field.territory_id = row.territory_id and kind = 'practices'`;

/** What a practice says in fields of the territory's own; of practices that it names, those that leave too. */
export const ownValues = `coalesce((
  select jsonb_object_agg(key, said) from (
    select key, case when jsonb_typeof(value) = 'array' and key in (${naming})
      then (select jsonb_agg(id order by place) from jsonb_array_elements_text(value) with ordinality as named (id, place)
        where id in (select id::text from leaving))
      else value end as said
    from jsonb_each(row.fields)) as answers
  where said is not null), '{}')`;

/** Whether every practice that a field named before or after is one that leaves. */
const namesLeaving = `not exists (
  select from jsonb_path_query(value, '$.*[*]') as named (id)
  where named.id #>> '{}' not in (select id::text from leaving))`;

/**
 * What the history says, without values that were set aside because they are personal, what only imports know, and the names of
 * practices that stay.
 */
export const changes = `coalesce((
  select jsonb_object_agg(key, value) from jsonb_each(row.changes)
  where key not in ('contact', 'extra') and not value @? '$.**.personal'
    and (key not in (select 'field.' || key from (${naming}) as fields) or ${namesLeaving})), '{}')`;
