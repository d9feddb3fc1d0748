import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles, projectRoot, textOf } from '../support/project-files.ts';
import { frenchProblems, isUsed, keyUsesIn, placeholdersOf } from './message-rules.ts';

const folder = path.join(projectRoot, 'src/messages');

function namesOf(locale: string): string[] {
  return readdirSync(path.join(folder, locale)).filter((name) => name.endsWith('.json'));
}

function messagesOf(locale: string, name: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(folder, locale, name), 'utf8'));
}

test('French and English have the same files, all loaded', () => {
  expect(namesOf('en')).toEqual(namesOf('fr'));
  const loader = textOf('src/messages/index.ts') ?? '';
  const files = ['fr', 'en'].flatMap((locale) => namesOf(locale).map((name) => `./${locale}/${name}`));
  expect(files.filter((file) => !loader.includes(`'${file}'`))).toEqual([]);
});

describe.each(namesOf('fr'))('%s', (name) => {
  const french = messagesOf('fr', name);
  const english = messagesOf('en', name);
  const module = path.basename(name, '.json');

  test('has the same keys in both languages, each beginning with the name of its file', () => {
    expect(Object.keys(english).toSorted()).toEqual(Object.keys(french).toSorted());
    expect(Object.keys(french).filter((key) => !key.startsWith(`${module}.`))).toEqual([]);
  });

  test('has the same placeholders in both languages', () => {
    const placeholders = (messages: Record<string, string>, locale: string) =>
      Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, placeholdersOf(text, locale)]));
    expect(placeholders(english, 'en')).toEqual(placeholders(french, 'fr'));
  });

  test('leaves no text empty', () => {
    const empty = [french, english].flatMap((messages) =>
      Object.keys(messages).filter((key) => messages[key]?.trim() === ''),
    );
    expect(empty).toEqual([]);
  });

  test('keeps French typography', () => {
    const problems = Object.entries(french).flatMap(([key, text]) =>
      frenchProblems(text).map((problem) => `${key}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });
});

test('every message is used', () => {
  const isSource = (file: string) =>
    /^(src|bin)\/.*\.(ts|js|svelte)$/.test(file) && !file.endsWith('.test.ts');
  const source = projectFiles()
    .filter(isSource)
    .map((file) => textOf(file))
    .join('\n');
  const uses = keyUsesIn(source);
  const keys = namesOf('fr').flatMap((name) => Object.keys(messagesOf('fr', name)));
  expect(keys.filter((key) => !isUsed(key, uses))).toEqual([]);
});

describe('French typography', () => {
  test.each([
    ["l'eau", /write ’/],
    ["l'{name}", /write ’/],
    ['Bonjour !', /"\s!"/],
    ['Bonjour!', /"r!"/],
    ['Source: la mairie', /"e:"/],
    ['Vraiment ?', /"\s\?"/],
    ['« oui »', /"«\s"/],
    ['{count, plural, one {# avis !} other {# avis !}}', /"\s!"/],
    ['{name}: oui', /"X:"/],
  ])('refuses %s', (text, problem) => {
    expect(frenchProblems(text).join(' ')).toMatch(problem);
  });

  test.each([
    'l’eau',
    'Bonjour\u00A0!',
    'Quoi\u202F?!',
    '«\u00A0oui\u00A0»',
    '{name}\u00A0: oui',
    'Voir https://exemple.org/a?b=c',
    'Elle commence par http:// ou https://',
    'À 10:30',
    'Les adresses /pratiques?theme=eau se partagent',
    '{count, plural, one {# avis} other {# avis}}',
  ])('accepts %s', (text) => {
    expect(frenchProblems(text)).toEqual([]);
  });
});

describe('placeholders', () => {
  test('two languages may count differently, but neither rename nor retype a value', () => {
    const french = '{count, plural, =0 {Rien} one {# avis} other {# avis}} de {name}';
    expect(placeholdersOf('{name}: {count, plural, one {# view} other {# views}}', 'en')).toEqual(
      placeholdersOf(french, 'fr'),
    );
    expect(placeholdersOf('{count} views by {name}', 'en')).not.toEqual(placeholdersOf(french, 'fr'));
    expect(placeholdersOf('{count, plural, other {# by {who}}}', 'en')).not.toEqual(
      placeholdersOf(french, 'fr'),
    );
  });
});

describe('use of keys', () => {
  const uses = keyUsesIn(
    "t('app.name'); t(`records.kind.${kind}`); const errors = 'records.error.'; const all = `app.${x}`;",
  );

  test.each(['app.name', 'records.kind.practice', 'records.error.too-late'])('%s is used', (key) => {
    expect(isUsed(key, uses)).toBe(true);
  });

  test.each(['app.title', 'records.visibility.public', 'records.kind.'])('%s is not used', (key) => {
    expect(isUsed(key, uses)).toBe(false);
  });
});
