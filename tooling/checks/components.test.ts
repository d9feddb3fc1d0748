import { expect, test } from 'vitest';
import { html } from '#kernel/ui/ui-testing.ts';
import { translators } from '#messages/index.ts';
import { chartSamples } from '../../src/routes/composants/chart-samples.ts';
import { componentNotes } from '../../src/routes/composants/component-notes.server.ts';
import { contentSamples } from '../../src/routes/composants/content-samples.ts';
import { formSamples } from '../../src/routes/composants/form-samples.ts';
import { recordSamples } from '../../src/routes/composants/record-samples.ts';
import { projectFiles, textOf } from '../support/project-files.ts';

const samples = [
  ...formSamples,
  ...contentSamples,
  ...chartSamples,
  ...recordSamples({
    t: translators.fr,
    locale: 'fr',
    href: (path) => path,
    signInTo: (address) => address,
    has: () => true,
    langOf: (language) => (language === 'fr' ? undefined : language),
    day: () => 'un jour',
    moment: () => 'un moment',
    time: () => '14:05',
    ago: () => 'il y a 3 mois',
  }),
];

const notes = await componentNotes();

const texts = new Map(
  projectFiles()
    .filter((file) => file.startsWith('src/') && file.endsWith('.svelte'))
    .map((file) => [file, textOf(file) ?? '']),
);

/** What stands around the samples: the page shows it by being a page. */
const frame = ['kernel/ui/PageShell', 'kernel/ui/PageHeader'];

/** A module's component that so many pages use is one for all; the page that a form is made for shows the others. */
const manyUsers = 3;

function isToShow(component: string): boolean {
  if (component.startsWith('kernel/ui/')) return !frame.includes(component);
  if (component.endsWith('Page')) return false;
  const folder = `src/${component.slice(0, component.lastIndexOf('/') + 1)}`;
  const users = [...texts].filter(
    ([file, text]) => !file.startsWith(folder) && text.includes(`'#${component}.svelte'`),
  );
  return users.length >= manyUsers;
}

test('/composants shows every component of the kit, and those that several pages share', () => {
  const wanted = Object.keys(notes).filter(isToShow);
  const shown = samples.map(({ file }) => file);
  // What is missing is to be added to a file of samples in src/routes/composants.
  expect(wanted.filter((name) => !shown.includes(name))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(40);
});

test.each([...samples.map(({ file }) => file), ...frame])(
  '%s begins with what it is for, how it is accessible, and which criteria it answers',
  (file) => {
    expect(notes[file]).toMatch(/(Accessibility: |Decorative).* RGAA 4\.1: \d+\.\d+(, \d+\.\d+)*\.$/);
  },
);

test.each(samples.map((sample) => [sample.file, sample] as const))(
  '%s can be shown in each of its states',
  (_, { component, states }) => {
    expect(states.length).toBeGreaterThan(0);
    for (const { props } of states) html(component as never, props);
  },
);
