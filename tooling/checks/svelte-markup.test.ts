import { describe, expect, test } from 'vitest';
import { markupProblems } from '../lint/judge-markup.ts';
import { projectFiles, textOf } from '../support/project-files.ts';

const page = 'src/routes/pratiques/+page.svelte';

describe('the markup of components', () => {
  const components = projectFiles().filter((file) => file.startsWith('src/') && file.endsWith('.svelte'));

  test('obeys the rules of the project', () => {
    const problems = components.flatMap((file) => markupProblems(file, textOf(file) ?? ''));
    expect(problems).toEqual([]);
  });
});

describe('a planted fault in markup is refused', () => {
  test.each([
    ['an inline style', '<p style="color: red">a</p>', /No inline style/],
    ['a computed style', '<p style={colour}>a</p>', /No inline style/],
    ['a style directive', '<p style:color={colour}>a</p>', /No inline style/],
    ['a style inside of a block', '{#if a}<Card><p style="top: 0">a</p></Card>{/if}', /No inline style/],
    ['a style given to a component', '<Card style="top: 0" />', /No inline style/],
    ['inserted HTML', '{@html text}', /RichText/],
    [
      'a script of another site',
      '<svelte:head><script src="//example.org/a.js"></script></svelte:head>',
      /No script in the markup/,
    ],
    [
      'a script with an address and words',
      '<svelte:head><script src="/a.js">go()</script></svelte:head>',
      /No script in the markup/,
    ],
    ['a script', '<svelte:head><script>go()</script></svelte:head>', /No script in the markup/],
    ['a handler written as text', '<button onclick="go()">a</button>', /onclick=\{function\}/],
    ['the present moment', '<p>{Date.now()}</p>', /hidden input/],
    ['the present as a date', '<p>{format(new Date())}</p>', /hidden input/],
    [
      'a request to another server',
      '<button onclick={() => fetch("https://example.org")}>a</button>',
      /guarded client/,
    ],
    ['an import', '{#await import("./Map.svelte") then map}{map}{/await}', /No import in the markup/],
  ])('%s', (_, source, message) => {
    const problems = markupProblems(page, source);
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });

  test('names the line', () => {
    expect(markupProblems(page, '<h1>a</h1>\n\n<p style="top: 0">a</p>')).toMatchObject([
      { file: page, line: 3 },
    ]);
  });
});

describe('the legal twin is accepted', () => {
  test.each([
    ['a class', '<p class="warm">a</p>', page],
    [
      'a script of ours by its address',
      '<svelte:head><script src="/a.js" defer></script></svelte:head>',
      page,
    ],
    ['inserted HTML in the component for rich text', '{@html html}', 'src/kernel/ui/RichText.svelte'],
    ['a handler written as a function', '<button onclick={go}>a</button>', page],
    ['a given date', '<p>{format(new Date(practice.changedAt))}</p>', page],
    [
      'a request to our own server',
      '<button onclick={() => fetch(`/api/v1/practices?q=${q}`)}>a</button>',
      page,
    ],
    ['a style sheet of the component', '<p>a</p><style>p { color: red }</style>', page],
  ])('%s', (_, source, file) => {
    expect(markupProblems(file, source)).toEqual([]);
  });
});
