/** Why the embedded PostgreSQL could not be started. `log` holds the last lines of the program that refused. */
export type PostgresStartError =
  | { code: 'data-folder-in-use'; pid: number | undefined }
  | { code: 'data-folder-not-writable'; path: string; cause: string }
  | { code: 'data-folder-damaged'; path: string }
  | { code: 'data-of-other-version'; found: string; expected: string }
  | { code: 'binaries-missing'; platform: string }
  | { code: 'binaries-unusable'; platform: string; log: string }
  | { code: 'start-failed'; log: string };

const writeRefusals = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG']);

/**
 * Translates an error of the file system. Anything else is a broken invariant and is thrown again.
 *
 * @param cause what was thrown
 * @param folder the data folder, named when the error itself names no path
 */
export function startErrorFrom(cause: unknown, folder: string): PostgresStartError {
  if (!(cause instanceof Error) || !('code' in cause) || !('syscall' in cause)) throw cause;
  // A refused change of identity, not a refused folder.
  if (String(cause.syscall).startsWith('spawn')) return { code: 'start-failed', log: cause.message };
  const path = 'path' in cause && typeof cause.path === 'string' ? cause.path : folder;
  if (writeRefusals.has(String(cause.code))) {
    return { code: 'data-folder-not-writable', path, cause: cause.message };
  }
  return { code: 'start-failed', log: cause.message };
}
