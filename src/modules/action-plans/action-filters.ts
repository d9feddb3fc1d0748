import { z } from 'zod';
import { storableLine } from '#kernel/storable-text.ts';
import { type AskedTopics, readAskedTopics } from '#modules/records/index.ts';
import { type ActionStatus, actionStatuses } from './action.ts';

const shortId = z.string().regex(/^[0-9a-z]{8}$/);

const shapes = {
  q: z.string().transform(storableLine).pipe(z.string().min(1).max(200)),
  status: z.enum(actionStatuses),
  /** Short ids of a lever and of an evaluation the actions are linked to. */
  lever: shortId,
  evaluation: shortId,
  page: z.coerce.number().int().min(1).max(10_000),
};
export type ActionFilterName = keyof typeof shapes;

export interface ActionFilters extends AskedTopics {
  q?: string;
  status?: ActionStatus;
  lever?: string;
  evaluation?: string;
}

export interface ActionQuery {
  filters: ActionFilters;
  page: number;
}

/**
 * Reads the query of an address. Empty values, as a form sends them, count as absent; a value that is not understood is
 * left aside and named, rather than answering a person with an error.
 */
export function readActionQuery(params: URLSearchParams): {
  query: ActionQuery;
  ignored: ActionFilterName[];
} {
  const ignored: ActionFilterName[] = [];
  const read = <Name extends ActionFilterName>(name: Name): z.output<(typeof shapes)[Name]> | undefined => {
    const typed = params.get(name) ?? '';
    if (typed.trim() === '') return undefined;
    const value = shapes[name].safeParse(typed);
    if (value.success) return value.data as z.output<(typeof shapes)[Name]>;
    ignored.push(name);
    return undefined;
  };
  const [q, status, lever, evaluation] = [read('q'), read('status'), read('lever'), read('evaluation')];
  const filters: ActionFilters = {
    ...readAskedTopics(params),
    ...(q !== undefined && { q }),
    ...(status !== undefined && { status }),
    ...(lever !== undefined && { lever }),
    ...(evaluation !== undefined && { evaluation }),
  };
  return { query: { filters, page: read('page') ?? 1 }, ignored };
}
