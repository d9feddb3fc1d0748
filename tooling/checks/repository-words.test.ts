import { describe, expect, test } from 'vitest';
import { projectFiles, textOf } from '../support/project-files.ts';
import { forbiddenNamesIn, forbiddenWordsOf, machinePathsIn } from './word-rules.ts';

const moduleCode = /^src\/modules\/.*\.(ts|svelte)$/;

test('no file names a folder of one machine', () => {
  expect(projectFiles().flatMap((file) => machinePathsIn(file, textOf(file) ?? ''))).toEqual([]);
});

describe('docs/glossary.md', () => {
  const forbidden = forbiddenWordsOf(textOf('docs/glossary.md') ?? '');

  test('forbids some synonyms', () => {
    expect(forbidden).not.toEqual([]);
  });

  test('is followed by the types and files of the modules', () => {
    const files = projectFiles().filter((file) => moduleCode.test(file));
    expect(files.flatMap((file) => forbiddenNamesIn(file, textOf(file) ?? '', forbidden))).toEqual([]);
  });
});

describe('folders of one machine', () => {
  const home = ['', 'home', 'camille', 'entrelacs'].join('/');
  const root = ['', 'root', '.npmrc'].join('/');

  test.each([home, `see ${root}`, `"${['', 'work', 'main'].join('/')}"`])('%s is found', (text) => {
    expect(machinePathsIn('a.md', text)).toHaveLength(1);
  });

  test.each([`https://exemple.org${home}`, './root/a', 'src/work/a.ts', '/travail', 'the plant/rooted'])(
    '%s is left alone',
    (text) => {
      expect(machinePathsIn('a.md', text)).toEqual([]);
    },
  );
});

describe('forbidden synonyms', () => {
  const forbidden = forbiddenWordsOf(`
| French term | Identifier | Definition | Source | Forbidden synonyms |
| --- | --- | --- | --- | --- |
| frein | \`Brake\` | What holds back. | DOMINO | \`Barrier\`, obstacle |
| plan d’action | \`ActionPlan\` | Actions together. | DOMINO | road map, programme alone, points, stake |
| enjeu | \`Stake\` (kinds) | What is at play. | DOMINO | « défi » |

| Other table | Remark |
| --- | --- |
| a | Label |
`);

  test.each([
    ['a type', 'src/modules/knowledge/a.ts', 'export interface Barrier { id: string }', 'Brake'],
    ['a plural', 'src/modules/knowledge/a.ts', 'type Obstacles = string[];', 'Brake'],
    ['a class of two words', 'src/modules/action-plans/a.ts', 'export class RoadMap {}', 'ActionPlan'],
    ['a file', 'src/modules/knowledge/barrier-store.server.ts', '', 'Brake'],
    ['a component', 'src/modules/knowledge/ui/Barriers.svelte', '<p>a</p>', 'Brake'],
    [
      'a type in a component',
      'src/kernel/ui/A.svelte',
      '<script lang="ts">\ntype Barrier = 1;\n</script>',
      'Brake',
    ],
  ])('%s is found', (_, file, text, insteadOf) => {
    const found = forbiddenNamesIn(file, text, forbidden);
    expect(found).toEqual([expect.stringContaining(`is called ${insteadOf} in docs/glossary.md`)]);
  });

  test.each([
    ['the word of the glossary', 'export interface Brake { id: string }'],
    ['the word of another row', 'export interface Stake { id: string }'],
    ['a word that is forbidden only in a sense', 'export interface Programme { id: string }'],
    ['the singular of a forbidden plural', 'export interface Point { lng: number }'],
    ['an ordinary word', 'export const obstacle = sync.barrier; // obstacle'],
    ['the last column of another table', 'interface Label { id: string }'],
  ])('%s is left alone', (_, text) => {
    expect(forbiddenNamesIn('src/modules/knowledge/a.ts', text, forbidden)).toEqual([]);
  });
});
