import { type AskedWords, type Word, answers, isNear, isWanted, wordsOf } from '#kernel/search-words.ts';
import type { Context } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import type { Locale } from '#kernel/translate.ts';
import { criteriaOf, criterionPath, wordsIn } from '#modules/framework/index.ts';
import { findFrameworkVersion, listPublishedVersions } from '#modules/framework/index.server.ts';
import { entryIn } from '#modules/knowledge/index.ts';
import { shippedKnowledge } from '#modules/knowledge/index.server.ts';
import { communesWithPractices } from '#modules/practices/index.server.ts';
import { topicAddress, topicKinds } from '#modules/records/index.ts';
import { listTopics } from '#modules/records/index.server.ts';
import { communesOfTerritory, findCommuneByCode } from '#modules/territories/index.server.ts';

/** Something short that is no record of its own: a few hundred of them are searched in memory. */
export interface SmallDocument {
  scope: 'commune' | 'criterion' | 'entry' | 'topic';
  key: string;
  title: string;
  text: string;
  address: string;
  titleWords: readonly Word[];
  textWords: readonly Word[];
}

function toDocument(told: Omit<SmallDocument, 'titleWords' | 'textWords'>): SmallDocument {
  return { ...told, titleWords: wordsOf(told.title), textWords: wordsOf(told.text) };
}

/** Those that the actor may read, in the order of their lists. */
export async function smallDocuments(context: Context, locale: Locale): Promise<SmallDocument[]> {
  const [criteria, topics] = await Promise.all([criteriaDocuments(context, locale), topicDocuments(context)]);
  return [...criteria, ...(context.kindsOff?.includes('entry') ? [] : entryDocuments(locale)), ...topics];
}

/** Those that hold the words, by their title first; with `typos` those whose title resembles them. */
export function foundAmong(
  documents: readonly SmallDocument[],
  asked: readonly AskedWords[],
  mode: 'words' | 'typos',
): SmallDocument[] {
  if (mode === 'typos') return documents.filter(({ titleWords }) => answers(titleWords, asked, isNear));
  const found = documents.filter(({ titleWords, textWords }) =>
    answers([...titleWords, ...textWords], asked, isWanted),
  );
  const inTitle = found.filter(({ titleWords }) => answers(titleWords, asked));
  return [...inTitle, ...found.filter((one) => !inTitle.includes(one))];
}

/** A version never changes: its words are worked out once for everyone who may read it. */
async function criteriaDocuments(context: Context, locale: Locale): Promise<SmallDocument[]> {
  const { memory } = context;
  const versions = await memory.recall(context, `framework-versions ${audienceOf(context)}`, () =>
    listPublishedVersions(context),
  );
  const documents = await Promise.all(
    versions.map(({ versionId, record }) =>
      memory.recall(context, `criteria-words ${locale} ${versionId} ${record.slug}`, async () => {
        const framework = await findFrameworkVersion(context, versionId);
        const criteria = framework ? criteriaOf(framework.version.content) : [];
        return criteria.map(({ criterion }) =>
          toDocument({
            scope: 'criterion',
            key: `${versionId} ${criterion.id}`,
            title: wordsIn(criterion.title, locale),
            text: [criterion.question, criterion.why].map((words) => wordsIn(words, locale)).join(' '),
            address: criterionPath(record, criterion.id),
          }),
        );
      }),
    ),
  );
  return documents.flat();
}

const entries = new Map<Locale, SmallDocument[]>();

/** The base changes with a release only. */
function entryDocuments(locale: Locale): SmallDocument[] {
  const known = entries.get(locale);
  if (known) return known;
  const made = [...shippedKnowledge().base.entries.values()].map((entry) => {
    const { id, title, text, address } = entryIn(locale, entry);
    return toDocument({ scope: 'entry', key: id, title, text, address });
  });
  entries.set(locale, made);
  return made;
}

function topicDocuments(context: Context): Promise<SmallDocument[]> {
  return context.memory.recall(context, 'topic-words', async () => {
    const lists = await listTopics(context);
    return topicKinds
      .flatMap((kind) => lists[kind])
      .map((topic) =>
        toDocument({
          scope: 'topic',
          key: topic.id,
          title: topic.name,
          text: topic.description,
          address: topicAddress(topic),
        }),
      );
  });
}

/** The most communes that words are looked for among: a territory has 1,500 at most, and few bear one name. */
const mostCommunes = 50;

/**
 * Communes of the territory whose name holds the words, or resembles them, and in which there are practices that the actor
 * may see: they lead to the list of those practices.
 */
export async function communeDocuments(
  context: Context,
  asked: readonly AskedWords[],
): Promise<SmallDocument[]> {
  if (context.kindsOff?.includes('practice')) return [];
  const all = await context.memory.recall(context, 'commune-words', () => territoryCommunes(context));
  const near = foundAmong(all, asked, 'words');
  const met = (near.length > 0 ? near : foundAmong(all, asked, 'typos')).slice(0, mostCommunes);
  const inhabited = await communesWithPractices(
    context,
    met.map(({ key }) => key),
  );
  return met.filter(({ key }) => inhabited.has(key));
}

async function territoryCommunes(context: Context): Promise<SmallDocument[]> {
  const codes = await communesOfTerritory(context.db, context.territoryId);
  const communes = await Promise.all(codes.map(findCommuneByCode));
  return communes.flatMap((commune) => {
    if (!commune) return [];
    const { code, name } = commune;
    const address = `/pratiques?${new URLSearchParams({ commune: code })}`;
    return [toDocument({ scope: 'commune', key: code, title: name, text: '', address })];
  });
}
