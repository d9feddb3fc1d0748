import type { SentFile } from '#modules/records/index.server.ts';

/** What a form holds beside its file: names of fields, boundaries. In bytes. */
const around = 16 * 1024;

/** Longest names a file may come with. */
const longestName = 1000;

/**
 * The file that a form sends in its field `name`. One whose form is announced as heavier than `limit` is let pass by
 * unread, so that the browser that sends it hears the answer, and nothing of it is kept in memory.
 *
 * @param limit in bytes
 */
export async function sentFile(
  request: Request,
  { name, limit }: { name: string; limit: number },
): Promise<SentFile> {
  const announced = Number(request.headers.get('content-length'));
  if (announced > limit + around) {
    await letPass(request);
    return { name: '', size: announced, bytes: () => Promise.reject(new Error('A file that was let pass')) };
  }
  return fileIn(await request.formData(), name);
}

/** The file that a form which was read holds in one of its fields; of no bytes when there is none. */
export function fileIn(form: FormData, name: string): SentFile {
  const file = form.get(name);
  if (!(file instanceof File)) return { name: '', size: 0, bytes: async () => new Uint8Array() };
  return {
    name: file.name.slice(0, longestName),
    size: file.size,
    bytes: async () => new Uint8Array(await file.arrayBuffer()),
  };
}

async function letPass(request: Request): Promise<void> {
  try {
    await request.body?.pipeTo(new WritableStream());
  } catch {
    // Beyond what the server takes at all, reading ends at once; what is left passes by once it has answered.
  }
}
