/** What is known of a request besides what its sender says: what the log and the figures may tell. */
export interface RequestNotes {
  /** Told to whoever asked, in `x-request-id` and on the page of an error, and to the log. */
  id: string;
  /** The route as its folders spell it; undefined for a file of the build. */
  route: string | undefined;
  /** The host name of the territory that was asked. */
  territory: string | undefined;
}

/** The server entry and the built pages are two bundles in one process: what they share hangs on the request itself. */
const key = Symbol.for('entrelacs.request-notes');

type Noted = Record<symbol, RequestNotes | undefined>;

export function takeNotes(request: object, notes: RequestNotes): RequestNotes {
  (request as Noted)[key] = notes;
  return notes;
}

/** The notes of a request that came through the door; undefined for one that the pages ask themselves. */
export function notesOf(request: object | undefined): RequestNotes | undefined {
  return request && (request as Noted)[key];
}
