/** A write that the product answered with success, and by what it is found again. */
export type Write =
  | { kind: 'created' | 'changed'; shortId: string; title: string }
  | { kind: 'commented'; commentId: string; text: string };

/** A write and when it was asked for and answered, in milliseconds of `performance.now()`. */
export type Acknowledged = Write & { askedAt: number; answeredAt: number };

/** How a request ended when it was not acknowledged. */
export type Failure =
  /** No answer: the connection was refused or cut, so nobody knows whether it was done. */
  | 'unanswered'
  /** No answer for so long that people would give up. */
  | 'hung'
  /** A 5xx: the product says that it cannot. */
  | 'sorry'
  /** 409: someone else saved meanwhile, here an earlier try of one's own whose answer was cut. */
  | 'conflict'
  /** Anything else: a good write that the product does not take, for instance of a session it forgot. */
  | 'refused';

/** What was promised to those who wrote: kept outside the product, each line once its answer had arrived. */
export interface Ledger {
  readonly acknowledged: Acknowledged[];
  readonly failures: Record<Failure, number>;
  /** The first few words of answers that were refused, for whoever looks into it. */
  readonly refusals: string[];
}

export function newLedger(): Ledger {
  return {
    acknowledged: [],
    failures: { unanswered: 0, hung: 0, sorry: 0, conflict: 0, refused: 0 },
    refusals: [],
  };
}

/** How long the longest wait for an acknowledgement was, in milliseconds. */
export function longestWait({ acknowledged }: Ledger): number {
  return acknowledged.reduce((most, { askedAt, answeredAt }) => Math.max(most, answeredAt - askedAt), 0);
}
