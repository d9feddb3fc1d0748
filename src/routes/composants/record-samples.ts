import NoMail from '#modules/accounts/ui/NoMail.svelte';
import TellOwners from '#modules/accounts/ui/TellOwners.svelte';
import LeverCards from '#modules/knowledge/ui/LeverCards.svelte';
import FollowTools from '#modules/news/ui/FollowTools.svelte';
import CoreFields from '#modules/records/ui/CoreFields.svelte';
import HiddenNotice from '#modules/records/ui/HiddenNotice.svelte';
import LanguageField from '#modules/records/ui/LanguageField.svelte';
import RecordFiles from '#modules/records/ui/RecordFiles.svelte';
import RecordFoot from '#modules/records/ui/RecordFoot.svelte';
import RecordLinks from '#modules/records/ui/RecordLinks.svelte';
import RecordOrigin from '#modules/records/ui/RecordOrigin.svelte';
import RecordTopics from '#modules/records/ui/RecordTopics.svelte';
import SavedMeanwhile from '#modules/records/ui/SavedMeanwhile.svelte';
import TakenAway from '#modules/records/ui/TakenAway.svelte';
import TopicFilters from '#modules/records/ui/TopicFilters.svelte';
import type { PageTools } from '../page-tools.ts';
import { deliberationSamples } from './deliberation-samples.ts';
import { type ShownComponent, breton, longText, longWord, shown } from './sample.ts';

const at = new Date('2026-11-23T09:00:00Z');
const shortId = '12345678';
const topic = {
  id: 'four',
  kind: 'theme' as const,
  slug: 'alimentation-et-jardins',
  name: 'Alimentation et jardins',
  description: '',
  position: 0,
  parentId: null,
  removed: false,
  mergedInto: null,
};
const choicesOf = (kind: string) => ({ value: kind, label: `Un sujet (${kind})` });
const lever = {
  id: 'lever',
  title: 'Prêter une salle',
  language: 'fr' as const,
  excerpt: 'Une salle, un soir par semaine, sans loyer.',
  phase: 'trigger' as const,
  posture: 'let' as const,
  address: '/leviers/preter-12345678',
  shortId,
};
const related = {
  id: 'related',
  kind: 'practice' as const,
  shortId,
  slug: 'four',
  title: breton,
  language: 'br' as const,
  type: 'related-to' as const,
  direction: 'out' as const,
  address: '/pratiques/four-12345678',
};
const comment = {
  id: 'one',
  html: `<p>${longWord}</p>`,
  author: 'Camille',
  at,
  mayDelete: true,
  hiding: null,
  isRead: true,
};
const hiding = { at, reason: 'misplaced' as const, words: 'Ce n’est pas une pratique.' };
const document = {
  id: 'document',
  kind: 'document' as const,
  name: 'notes.pdf',
  description: longText.slice(0, 200),
  decorative: false,
  credit: 'Association du Four',
  licence: 'CC-BY-SA-4.0',
  sizes: [{ width: 0, height: 0, bytes: 120_000 }],
};

/** What several pages of modules share, in the words and the language of the page. */
export function recordSamples(tools: PageTools): readonly ShownComponent[] {
  return [tellings, factsOfRecords, formsOfRecords, lists, deliberationSamples].flatMap((samples) =>
    samples(tools),
  );
}

function tellings({ t, locale, day }: PageTools): ShownComponent[] {
  return [
    shown('modules/records/ui/HiddenNotice', HiddenNotice, {
      states: { empty: { t, day, hiding: null }, filled: { t, day, hiding } },
    }),
    shown('modules/records/ui/TakenAway', TakenAway, {
      states: { filled: { t, restoreAction: '#records' } },
    }),
    shown('modules/records/ui/SavedMeanwhile', SavedMeanwhile, {
      states: { filled: { t, theirs: [{ term: 'Titre', text: longWord }] } },
    }),
    shown('modules/accounts/ui/NoMail', NoMail, {
      states: {
        sent: { t, locale, delivery: 'sent', kept: '', owners: [] },
        kept: { t, locale, delivery: 'kept', kept: 'Votre demande attend.', owners: ['Camille', 'Sacha'] },
        terminal: { t, locale, delivery: 'terminal', kept: '', owners: [] },
      },
    }),
    shown('modules/accounts/ui/TellOwners', TellOwners, {
      states: { nobody: { t, locale, owners: [] }, several: { t, locale, owners: ['Camille', longWord] } },
    }),
  ];
}

