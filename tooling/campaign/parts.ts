import { killAgainAndAgain } from './kills.ts';
import { raceForOneFolder } from './one-server.ts';
import { cutPowerAgainAndAgain } from './power-cuts.ts';
import { type OwnServer, openOwnServer } from './support/own-database.ts';
import { restoreElsewhere } from './restore.ts';
import { sickenTheDisk } from './sick-disk.ts';
import { type Line, notTried } from './support/report.ts';

/** What to run on, and how much of it. */
export interface Campaign {
  isQuick: boolean;
  /** A PostgreSQL of one's own, on this machine; the embedded one when absent. */
  databaseUrl: string | undefined;
  /** What starts that PostgreSQL after it was killed. */
  startCommand: string | undefined;
}

interface Part {
  title: string;
  run(campaign: Campaign): Promise<Line[]>;
}

const partNames = ['kills', 'power-cuts', 'sick-disk', 'one-server', 'restore'] as const;
export type PartName = (typeof partNames)[number];

export const parts: Record<PartName, Part> = {
  kills: {
    title: 'Kills',
    async run(campaign) {
      const size = campaign.isQuick
        ? { kills: 12, writers: 20, acknowledged: 100 }
        : { kills: 200, writers: 20, acknowledged: 1000 };
      return killAgainAndAgain(size, await serverOf(campaign));
    },
  },
  'power-cuts': {
    title: 'Power cuts',
    run: onEmbedded(({ isQuick }) => cutPowerAgainAndAgain({ cuts: isQuick ? 3 : 20, writers: 20 })),
  },
  'sick-disk': {
    title: 'Sick and full disks',
    run: onEmbedded(({ isQuick }) => sickenTheDisk({ times: isQuick ? 1 : 3, writers: 20 })),
  },
  'one-server': {
    title: 'One server for one folder',
    run: onEmbedded(({ isQuick }) => raceForOneFolder({ rounds: isQuick ? 4 : 50, servers: 20 })),
  },
  restore: {
    title: 'Restore',
    async run(campaign) {
      return restoreElsewhere({ practices: campaign.isQuick ? 2000 : 100_000 }, await serverOf(campaign));
    },
  },
};

/** What is about the folder of the embedded PostgreSQL tells nothing about one of the host's own. */
function onEmbedded(run: (campaign: Campaign) => Promise<Line[]>): Part['run'] {
  return async (campaign) =>
    campaign.databaseUrl === undefined
      ? run(campaign)
      : [notTried('all of this part', 'it is about the embedded PostgreSQL, and DATABASE_URL names another')];
}

/** What the command line asks for; undefined when it is not understood. All parts when it names none. */
export function readOrder(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { parts: PartName[]; campaign: Campaign } | undefined {
  const named = args.filter((arg) => arg !== '--quick');
  const known = partNames.filter((name) => named.includes(name));
  if (known.length !== new Set(named).size) return undefined;
  return {
    parts: known.length > 0 ? known : [...partNames],
    campaign: {
      isQuick: args.includes('--quick'),
      databaseUrl: environment['DATABASE_URL'] || undefined,
      startCommand: environment['CAMPAIGN_DATABASE_START'] || undefined,
    },
  };
}

async function serverOf({ databaseUrl, startCommand }: Campaign): Promise<OwnServer | undefined> {
  return databaseUrl === undefined ? undefined : openOwnServer(databaseUrl, startCommand);
}
