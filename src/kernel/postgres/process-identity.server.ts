import { chown, lchown, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from './file-error.ts';

/** The Unix account number and group a child process takes. */
export interface ProcessIdentity {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. No account has to exist for this number: it lies in 60578…61183, which neither
 * distributions nor systemd hand out (https://systemd.io/UIDS-GIDS/), and below 65536, all that most unprivileged
 * containers map.
 */
const dedicatedIdentity: ProcessIdentity = { uid: 60_928, gid: 60_928 };

function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The identity the server of a cluster takes when we are root: that of the folder's owner, so that it stays the same for
 * ever; the dedicated one when there is no cluster yet, or one restored by root.
 * Undefined for an ordinary user, and on Windows: the server then runs as ourselves.
 */
export async function identityOfServer(clusterFolder: string): Promise<ProcessIdentity | undefined> {
  if (!runsAsRoot()) return undefined;
  const owner = await ownerOf(clusterFolder);
  return owner.uid === 0 ? dedicatedIdentity : owner;
}

async function ownerOf(folder: string): Promise<ProcessIdentity> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return dedicatedIdentity;
    throw cause;
  }
}

/**
 * The identity that makes a new cluster when we are root: `initdb` insists on an account known by name, which the
 * dedicated number is not. It is borrowed for the second this takes; the files then change owner.
 */
export async function identityOfInitdb(): Promise<ProcessIdentity | undefined> {
  if (!runsAsRoot()) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  return accounts.find(({ name }) => name === 'nobody') ?? accounts[0] ?? dedicatedIdentity;
}

function parseAccounts(passwd: string): (ProcessIdentity & { name: string })[] {
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
}

/** Makes a folder and all it holds belong to an identity. */
export async function giveTree(folder: string, { uid, gid }: ProcessIdentity): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  await Promise.all(entries.map((entry) => lchown(path.join(folder, entry), uid, gid)));
  await chown(folder, uid, gid);
}
