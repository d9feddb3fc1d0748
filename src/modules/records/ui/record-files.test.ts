import { describe, expect, test } from 'vitest';
import { html, tagsWith, textOf } from '#kernel/ui/ui-testing.ts';
import { translators } from '#messages/index.ts';
import type { AttachmentShown } from '../attachment.ts';
import CoverPicture from './CoverPicture.svelte';
import DescribeFile from './DescribeFile.svelte';
import FileList from './FileList.svelte';
import RecordFiles from './RecordFiles.svelte';

const common = { t: translators.en, href: (path: string) => `/en${path}`, record: { shortId: '3k9x0m2a' } };

function picture(change: Partial<AttachmentShown> = {}): AttachmentShown {
  return {
    id: 'p1',
    kind: 'picture',
    name: 'four.jpg',
    description: 'Le four ouvert',
    decorative: false,
    credit: 'Association du Four',
    licence: 'CC-BY-SA-4.0',
    sizes: [
      { width: 320, height: 200, bytes: 9000 },
      { width: 800, height: 500, bytes: 40_000 },
      { width: 1200, height: 750, bytes: 90_000 },
    ],
    ...change,
  };
}

const table = picture({
  id: 'd1',
  kind: 'document',
  name: 'bilan été.csv',
  description: 'Bilan de l’été',
  credit: '',
  licence: '',
  sizes: [{ width: 0, height: 0, bytes: 1_240_000 }],
});

function files(shown: AttachmentShown[], mayChange = false): string {
  return html(RecordFiles, { ...common, locale: 'en', lang: 'fr', files: shown, mayChange });
}

describe('the files of a record', () => {
  test('are pictures with their words in the language of the record, their place kept, in the size that suits', () => {
    const body = files([picture()]);
    const [image = ''] = tagsWith(body, '<img');
    expect(image).toContain('alt="Le four ouvert" lang="fr"');
    expect(image).toContain('src="/fichiers/3k9x0m2a/p1/800.webp"');
    expect(image).toContain('/fichiers/3k9x0m2a/p1/320.webp 320w, ');
    expect(image).toMatch(/width="800" height="500".* loading="lazy"/);
    expect(tagsWith(body, '<a')).toEqual(['<a href="/fichiers/3k9x0m2a/p1/1200.webp">']);
    expect(textOf(body)).toContain('Association du Four · CC BY-SA 4.0');
  });

  test('a decorative picture is passed over, and is no link without a name', () => {
    const body = files([picture({ description: '', decorative: true })]);
    expect(tagsWith(body, '<img')[0]).toContain('alt=""');
    expect(tagsWith(body, '<a')).toEqual([]);
  });

  test('are documents that say their kind and weight before they are downloaded', () => {
    const body = files([table]);
    expect(tagsWith(body, '<a')[0]).toContain('/fichiers/3k9x0m2a/d1/bilan%20%C3%A9t%C3%A9.csv');
    expect(textOf(body)).toContain('Bilan de l’été (CSV, 1.2 MB)');
  });

  test('say nothing where there are none, but to those who may add some', () => {
    expect(files([])).not.toContain('<section');
    expect(tagsWith(files([], true), '<a')[0]).toContain('href="/en/fichiers/3k9x0m2a"');
  });
});

test('each button of the page where files are changed names its file; the first cannot be shown earlier', () => {
  const body = html(FileList, { ...common, files: [picture(), picture({ id: 'p2', name: 'pain.jpg' })] });
  expect(textOf(body)).toContain('Remove from the record : pain.jpg');
  expect(tagsWith(body, 'action="?/up"')).toHaveLength(1);
  expect(tagsWith(body, 'action="?/remove"')).toHaveLength(2);
});

test('a document is asked its title, never whether it is decorative; what was typed comes back', () => {
  const values = { description: 'Bilan', decorative: false, credit: 'Camille', licence: 'CC0-1.0' };
  const form = (kind: 'picture' | 'document', problems = [{ field: 'description' }]) =>
    html(DescribeFile, { t: common.t, kind, values, problems, isShown: false });
  expect(form('document')).not.toContain('name="decorative"');
  expect(form('picture')).toContain('name="decorative"');
  expect(textOf(form('document'))).toContain(common.t('files.error-description-document'));
  expect(form('document')).toContain('value="Camille"');
});

test('a picture in a list leaves the words to the title beside it', () => {
  const cover = { src: '/fichiers/3k9x0m2a/p1/320.webp', width: 320, height: 200 };
  expect(html(CoverPicture, { cover })).toContain('alt=""');
});
