import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { err, ok, type Result } from '#kernel/result.ts';
import { isSystemError } from './file-error.ts';
import { startErrorFrom, type PostgresStartError } from './postgres-start-error.ts';

/** Held as long as this process uses the data folder. The kernel takes it back when the process dies, however it dies. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

/** A database that is collected as garbage is closed, and its lock with it. */
const held = new Set<DatabaseSync>();

/** Competitors that hold the lock for an instant while they try for it must not make everyone lose. In milliseconds. */
const lockPatience = 500;

const pidReadAttempts = 20;
const pidReadPause = 50;

function lockFileOf(folder: string): string {
  return path.join(folder, 'server.lock');
}

/**
 * Makes the data folder when absent (0700) and takes it for this process alone.
 *
 * Node offers no file lock of its own; SQLite, which it contains, takes one that Linux, macOS and Windows release by
 * themselves, that no reused pid can fool, and that also holds between containers sharing the folder. The file stays
 * empty. This process must never open it otherwise while it holds it: POSIX drops the lock when any of them is closed.
 */
export async function lockDataFolder(folder: string): Promise<Result<DataFolderLock, PostgresStartError>> {
  const lockFile = lockFileOf(folder);
  const pidFile = path.join(folder, 'server.pid');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await makeWritableFile(lockFile);
    const database = takeExclusive(lockFile, lockPatience);
    if (database === undefined) return err({ code: 'data-folder-in-use', pid: await holderPid(pidFile) });
    held.add(database);
    await writeFile(pidFile, `${process.pid}\n`);
    return ok({
      async release() {
        await rm(pidFile, { force: true });
        database.close();
        held.delete(database);
      },
    });
  } catch (cause) {
    return err(startErrorFrom(cause, folder));
  }
}

/** Whether a process, perhaps this one, holds the data folder right now. Changes nothing. */
export async function isDataFolderHeld(folder: string): Promise<boolean> {
  const lockFile = lockFileOf(folder);
  const isThere = await access(lockFile, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  const database = takeExclusive(lockFile, 0);
  database?.close();
  return database === undefined;
}

/** SQLite opens a file it may not write for reading only, and then locks nothing: such a file is refused here. */
async function makeWritableFile(file: string): Promise<void> {
  try {
    await writeFile(file, '', { flag: 'ax', mode: 0o600 });
  } catch (cause) {
    if (!isSystemError(cause, 'EEXIST')) throw cause;
    await access(file, constants.W_OK);
  }
}

/** Undefined when another still holds it after `patience` milliseconds. */
function takeExclusive(file: string, patience: number): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === sqliteBusy) return undefined;
    throw cause;
  }
}

/** The pid of the process that holds the lock; it may still be about to write it. Undefined when it does not in time. */
async function holderPid(pidFile: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < pidReadAttempts; attempt += 1) {
    const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
    if (pid > 0 && isAlive(pid)) return pid;
    await wait(pidReadPause);
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return isSystemError(cause, 'EPERM');
  }
}
