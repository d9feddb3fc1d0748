import type { Actor, Context } from '#kernel/context.ts';
import { onDay } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';

/** Something that somebody did one day, in a demonstration. */
export interface Step {
  /** `YYYY-MM-DD` */
  on: string;
  /** Id of a person of the demonstration. */
  by: string;
  play(context: Context): Promise<void>;
}

/** What happens on one day happens so many minutes apart. */
const minutesApart = 23;
/** Days begin at various moments, up to so many minutes later: nobody writes at the same time every day. */
const latestStart = 540;

/**
 * Plays steps in the order of their days, each as the person it names and at a moment of its day; those of one day in the
 * order given. So the journal tells the demonstration as if it had been lived.
 */
export async function playSteps(
  context: Context,
  people: ReadonlyMap<string, Actor>,
  steps: readonly Step[],
): Promise<void> {
  const byDay = Map.groupBy(steps, ({ on }) => on);
  for (const day of [...byDay.keys()].toSorted()) {
    for (const [place, { by, play }] of (byDay.get(day) ?? []).entries()) {
      const minutes = startOf(day) + place * minutesApart;
      await play({ ...onDay(context, day, minutes), actor: known(people, by) });
    }
  }
}

/** Minutes after the beginning of a day, the same for one day each time, and far from those of its neighbours. */
function startOf(day: string): number {
  return ((Date.parse(day) / 86_400_000) * 97) % latestStart;
}

/** Ids of the records of a demonstration by the names its files give them; filled as it plays. */
export type Named = Map<string, Id>;

/** @throws Error when nothing has that name, or not yet */
export function known<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value === undefined) throw new Error(`The demonstration names “${name}”, which is not there`);
  return value;
}
