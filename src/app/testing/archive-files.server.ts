import path from 'node:path';
import { Readable } from 'node:stream';
import { openArchive } from '#kernel/archive/open-archive.server.ts';
import { writeArchive } from '#kernel/archive/write-archive.server.ts';

export async function entriesOf(file: string): Promise<Map<string, string>> {
  const opened = await openArchive(file);
  if (!opened.ok) throw new Error('The archive is not readable');
  const archive = opened.value;
  const entries = new Map<string, string>();
  for (const name of archive.names) {
    const bytes = await archive.readSmall(name, 100_000_000);
    entries.set(name, bytes.toString(name.startsWith('files/') ? 'hex' : 'utf8'));
  }
  archive.close();
  return entries;
}

/** The same archive with some of its parts changed, and sums that say so: what someone could make who means harm. */
export async function remade(
  full: string,
  changes: Record<string, (text: string) => string>,
): Promise<string> {
  const file = path.join(path.dirname(full), `${Math.random().toString(36).slice(2)}.zip`);
  const entries = await entriesOf(full);
  const manifest = JSON.parse(entries.get('manifest.json') ?? '') as { parts: { file: string }[] };
  await writeArchive(file, { replace: true, mode: 0o600 }, async (archive) => {
    for (const [name, text] of entries) {
      if (name === 'manifest.json') continue;
      const encoding = name.startsWith('files/') ? 'hex' : 'utf8';
      const bytes = Buffer.from((changes[name] ?? String)(text), encoding);
      const measure = await archive.add(name, Readable.from([bytes]));
      manifest.parts = manifest.parts.map((part) => (part.file === name ? { file: name, ...measure } : part));
    }
    const told = (changes['manifest.json'] ?? String)(JSON.stringify(manifest));
    await archive.add('manifest.json', Readable.from([Buffer.from(told)]));
  });
  return file;
}

/** The archive as an earlier version wrote it, each session about one practice: parts that came later are not there, nor are their columns. */
export function asWrittenBefore(full: string, practiceId: string): Promise<string> {
  const later = ['subjects', 'collective-answers', 'priorities', 'consultations', 'decisions', 'proposals'];
  const without = (text: string, ...columns: string[]) =>
    text.replaceAll(/^.+$/gm, (line) => {
      const row = JSON.parse(line) as Record<string, unknown>;
      for (const column of columns) delete row[column];
      return JSON.stringify(row);
    });
  return remade(full, {
    'data/evaluations.jsonl': (text) =>
      without(text, 'repeats_id').replaceAll('{"record_id"', `{"practice_id":"${practiceId}","record_id"`),
    'data/colleges.jsonl': (text) => without(text, 'least'),
    'data/practices.jsonl': (text) => without(text, 'fields'),
    'data/framework-versions.jsonl': (text) => without(text, 'retired_at'),
    'manifest.json': (told) => {
      const manifest = JSON.parse(told) as { parts: { file: string }[] };
      const gone = [...later, 'own-lists', 'own-fields'].map((name) => `data/${name}.jsonl`);
      return JSON.stringify({
        ...manifest,
        parts: manifest.parts.filter(({ file }) => !gone.includes(file)),
      });
    },
  });
}
