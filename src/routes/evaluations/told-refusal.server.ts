import { refuse } from '../refusal.server.ts';

type Whole = 'not-found' | 'not-allowed';

/** A refusal that the page tells beside its form. What is not there, or not allowed, ends the request instead. */
export function toldRefusal<Code extends string>(code: Code): Exclude<Code, Whole> {
  if (code === 'not-found' || code === 'not-allowed') return refuse(code);
  return code as Exclude<Code, Whole>;
}