function factsOfRecords({ t, locale, href, langOf, day }: PageTools): ShownComponent[] {
  const said = { t, locale, href };
  return [
    shown('modules/records/ui/RecordTopics', RecordTopics, {
      states: { filled: { ...said, topics: [topic], chatUrl: 'https://discussion.exemple.test/four' } },
    }),
    shown('modules/records/ui/RecordOrigin', RecordOrigin, {
      states: {
        filled: {
          t,
          day,
          authors: ['Camille', longWord],
          record: {
            sourceName: 'Inventaire communal',
            sourceUrl: 'https://exemple.test/four',
            licence: 'CC-BY-SA-4.0',
            updatedAt: at,
            confirmedOn: '2026-11-01',
          },
        },
      },
    }),
    shown('modules/records/ui/RecordLinks', RecordLinks, {
      states: {
        empty: { t, href, langOf, shortId, related: [], mayTie: false },
        filled: { t, href, langOf, shortId, related: [related], mayTie: true },
      },
    }),
    shown('modules/records/ui/RecordFiles', RecordFiles, {
      states: {
        empty: { ...said, record: { shortId }, files: [], mayChange: false },
        filled: { ...said, record: { shortId }, files: [document], mayChange: true },
      },
    }),
  ];
}

function formsOfRecords({ t, href, moment }: PageTools): ShownComponent[] {
  return [
    shown('modules/records/ui/RecordFoot', RecordFoot, {
      states: {
        filled: {
          t,
          href,
          moment,
          signInHref: href('/connexion'),
          typed: longText,
          error: t('records.error.comment-too-long'),
          shown: {
            comments: [comment, { ...comment, id: 'two', author: '', hiding, isRead: false, html: '' }],
            moderation: { shortId, isHidden: false, mayHide: true },
            may: { comment: true, delete: true },
          },
        },
      },
    }),
    shown('modules/records/ui/LanguageField', LanguageField, {
      states: { filled: { t, value: 'br' } },
    }),
    shown('modules/records/ui/CoreFields', CoreFields, {
      states: {
        error: {
          t,
          core: {
            choices: {
              topics: {
                theme: [choicesOf('theme')],
                challenge: [choicesOf('challenge')],
                community: [choicesOf('community')],
              },
              licences: ['CC-BY-SA-4.0', 'etalab-2.0'],
            },
            values: {
              topics: ['theme'],
              chat: 'ftp://exemple.test/four',
              coAuthors: longWord,
              licence: 'CC-BY-SA-4.0',
            },
          },
          problems: [{ field: 'chat' }],
        },
      },
    }),
  ];
}

function lists({ t, locale, href }: PageTools): ShownComponent[] {
  const feed = '/pratiques.atom';
  const form = { field: 'list', value: 'practice', back: '/composants' } as const;
  return [
    shown('modules/records/ui/TopicFilters', TopicFilters, {
      states: {
        filled: {
          t,
          lists: { theme: [{ ...topic, count: 12 }], challenge: [], community: [] },
          asked: { theme: topic.slug },
          anything: '–',
        },
      },
    }),
    shown('modules/knowledge/ui/LeverCards', LeverCards, {
      states: {
        empty: { t, locale, levers: [], hrefOf: () => '#records', level: 4 },
        filled: {
          t,
          locale,
          levers: [lever, { ...lever, id: 'long', title: longWord, excerpt: longText.slice(0, 300) }],
          hrefOf: () => '#records',
          level: 4,
          noteOf: () => longWord,
          badgeOf: ({ id }) => (id === 'lever' ? 'Choisi' : ''),
        },
      },
    }),
    shown('modules/news/ui/FollowTools', FollowTools, {
      states: {
        empty: { t, href, title: 'Rien à suivre', follow: { feed: null, form: null, state: 'signed-out' } },
        'signed out': {
          t,
          href,
          title: 'Pratiques',
          follow: { feed, form, state: 'signed-out' },
          explained: true,
        },
        'not followed': { t, href, title: 'Pratiques', follow: { feed: null, form, state: 'not-followed' } },
        followed: { t, href, title: 'Pratiques', follow: { feed: null, form, state: 'followed' } },
      },
    }),
  ];
}
