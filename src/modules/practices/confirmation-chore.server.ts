import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import type { Locale } from '#kernel/translate.ts';
import { readConfirmAfter } from '#modules/territories/index.server.ts';
import { askWhoCan } from './ask-confirmation.server.ts';

/** Practices asked about in one night: an inventory that was never confirmed is gone through little by little. */
const mostEachNight = 100;

interface ConfirmationServices extends Pick<Context, 'db' | 'clock' | 'jobs' | 'memory' | 'origin'> {
  /** False while there is no mail server: nobody is asked by themselves what they would read weeks later. */
  mailLeaves: boolean;
  localPath: (locale: Locale, path: string) => string;
}

/** Each night, where a territory wishes it, people are asked about what nobody confirmed for that many months. */
export function confirmationChore({ mailLeaves, localPath, ...services }: ConfirmationServices): DailyChore {
  return {
    name: 'ask-confirmations',
    async run(territoryId) {
      const { months, ...territory } = await readConfirmAfter(services.db, territoryId);
      if (months === null || !mailLeaves) return;
      const before = new Date(services.clock.now());
      before.setUTCMonth(before.getUTCMonth() - months);
      // Nobody asks: what they may ask about is what everyone sees.
      const context: Context = { ...services, territoryId, actor: { personId: null, role: 'visitor' } };
      const filters = { confirmed_before: dayOf(before, territory.timeZone) };
      await askWhoCan(context, filters, { post: { territory, localPath }, limit: mostEachNight });
    },
  };
}
