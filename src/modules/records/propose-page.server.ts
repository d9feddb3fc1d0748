import type { Context } from '#kernel/context.ts';
import { newRecordFields } from './new-record.ts';
import { type ProposalPost, acceptProposed, proposeRecord, showProposed } from './propose-record.server.ts';
import type { ProposedKind } from './propose-record.server.ts';
import type { RecordCore, RecordFields } from './record.ts';
import {
  type InvalidPage,
  type PageEditError,
  type PageWriting,
  createPage,
  findPage,
  preparePage,
  publishPage,
} from './save-page.server.ts';

const pages: ProposedKind<PageWriting, RecordFields, { record: RecordCore }, InvalidPage, PageEditError> = {
  purpose: 'publish-page',
  prepare: (context, writing) => preparePage(context, writing, newRecordFields),
  createDraft: (author, fields) => createPage(author, { ...fields, visibility: 'draft' }),
  find: findPage,
  publish: publishPage,
};

/** Lets someone without an account propose a knowledge page, which everyone sees once they press the button in their mail. */
export function proposePageByMail(context: Context, proposal: ProposalPost & { input: PageWriting }) {
  return proposeRecord(context, pages, proposal);
}

/** What opening the link shows: the page as it will be published. */
export function showPageProposal(context: Context, token: string) {
  return showProposed(context, pages, token);
}

/** What pressing the button does: the page is public, and the person's address is proved. */
export function acceptPageProposal(context: Context, token: string) {
  return acceptProposed(context, pages, token);
}
