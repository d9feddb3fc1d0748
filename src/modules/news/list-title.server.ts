import type { Context } from '#kernel/context.ts';
import type { Locale } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';
import { type Kind, type TopicKind, topicCalled, topicKinds, topicPaths } from '#modules/records/index.ts';
import { findRecord, readTopics } from '#modules/records/index.server.ts';
import { kindWords } from './kind-words.server.ts';
import { listNameIn } from './list-name.ts';
import { kindAt } from './news.ts';

const titles: Readonly<Record<string, { key: MessageKey; kind: Kind }>> = {
  '/pratiques': { key: 'practices.list.title', kind: 'practice' },
  '/leviers': { key: 'knowledge.levers.title', kind: 'lever' },
  '/actions': { key: 'action-plans.list.title', kind: 'action' },
  '/connaissances': { key: 'pages.list.title', kind: 'page' },
  '/deliberations': { key: 'deliberation.list.title', kind: 'deliberation' },
  '/decisions': { key: 'deliberation.decisions.title', kind: 'decision' },
  '/evaluations': { key: 'evaluation.list.title', kind: 'evaluation' },
};

/** What a list is called, with its filters in words; undefined when it is none, or one of a topic that is no more. */
export async function listTitle(
  context: Context,
  { address, locale }: { address: string; locale: Locale },
): Promise<string | undefined> {
  const name = listNameIn(address);
  if (!name) return undefined;
  const t = translators[locale];
  const known = titles[name.path];
  if (known) {
    const filters = await filterWords(context, { kind: known.kind, locale, params: name.params });
    return [t(known.key), ...filters].join(' · ');
  }
  if (name.path === '/nouveautes') {
    const kind = kindAt(name.params.get('genre') ?? '');
    return [t('news.title'), ...(kind ? [t(`records.kind.${kind}`)] : [])].join(' · ');
  }
  const [, folder, slug = ''] = name.path.split('/');
  const kind = (Object.keys(topicPaths) as TopicKind[]).find((one) => topicPaths[one] === folder);
  return kind && topicCalled(await readTopics(context), kind, slug)?.name;
}

async function filterWords(
  context: Context,
  { kind, locale, params }: { kind: Kind; locale: Locale; params: URLSearchParams },
): Promise<string[]> {
  const { wordOf } = kindWords(kind, locale);
  const topics = await readTopics(context);
  const words: string[] = [];
  for (const [name, value] of params) {
    const topic = topicKinds.find((one) => one === name);
    if (topic) words.push(topicCalled(topics, topic, value)?.name ?? value);
    else if (name === 'q') words.push(translators[locale]('news.quoted', { text: value }));
    else if (name === 'lever' || name === 'evaluation') {
      words.push((await findRecord(context, { kind: name, shortId: value }))?.title ?? value);
    } else words.push(wordOf(name === 'legal_status' ? 'legalStatus' : name, value) ?? value);
  }
  return words;
}
