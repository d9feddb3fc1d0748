import { describe, expect, test } from 'vitest';
import { html, tagsWith, textOf } from '#kernel/ui/ui-testing.ts';
import { translators } from '#messages/index.ts';
import type { CoreForm } from '../core-form.ts';
import type { Topic } from '../topic.ts';
import CoreFields from './CoreFields.svelte';
import RecordTopics from './RecordTopics.svelte';
import TopicFilters from './TopicFilters.svelte';
import TopicItem from './TopicItem.svelte';

const t = translators.en;
const href = (path: string) => `/en${path}`;

const topic: Topic & { depth: number; count: number } = {
  id: '1',
  kind: 'challenge',
  slug: 'se-chauffer',
  name: 'Se chauffer',
  description: '',
  parentId: null,
  position: 0,
  removed: false,
  mergedInto: null,
  depth: 0,
  count: 2,
};

const core: CoreForm = {
  choices: {
    topics: {
      theme: [{ value: '2', label: 'Énergie' }],
      challenge: [{ value: '1', label: 'Se chauffer' }],
      community: [],
    },
    licences: [],
  },
  values: { topics: ['1'], chat: '', coAuthors: '', licence: '' },
};

test('what a record is about leads to everything about it; nothing is said of what is not known', () => {
  const page = html(RecordTopics, { t, href, topics: [topic], chatUrl: 'https://salon.test/a' });
  expect(page).toContain('<a href="/en/defis/se-chauffer">Se chauffer</a>');
  expect(page).toContain('<a href="https://salon.test/a">salon.test</a>');
  expect(textOf(html(RecordTopics, { t, href, topics: [], chatUrl: '' }))).toBe('');
});

describe('the part that all forms share', () => {
  test('says that it is there, shows what is ticked, and asks for no list that is empty', () => {
    const page = html(CoreFields, { t, core, problems: [] });
    expect(tagsWith(page, 'name="core"')).toHaveLength(1);
    expect(tagsWith(page, 'name="topics"')).toHaveLength(2);
    expect(tagsWith(page, 'checked=""')).toHaveLength(1);
    expect(tagsWith(page, '<details')[0]).toContain('open=""');
    expect(textOf(page)).not.toContain(t('records.topics.community'));
    expect(tagsWith(page, '<select')).toHaveLength(0);
  });

  test('offers licences to those who may choose, among them the one of a source', () => {
    const choices = { ...core.choices, licences: ['CC-BY-4.0', 'à la source'] };
    const page = html(CoreFields, {
      t,
      core: { choices, values: { ...core.values, licence: 'à la source' } },
      problems: [],
    });
    expect(textOf(page)).toContain(t('records.licence-of.CC-BY-4.0'));
    expect(tagsWith(page, 'selected')).toEqual(['<option value="à la source" selected="">']);
  });

  test('ties a message to the field it is about', () => {
    const page = html(CoreFields, { t, core, problems: [{ field: 'chat' }, { field: 'title' }] });
    expect(tagsWith(page, 'aria-invalid="true"')).toHaveLength(1);
    expect(textOf(page)).toContain(t('records.core.error-chat'));
  });
});

test('a list offers only topics that something is about, and the one asked for', () => {
  const none = { ...topic, id: '3', slug: 'rien', count: 0 };
  const lists = { theme: [], challenge: [topic, none], community: [none] };
  const shown = (asked: { challenge?: string }) =>
    tagsWith(html(TopicFilters, { t, lists, asked, anything: 'any' }), '<option');
  expect(shown({})).toHaveLength(2);
  expect(shown({ challenge: 'rien' })).toHaveLength(3);
});

test('a refused name stays in its form, unfolded, with its message', () => {
  const refused = { name: 'Énergie', description: '', parent: '', into: '' };
  const errors = { name: 'Taken' };
  const page = html(TopicItem, { t, href, topic, others: [], refused, errors });
  expect(tagsWith(page, '<details')[0]).toContain('open=""');
  expect(tagsWith(page, 'aria-invalid="true"')[0]).toContain('value="Énergie"');
});
