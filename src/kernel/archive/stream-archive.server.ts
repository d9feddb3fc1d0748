import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file of an archive, written when its turn comes. */
export interface StreamedFile {
  name: string;
  /** In pieces of text, UTF-8 in the archive. */
  content: () => AsyncIterable<string>;
}

/**
 * An archive (zip) as a stream, for whoever downloads it: nothing of it stands in memory or on disk. What a file throws
 * breaks the stream, so that half an archive is never taken for a whole one.
 */
export function streamArchive(files: readonly StreamedFile[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let current: Readable | undefined;
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => current?.destroy());
  for (const { name, content } of files) {
    zip.addReadStreamLazy(name, {}, (take) => {
      const stream = Readable.from(content());
      stream.on('error', (error) => output.destroy(error));
      current = stream;
      take(null, stream);
    });
  }
  zip.end();
  return output;
}
