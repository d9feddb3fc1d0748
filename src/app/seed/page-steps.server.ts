import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { newRecordFields, pageFormOf } from '#modules/records/index.ts';
import { createPage, editPage, findPage, seedLinks } from '#modules/records/index.server.ts';
import { commentSteps } from './comment-steps.server.ts';
import type { DemoPage, DemoSource } from './demo-shapes.ts';
import { type Named, type Step, known } from './play-steps.ts';
import type { NamedTopics } from './shipped-topics.server.ts';

/** What pages lean on, and where their own ids are noted. */
export interface PagesGround {
  practices: Named;
  /** Levers by their id in the library. */
  levers: ReadonlyMap<string, Id>;
  pages: Named;
  topics: NamedTopics;
  source: DemoSource;
}

/** Knowledge pages written, tied to what they speak of, improved and commented, each step on its day. */
export function pageSteps(pages: readonly DemoPage[], ground: PagesGround): Step[] {
  return pages.flatMap((page) => {
    const idOf = () => known(ground.pages, page.id);
    return [
      { ...page.added, play: (context: Context) => write(context, page, ground) },
      ...page.changes.map(({ on, by }, place) => ({
        on,
        by,
        play: (context: Context) => rewrite(context, idOf(), stateAfter(page, place + 1)),
      })),
      ...commentSteps(page.comments, idOf),
    ];
  });
}

/** The page as it stood after so many of its changes: each says what was there before it. */
function stateAfter(page: DemoPage, changes: number): DemoPage {
  return page.changes.slice(changes).reduceRight<DemoPage>((later, { was }) => ({ ...later, ...was }), page);
}

async function write(context: Context, page: DemoPage, ground: PagesGround): Promise<void> {
  const { title, pitch, text, tags, ...first } = stateAfter(page, 0);
  const { topics, source } = ground;
  const created = await createPage(context, {
    ...newRecordFields,
    title,
    pitch,
    body: parseMarkdown(text),
    tags,
    language: first.language,
    visibility: first.visibility,
    licence: source.licence,
    topicIds: [...first.themes, ...first.challenges, ...first.communities].map(
      (topic) => known(topics, topic).id,
    ),
    chatUrl: first.chat ?? '',
    coAuthors: first.with,
    sourceName: source.name,
    sourceRecordId: page.id,
  });
  ground.pages.set(page.id, created.id);
  const { practices, levers, pages } = page.ties;
  const others = [
    ...practices.map((id) => known(ground.practices, id)),
    ...levers.map((id) => known(ground.levers, id)),
    ...pages.map((id) => known(ground.pages, id)),
  ];
  await seedLinks(
    context,
    created,
    others.map((toId) => ({ toId, type: 'related-to' })),
  );
}

async function rewrite(
  context: Context,
  recordId: Id,
  { title, pitch, text, tags }: DemoPage,
): Promise<void> {
  const current = await findPage(context, { id: recordId });
  if (!current) throw new Error('A page of the demonstration is not there any more');
  const { version } = current.record;
  const input = { ...pageFormOf(current.record), title, pitch, body: text, tags: tags.join(', ') };
  played(await editPage(context, { recordId, version, input }));
}
