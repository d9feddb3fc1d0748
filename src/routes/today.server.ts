/** The day it is on the territory, as `YYYY-MM-DD`. */
export function today({ context, territory }: Pick<App.Locals, 'context' | 'territory'>): string {
  // Swedish writes days the ISO way.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: territory.timeZone }).format(context.clock.now());
}
