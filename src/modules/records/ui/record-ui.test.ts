import { describe, expect, test } from 'vitest';
import { html, tagsWith, textOf } from '#kernel/ui/ui-testing.ts';
import { translators } from '#messages/index.ts';
import type { CommentShown } from '../comment.ts';
import type { HistoryEntry } from '../history.ts';
import HiddenNotice from './HiddenNotice.svelte';
import HistoryPage from './HistoryPage.svelte';
import LanguageField from './LanguageField.svelte';
import ModerationLinks from './ModerationLinks.svelte';
import RecordComments from './RecordComments.svelte';
import RecordOrigin from './RecordOrigin.svelte';
import SavedMeanwhile from './SavedMeanwhile.svelte';
import TakenAway from './TakenAway.svelte';

const at = new Date('2026-11-23T09:00:00Z');
const common = {
  t: translators.en,
  locale: 'en' as const,
  href: (path: string) => `/en${path}`,
  moment: () => 'now',
};

function entry(change: Partial<HistoryEntry>): HistoryEntry {
  return {
    id: 'e1',
    action: 'lever.changed',
    at,
    author: 'Sacha',
    isChange: true,
    undoable: true,
    changes: [],
    links: [],
    ...change,
  };
}

function historyPage(
  entries: HistoryEntry[],
  more: { mayUndo?: boolean; cut?: boolean; error?: string } = {},
) {
  const { mayUndo = true, cut = false, error } = more;
  return html(HistoryPage, {
    ...common,
    list: { label: 'Levers', href: '/en/leviers' },
    record: { kind: 'lever', title: 'Prêter une salle', language: 'fr', address: '/leviers/preter-12345678' },
    history: { entries, cut },
    mayUndo,
    error,
    words: { history: 'knowledge.history.', field: 'knowledge.field.' },
    wordOf: (field, value) => (field === 'phase' ? `phase ${value}` : undefined),
  });
}

describe('the page of a history', () => {
  test('names what was linked with a link to it, each in its language', () => {
    const to = {
      id: 'x',
      kind: 'evaluation' as const,
      shortId: 'abcdefgh',
      slug: 'le-four',
      title: 'Le four',
      language: 'fr' as const,
    };
    const page = historyPage([
      entry({
        action: 'lever.linked',
        isChange: false,
        undoable: false,
        links: [{ type: 'chosen-for', to }],
        changes: [{ field: 'reason', before: [], after: ['On y tient.'] }],
      }),
    ]);
    expect(page).toContain('<a href="/en/evaluations/le-four-abcdefgh" lang="fr">Le four</a>');
    expect(page).toContain('<dd lang="fr">On y tient.</dd>');
    expect(textOf(page)).toContain(
      'Lever chosen for an evaluation by Sacha Chosen for Le four Reason On y tient.',
    );
    expect(tagsWith(page, '<button')).toHaveLength(0);
  });

  test('says so, without a name, when the reader may not see what was linked', () => {
    const page = historyPage([
      entry({
        action: 'lever.unlinked',
        links: [{ type: 'chosen-for', to: null }],
        isChange: false,
        undoable: false,
      }),
    ]);
    expect(textOf(page)).toContain(translators.en('records.history.unseen'));
  });

  test('words codes in the language of the page, and leaves texts in that of the record', () => {
    const page = historyPage([
      entry({
        changes: [
          { field: 'phase', before: ['trigger'], after: ['sustain'] },
          { field: 'title', before: ['Prêter'], after: ['Prêter une salle'] },
          { field: 'tags', before: [], after: ['a', 'b'] },
        ],
      }),
    ]);
    expect(page).toContain('<dd>phase trigger → phase sustain</dd>');
    expect(page).toContain('<dd lang="fr">Prêter → Prêter une salle</dd>');
    expect(page).toContain('<dd lang="fr">— → a, b</dd>');
  });

  test('offers to undo changes alone, to those who may alone', () => {
    const entries = [
      entry({}),
      entry({ id: 'e2', action: 'lever.created', isChange: false, undoable: false }),
    ];
    expect(tagsWith(historyPage(entries), 'value="e1"')).toHaveLength(1);
    expect(tagsWith(historyPage(entries), '<button')).toHaveLength(1);
    expect(tagsWith(historyPage(entries, { mayUndo: false }), '<button')).toHaveLength(0);
  });

  test('says why an undoing was refused, and that there is more than it shows', () => {
    const page = textOf(historyPage([entry({})], { error: 'changed-since', cut: true }));
    expect(page).toContain(translators.en('records.error.changed-since'));
    expect(page).toContain(translators.en('records.history.cut'));
  });

  test('titles what every kind does alike, and an action it has no words for by its code', () => {
    const page = textOf(
      historyPage([entry({ action: 'comment.created' }), entry({ id: 'e2', action: 'lever.painted' })]),
    );
    expect(page).toContain('Comment added by Sacha');
    expect(page).toContain('lever.painted');
  });
});

