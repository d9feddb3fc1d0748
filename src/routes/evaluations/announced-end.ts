import type { PageTools } from '../page-tools.ts';

/** A day without hour, such as an announced end, in words. */
function dayInWords({ day }: Pick<PageTools, 'day'>, date: string): string {
  // Noon: the same day in every time zone of the territories there are.
  return day(new Date(`${date}T12:00:00Z`));
}

/** Until when answers are awaited, and which day was announced before; empty when none is. */
export function announcedEnd(
  tools: Pick<PageTools, 't' | 'day'>,
  { closesOn, firstClosesOn }: { closesOn: string | null; firstClosesOn: string | null },
): string {
  if (closesOn === null) return '';
  const until = tools.t('evaluation.page.closes-on', { date: dayInWords(tools, closesOn) });
  if (firstClosesOn === null || firstClosesOn === closesOn) return until;
  const moved = tools.t('evaluation.page.moved-from', { date: dayInWords(tools, firstClosesOn) });
  return `${until} ${moved}`;
}
