import ts from 'typescript';

/** Folders of somebody's machine, in parts so that this file does not hold what it looks for. */
const machineFolders = ['work', 'root', 'home/[a-z]', 'Users/[A-Za-z]'].join('|');
const machinePath = new RegExp(`(?<![\\w.~$}\\])*-])/(?:${machineFolders})[\\w.-]*/?`);

/** The lines of a text that name a folder of somebody's machine. */
export function machinePathsIn(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = machinePath.exec(line);
    return found ? [`${file}:${index + 1} names a folder of one machine: ${found[0]}`] : [];
  });
}

/** A word that the glossary forbids as the name of an idea, and the identifier of that idea. */
export interface ForbiddenWord {
  name: string;
  insteadOf: string;
}

/**
 * The forbidden synonyms of a glossary: the last column of each table whose last heading speaks of synonyms,
 * separated by commas; the identifier to use stands in the second column. A synonym that is itself the identifier
 * of another idea is left out, and so is one with a remark, such as "label alone": only people can judge those.
 */
export function forbiddenWordsOf(glossary: string): ForbiddenWord[] {
  const rows = rowsOf(glossary).map((cells) => ({
    identifiers: [...(cells[1] ?? '').matchAll(/[A-Za-z]+/g)].map(([name]) => nameOf(name)),
    synonyms: (cells.at(-1) ?? '')
      .replaceAll('`', '')
      .split(/[,;]/)
      .map((synonym) => synonym.trim()),
  }));
  const identifiers = new Set(rows.flatMap((row) => row.identifiers));
  return rows.flatMap(({ identifiers: [insteadOf = ''], synonyms }) =>
    synonyms
      .filter((synonym) => /^[A-Za-z][A-Za-z -]*$/.test(synonym) && !/ (alone|as) ?/.test(synonym))
      .map(nameOf)
      .filter((name) => !identifiers.has(name))
      .map((name) => ({ name, insteadOf })),
  );
}

function rowsOf(glossary: string): string[][] {
  let applies = false;
  return glossary.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) applies = false;
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const isHeading = /synonym/i.test(cells.at(-1) ?? '');
    const isRow = applies && !isHeading && !/^[-:| ]+$/.test(line);
    applies ||= isHeading;
    return isRow ? [cells] : [];
  });
}

/** `quick win`, `quick-win` and `QuickWin` are one name: QuickWin. */
function nameOf(words: string): string {
  return words.replaceAll(/(?:^|[ -])([a-z])/gi, (_, letter: string) => letter.toUpperCase());
}

/**
 * The ideas a file of a module names against the glossary: its types, and the file itself. Everywhere else a
 * forbidden synonym is an ordinary word, such as the `type` of a form field.
 */
export function forbiddenNamesIn(file: string, text: string, forbidden: readonly ForbiddenWord[]): string[] {
  const ownName = nameOf(file.replace(/^.*\//, '').replace(/(-store)?(\.server)?(\.test)?\.[a-z]+$/, ''));
  return [...scriptsOf(file, text).flatMap(typeNames), ownName].flatMap((name) => {
    // `barrier` forbids Barriers too, but `points` leaves the Point of a map alone.
    const broken = forbidden.find((word) => [word.name, `${word.name}s`].includes(nameOf(name)));
    return broken ? [`${file}: "${name}" is called ${broken.insteadOf} in docs/glossary.md`] : [];
  });
}

function scriptsOf(file: string, text: string): string[] {
  if (!file.endsWith('.svelte')) return [text];
  const scripts = text.matchAll(/<script[^>]*>(?<script>[^]*?)<\/script>/g);
  return [...scripts].map((found) => found.groups?.['script'] ?? '');
}

function typeNames(script: string): string[] {
  const { statements } = ts.createSourceFile('script.ts', script, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return isType || ts.isClassDeclaration(statement) ? (statement.name?.text ?? []) : [];
  });
}
