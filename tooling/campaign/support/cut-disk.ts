import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterwards, assertGoingOn } from './cleanup.ts';
import { endThoseIn } from './processes.ts';
import { hasTool, runTool } from './run-tool.ts';

/**
 * A disk whose power can be cut. It is a file system in a file, which lies on another file system in a file: the outer one
 * plays the drive with its cache, the inner one is what the instance works on. The cut is ext4's own `shutdown`, which stops
 * the outer one between two writes: whatever was not flushed through both is gone, as it is from the cache of a drive.
 */
export interface CutDisk {
  /** Where the inner file system is mounted. */
  folder: string;
  /** From this moment nothing reaches the disk any more; writing and flushing fail. */
  cutPower(): Promise<void>;
  /** Mounts what is left, after everything that used the disk has ended. Both journals are replayed. */
  comeBack(): Promise<void>;
}

/** Bytes of the disk, and of what it lies on. */
const megabytes = { inner: 640, outer: 1000 };

/** FS_IOC_SHUTDOWN of linux/fs.h, _IOR('X', 125, __u32), with EXT4_GOING_FLAGS_NOLOGFLUSH: not even the journal is flushed. */
const shutdown =
  'open(F, "<", $ARGV[0]) or die "$!"; my $f = pack("L", 2); ioctl(F, 0x8004587d, $f) or die "$!"';

const tools = ['mkfs.ext4', 'mount', 'umount', 'perl', 'dd'];

/** Why this machine has no such disk, in words; undefined when it has. */
export async function whyNoCutDisk(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'mounting needs root';
  for (const tool of tools) if (!(await hasTool(tool))) return `${tool} is not installed`;
  return undefined;
}

/** Makes one below `folder`; unmounted afterwards. Rejects where mounting a file (`mount -o loop`) is not allowed. */
export async function makeCutDisk(folder: string): Promise<CutDisk> {
  const outer = path.join(folder, 'outer');
  const inner = path.join(folder, 'disk');
  const image = path.join(outer, 'disk.img');
  await Promise.all([mkdir(outer), mkdir(inner)]);
  await runTool('truncate', '-s', `${megabytes.outer}M`, `${outer}.img`);
  await runTool('mkfs.ext4', '-q', `${outer}.img`);
  await mount(`${outer}.img`, outer);
  afterwards(() => unmount(outer));
  // Written once in full, as a drive is: no block is still to be found for it.
  await runTool('dd', 'if=/dev/zero', `of=${image}`, 'bs=1M', `count=${megabytes.inner}`, 'status=none');
  await runTool('mkfs.ext4', '-q', image);
  await runTool('sync', '-f', outer);
  await mount(image, inner);
  afterwards(async () => {
    await endThoseIn(inner);
    await unmount(inner);
  });
  return {
    folder: inner,
    cutPower: async () => void (await runTool('perl', '-e', shutdown, outer)),
    async comeBack() {
      await endThoseIn(inner);
      await unmount(inner);
      await unmount(outer);
      await mount(`${outer}.img`, outer);
      await mount(image, inner);
    },
  };
}

async function mount(image: string, folder: string): Promise<void> {
  assertGoingOn();
  await runTool('mount', '-o', 'loop', image, folder);
}

/** What is not mounted is as good. */
async function unmount(folder: string): Promise<void> {
  const isMounted = await runTool('mountpoint', '-q', folder).then(
    () => true,
    () => false,
  );
  if (!isMounted) return;
  // What was just killed may hold it for another moment.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runTool('umount', folder);
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await wait(100);
    }
  }
}
