import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictures } from '../support/guide-pictures.ts';
import { projectFiles, projectRoot, textOf } from '../support/project-files.ts';

/** In bytes: a guide is read on a telephone too. */
const heaviest = 70_000;

const guides = projectFiles().filter((file) => /^docs\/guide-[a-z]+\/.*\.md$/.test(file));

/** The pictures that the guides show, with the words that stand for each. */
const shown = guides.flatMap((guide) =>
  [...(textOf(guide) ?? '').matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words = '', file = '']) => ({
    words,
    file: path.posix.join(path.posix.dirname(guide), file),
  })),
);

describe('the pictures of the guides', () => {
  test('are those that can be taken anew', () => {
    const taken = pictures.map(({ file }) => `docs/${file}`);
    expect(taken).not.toEqual([]);
    expect(shown.map(({ file }) => file).toSorted()).toEqual(taken.toSorted());
    const kept = projectFiles().filter((file) => /^docs\/.*\.(webp|png|jpe?g|svg)$/.test(file));
    expect(kept).toEqual(taken.toSorted());
  });

  test('say in words what is seen, and load quickly', () => {
    for (const { words, file } of shown) {
      expect(words.length, `${file} needs words`).toBeGreaterThan(30);
      expect(statSync(path.join(projectRoot, file)).size, `${file} is heavy`).toBeLessThan(heaviest);
    }
  });
});