describe('what is hidden', () => {
  const hiding = { at, reason: 'personal-data' as const, words: 'A number' };
  const t = translators.en;

  test('says since when, why, and who still reads it', () => {
    const page = textOf(html(HiddenNotice, { ...common, day: () => 'today', hiding }));
    expect(page).toContain(t('moderation.hidden.record', { date: 'today' }));
    expect(page).toContain('Personal data. A number');
    expect(textOf(html(HiddenNotice, { ...common, day: () => 'today', hiding: null })).trim()).toBe('');
  });

  test('is hidden from a page that only facilitators are led to', () => {
    const links = (mayHide: boolean) =>
      html(ModerationLinks, { ...common, moderation: { shortId: 'abcdefgh', isHidden: false, mayHide } });
    expect(tagsWith(links(true), 'href="/en/gestion/masquer/abcdefgh"')).toHaveLength(1);
    expect(links(false)).not.toContain('/gestion/');
  });
});

describe('the comments of a record', () => {
  const comment: CommentShown = {
    id: 'c1',
    html: '<p>Oui.</p>',
    author: 'Sacha',
    at,
    mayDelete: false,
    hiding: null,
    isRead: true,
  };
  const moderation = { shortId: 'abcdefgh', mayHide: false };
  const props = { ...common, lang: 'fr', signInHref: '/en/connexion', moderation };

  test('carry the language of the record, and a form for those who may', () => {
    const own = { ...comment, id: 'c2', mayDelete: true };
    const page = html(RecordComments, {
      ...props,
      comments: [comment, own],
      mayComment: true,
      typed: 'Et',
      error: 'No',
    });
    expect(tagsWith(page, 'class="prose" lang="fr"')).toHaveLength(2);
    expect(tagsWith(page, 'action="?/deleteComment"')).toHaveLength(1);
    expect(page).toContain('>Et</textarea>');
    expect(tagsWith(page, 'aria-invalid="true"')).toHaveLength(1);
  });

  test('say of a hidden one when and why, and show its words to those who may read it', () => {
    const hiding = { at, reason: 'abusive' as const, words: '' };
    const shown = (isRead: boolean) =>
      html(RecordComments, { ...props, comments: [{ ...comment, hiding, isRead }], mayComment: false });
    for (const isRead of [true, false]) {
      expect(textOf(shown(isRead))).toContain(translators.en('moderation.reason.abusive'));
      expect(textOf(shown(isRead)).includes('Oui.')).toBe(isRead);
    }
  });

  test('are hidden one by one, by those who may', () => {
    const shown = (mayHide: boolean) =>
      html(RecordComments, {
        ...props,
        comments: [comment],
        mayComment: true,
        moderation: { ...moderation, mayHide },
      });
    expect(shown(true)).toContain('/en/gestion/masquer/abcdefgh?commentaire=c1');
    expect(shown(false)).not.toContain('/gestion/');
  });

  test('lead to signing in those who may not yet', () => {
    const page = html(RecordComments, { ...props, comments: [], mayComment: false });
    expect(page).toContain('<a href="/en/connexion">');
    expect(tagsWith(page, '<textarea')).toHaveLength(0);
    expect(textOf(page)).toContain(translators.en('records.comments.empty'));
  });
});

test('what was taken away is brought back by a form', () => {
  const page = html(TakenAway, { t: common.t, restoreAction: '/leviers/12345678?/restore' });
  expect(tagsWith(page, '<form')).toEqual(['<form method="post" action="/leviers/12345678?/restore">']);
});

test('what someone else saved stands in the language of the record', () => {
  const page = html(SavedMeanwhile, { t: common.t, theirs: [{ term: 'Title', text: 'Prêter' }], lang: 'fr' });
  expect(page).toContain('<dd lang="fr">Prêter</dd>');
});

test('where a record comes from is told, and nothing that is not known', () => {
  const record = { sourceName: 'Carte', sourceUrl: '', licence: '', updatedAt: at, confirmedOn: null };
  const page = textOf(html(RecordOrigin, { t: common.t, day: () => 'today', record, authors: [] }));
  expect(page).toBe('Source: Carte. Licence: not stated by the source. Record changed on today.');
});

test('the language of a record is chosen among those there are', () => {
  const page = html(LanguageField, { t: common.t, value: 'br' });
  expect(tagsWith(page, '<option')).toHaveLength(3);
  expect(tagsWith(page, 'selected')).toEqual(['<option value="br" selected="">']);
});
