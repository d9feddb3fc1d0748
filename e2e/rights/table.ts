import { type Expectation, nameOf } from './expectation.ts';
import { type Rule, askers } from './rule.ts';

const introduction = `# Who may do what

Written by \`npx node e2e/rights/write-table.ts\` from \`e2e/rights/expectations.ts\`, where each page, endpoint and form has its
line. \`e2e/rights.test.ts\` asks a running site for all of it, as each of these people, about something in each of these
states, and fails when an answer is another one; \`tooling/checks/rights.test.ts\` fails when something can be asked that
has no line.

- **visitor**: nobody signed in. **neighbour**: owner of another territory of the same site, a contributor here as whoever
  signs in. **removed**: taken off this territory, with a session that is still open.
- **yes**: it is done. **no**: it is refused, or one is asked to sign in first. **404**: there is nothing there, said
  exactly as of what never existed. **410**: there no longer is. A dash: there is no such
  thing, or it is not asked, as a limit would answer.
- **own** is of who asks, **other** of someone else, **elsewhere** on the other territory; all public unless said otherwise.

`;

/** The whole table, in Markdown as the formatter leaves it once it has seen it. */
export function tableOf(expectations: readonly Expectation[]): string {
  const rules = [...new Set(expectations.map(({ rule }) => rule))];
  const asked = expectations.map((one) => `- \`${nameOf(one)}\`${aboutOf(one)}: ${one.rule.name}\n`);
  return [introduction, '## What can be asked\n\n', ...asked, '\n## Rules\n', ...rules.map(sectionOf)].join(
    '',
  );
}

function aboutOf({ about }: Expectation): string {
  return about === 'nothing' ? '' : ` (${about})`;
}

function sectionOf({ name, rows }: Rule): string {
  const cells = rows.map(({ state, outcomes }) => [state, ...askers.map((asker) => outcomes[asker] ?? '-')]);
  return `\n### ${name[0]?.toUpperCase()}${name.slice(1)}\n\n${table(['', ...askers], cells)}`;
}

function table(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
