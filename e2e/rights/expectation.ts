import type { Rule } from './rule.ts';

/** What a request is about: what makes one is in `subjects.ts`. */
export type SubjectKind =
  | 'nothing'
  | 'address'
  | 'correction link'
  | 'confirmation link'
  | 'someone'
  | 'practice'
  | 'lever'
  | 'action'
  | 'page'
  | 'commented practice'
  | 'commented lever'
  | 'commented action'
  | 'commented page'
  | 'changed practice'
  | 'changed lever'
  | 'changed action'
  | 'changed page'
  | 'filed practice'
  | 'contacted practice'
  | 'reachable practice'
  | 'tied practice'
  | 'untied practice'
  | 'compared practices'
  | 'merged practice'
  | 'framework'
  | 'framework draft'
  | 'emptied draft'
  | 'draft criterion'
  | 'draft presentation'
  | 'changed framework'
  | 'evaluation'
  | 'prepared evaluation'
  | 'described evaluation'
  | 'closed evaluation'
  | 'invited evaluation'
  | 'carded evaluation'
  | 'evaluation on paper'
  | 'dotted evaluation'
  | 'published evaluation'
  | 'repeated evaluation'
  | 'compared evaluation'
  | 'chosen lever'
  | 'open inventory'
  | 'new source'
  | 'source'
  | 'paused source'
  | 'held source'
  | 'import'
  | 'imported'
  | 'new topic'
  | 'topic'
  | 'changed topic'
  | 'new question'
  | 'question'
  | 'changed question'
  | 'question off'
  | 'choices'
  | 'changed choices'
  | 'report'
  | 'person'
  | 'role invitation'
  | 'session'
  | 'undoing'
  | 'sign-in link'
  | 'owner link'
  | 'role link'
  | 'proposal link'
  | 'page proposal link'
  | 'consent link'
  | 'email link'
  | 'restore link'
  | 'stop link'
  | 'answer link'
  | 'answer link with a file'
  | 'evaluation with a file'
  | 'consultation'
  | 'changed consultation'
  | 'commented consultation'
  | 'proposal'
  | 'decision'
  | 'commented decision'
  | 'way in'
  | 'waiting way in'
  | 'proposer way in'
  | 'weights way in'
  | 'own way in'
  | 'room code of a consultation'
  | 'answer code'
  | 'room code';

/** What a form sends: `picture` and `document` are files. */
export type Fields = Readonly<Record<string, string>>;

/** One thing that can be asked of the server, and who gets what. */
export interface Expectation {
  method: 'GET' | 'POST';
  /** As the manifest spells it. */
  path: string;
  /** With what it is asked, parameters in brackets as in a path: `pratique=[short]`. */
  query: string;
  /** The name of the form, `default` for a page's only one; empty for a reading. */
  action: string;
  about: SubjectKind;
  rule: Rule;
  fields: Fields;
  /** What says yes on a page that also answers when it refuses: its form, or that it sends on. */
  yesWhen: 'answered' | 'form' | 'sent on';
}

/** What it is about; with what says yes on a page that also answers when it refuses. */
type Read = SubjectKind | readonly [SubjectKind, Expectation['yesWhen']];
/** What it is about; with what the form sends beside. */
type Sent = SubjectKind | readonly [SubjectKind, Fields];

/** Opening a page, or asking an endpoint; parameters of a query are in brackets too: `/x?pratique=[short]`. */
export function get(address: string, rule: Rule, read: Read = 'nothing'): Expectation {
  const [path = '', query = ''] = address.split('?');
  const [about, yesWhen] = typeof read === 'string' ? ([read, 'answered'] as const) : read;
  return { method: 'GET', path, query, action: '', about, rule, fields: {}, yesWhen };
}

/** Sending a form: the address of its page, then `?/name` when it is one of several. */
export function send(address: string, rule: Rule, sent: Sent): Expectation {
  const [page = '', action = 'default'] = address.split('?/');
  const [about, fields] = typeof sent === 'string' ? ([sent, {}] as const) : sent;
  return { ...get(page, rule, about), method: 'POST', action, fields };
}

/** What is asked, in few words: `POST /pratiques/[slug]?/comment`. */
export function nameOf({ method, path, action }: Pick<Expectation, 'method' | 'path' | 'action'>): string {
  return `${method} ${path}${action === '' || action === 'default' ? '' : `?/${action}`}`;
}
