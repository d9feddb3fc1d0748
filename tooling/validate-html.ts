import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { err, ok, type Result } from '#kernel/result.ts';

export interface HtmlDocument {
  /** Where the document was served: it names the document in the messages. */
  url: string;
  html: string;
}

export interface HtmlMessage {
  url: string;
  severity: 'error' | 'warning';
  /** Counted from 1; null when the message is about the whole document. */
  line: number | null;
  column: number | null;
  text: string;
  /** The markup around the fault. */
  extract: string;
}

const checker = fileURLToPath(import.meta.resolve('vnu-jar/build/dist/vnu.jar'));

/** Everything but files and the settings of Java itself. `--skip-info-messages` leaves out notes on style only. */
const checkerOptions = [
  '--format',
  'json',
  '--exit-zero-always',
  '--stdout',
  '--no-langdetect',
  '--skip-info-messages',
];

/**
 * Checks documents with the Nu Html Checker, all in one run, without network.
 *
 * @returns the errors and warnings of all documents, in their order; `java-missing` where no Java 17 or newer runs
 * @throws when the checker itself fails
 */
export async function validateHtml(
  documents: readonly HtmlDocument[],
): Promise<Result<HtmlMessage[], { code: 'java-missing' }>> {
  if (documents.length === 0) return ok([]);
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-html-'));
  try {
    const files = documents.map((_, index) => path.join(folder, `${index}.html`));
    await Promise.all(documents.map(({ html }, index) => writeFile(files[index] ?? '', html)));
    const output = await runChecker(files);
    return output === null ? err({ code: 'java-missing' }) : ok(messagesIn(output, documents));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The checker's report; null without a Java that can run it. */
async function runChecker(files: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(
      'java',
      ['-Xss1m', '-jar', checker, ...checkerOptions, ...files],
      {
        maxBuffer: 2 ** 28,
      },
    );
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string | number; stderr?: string };
    if (code === 'ENOENT' || stderr.includes('UnsupportedClassVersionError')) return null;
    throw error;
  }
}

interface CheckerMessage {
  type: string;
  url: string;
  lastLine?: number;
  firstColumn?: number;
  message: string;
  extract?: string;
}

function messagesIn(output: string, documents: readonly HtmlDocument[]): HtmlMessage[] {
  const { messages } = JSON.parse(output) as { messages: CheckerMessage[] };
  const located = messages.map((found) => ({ found, index: Number(path.basename(found.url, '.html')) }));
  return located
    .toSorted((a, b) => a.index - b.index)
    .map(({ found, index }) => ({
      url: documents[index]?.url ?? found.url,
      severity: found.type === 'info' ? 'warning' : 'error',
      line: found.lastLine ?? null,
      column: found.firstColumn ?? null,
      text: found.message,
      extract: found.extract ?? '',
    }));
}
