import { expect, it } from 'vitest';
import { linkPrinter } from './terminal-links.server.ts';

const ownMachine = { host: 'localhost', origin: 'http://localhost:3000', smtpUrl: undefined };
const unsent = {
  recipient: 'anne@exemple.test',
  subject: 'Publiez « \u001b[2J\u009b31mJardin\r\nhttp://mechant.test »',
  link: 'http://localhost:3000/pratiques/proposition/abc.def',
};

/** What a terminal, or a file, was given. */
function output(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) > 0 };
}

it.each([
  ['fr', /^\nPour anne@exemple\.test – /],
  ['en', /^\nFor anne@exemple\.test – /],
] as const)('writes a link and whom it is for in the terminal of its own machine (%s)', (locale, start) => {
  const terminal = output(true);
  linkPrinter({ configuration: ownMachine, output: terminal, locale })?.(unsent);
  const [text = ''] = terminal.written;
  expect(text).toMatch(start);
  expect(text.endsWith(`\n${unsent.link}\n`)).toBe(true);
});

it('lets no title that someone typed move the cursor, nor begin a line', () => {
  const terminal = output(true);
  linkPrinter({ configuration: ownMachine, output: terminal, locale: 'fr' })?.(unsent);
  const lines = String(terminal.written[0]).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
});

it.each(['localhost', '127.0.0.1', '::1'])('counts %s as its own machine', (host) => {
  expect(
    linkPrinter({ configuration: { ...ownMachine, host }, output: output(true), locale: 'fr' }),
  ).toBeTypeOf('function');
});

it.each([
  ['there is a mail server', { ...ownMachine, smtpUrl: 'smtp://127.0.0.1' }, true],
  ['the output is kept in a file or a journal', ownMachine, false],
  ['the site listens for everyone', { ...ownMachine, host: '0.0.0.0' }, true],
  ['the site listens for everyone (IPv6)', { ...ownMachine, host: '::' }, true],
  ['a name only looks like this machine', { ...ownMachine, host: 'localhost.exemple.fr' }, true],
  ['others come through a proxy', { ...ownMachine, origin: 'https://pratiques.exemple.fr' }, true],
])('writes nothing when %s', (_, configuration, isTTY) => {
  expect(linkPrinter({ configuration, output: output(isTTY), locale: 'fr' })).toBeUndefined();
});
