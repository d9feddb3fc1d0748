import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { LinkMail, MailRefusal } from '#modules/accounts/index.server.ts';
import type { Consultation } from './consultation.ts';
import { findConsultation, holdConsultation } from './consultation-store.server.ts';
import { followOpinions } from './opinions.server.ts';
import { type Proposal, type ProposalInput, type ProposedChange, proposalShape } from './proposal.ts';
import {
  deleteProposal,
  deleteWaiting,
  findProposal,
  insertProposal,
  updateProposal,
} from './proposal-store.server.ts';
import { type ActRefusal, type Participant, mailWayIn, stateNow, whileOpen } from './take-part.server.ts';
import { votedByOthers } from './vote-store.server.ts';

/** The fields that were not understood; each has a message `deliberation.error.<field>`. */
export interface InvalidProposal {
  code: 'invalid';
  problems: FieldProblem[];
}

/** By one participant, in one day. */
const proposalsOfParticipant: Limit = { name: 'propose', most: 20, minutes: 24 * 60 };
/** Days during which a proposal waits for the button that its author's mail leads to. */
const waitingDays = 30;

export type ProposeRefusal = InvalidProposal | ActRefusal | { code: 'too-many' };

/** Proposes a change that others vote on at once. */
export function proposeChange(
  context: Context,
  participant: Participant,
  input: ProposalInput,
): Promise<Result<Id, ProposeRefusal>> {
  return whileOpen<Id, ProposeRefusal>(context, participant, async (inside, consultation) => {
    const read = readProposal(consultation, input);
    if (!read.ok) return read;
    if (!(await takeTurn(inside, proposalsOfParticipant, participant.key))) return err({ code: 'too-many' });
    const { personId: authorId, consultationId } = participant;
    const id = newId();
    const row = { id, consultationId, authorId, createdAt: context.clock.now() };
    await insertProposal(inside, { ...row, ...read.value, state: 'open' });
    await tellProposal(inside, { ...row, ...read.value });
    return ok(id);
  });
}

/** Everything that is wrong with what a visitor proposed: its fields, and the address they gave. */
export interface MailedRefusal {
  code: 'invalid';
  problems: FieldProblem[];
  email: MailRefusal['code'] | null;
}

/** Keeps what a visitor proposes until they press the button that their mail leads to. */
export function proposeByMail(
  context: Context,
  proposal: {
    consultationId: Id;
    input: ProposalInput;
    email: string;
    address?: string | undefined;
    mail: LinkMail;
    path: string;
  },
): Promise<Result<{ email: string }, MailedRefusal | ActRefusal>> {
  return inTransaction<Result<{ email: string }, MailedRefusal | ActRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const { consultationId } = proposal;
    const consultation = await findConsultation(inside, { id: consultationId });
    if (!consultation) return err({ code: 'not-found' });
    if ((await stateNow(inside, consultation)) !== 'open') return err({ code: 'consultation-closed' });
    const read = readProposal(consultation, proposal.input);
    if (!read.ok) return err({ ...read.error, email: null });
    const sent = await mailWayIn(inside, proposal);
    if (!sent.ok) return err({ code: 'invalid', problems: [], email: sent.error.code });
    await insertProposal(inside, {
      ...read.value,
      id: newId(),
      consultationId,
      authorId: sent.value.personId,
      createdAt: context.clock.now(),
      state: 'waiting',
    });
    return ok({ email: sent.value.email });
  });
}

/** What pressing the button does: others vote on the proposal from now on. */
export function confirmProposal(
  context: Context,
  participant: Participant,
  proposalId: string,
): Promise<Result<undefined, ActRefusal | { code: 'too-many' }>> {
  return whileOpen<undefined, ActRefusal | { code: 'too-many' }>(context, participant, async (inside) => {
    const proposal = await findProposal(inside, proposalId);
    const isTheirs =
      proposal?.state === 'waiting' &&
      proposal.consultationId === participant.consultationId &&
      proposal.authorId === participant.personId;
    if (!isTheirs) return err({ code: 'not-found' });
    if (!(await takeTurn(inside, proposalsOfParticipant, participant.key))) return err({ code: 'too-many' });
    const createdAt = context.clock.now();
    await updateProposal(inside, proposal.id, { state: 'open', createdAt });
    await tellProposal(inside, proposal);
    return ok();
  });
}

/**
 * Takes one's own proposal back, while nobody else voted on it: it is gone, and the history says so. In a room nobody can,
 * since nobody knows who proposed what.
 */
export function retractProposal(
  context: Context,
  participant: Participant,
  proposalId: string,
): Promise<Result<undefined, ActRefusal | { code: 'voted' }>> {
  const { consultationId, personId } = participant;
  return inTransaction(context.db, async (db) => {
    // Nobody votes meanwhile.
    await holdConsultation({ ...context, db }, consultationId, 'moving');
    return whileOpen<undefined, ActRefusal | { code: 'voted' }>(
      { ...context, db },
      participant,
      async (inside) => {
        const proposal = await findProposal(inside, proposalId);
        const isTheirs =
          proposal?.consultationId === consultationId &&
          proposal.state === 'open' &&
          personId !== null &&
          proposal.authorId === personId;
        if (!isTheirs) return err({ code: 'not-found' });
        const others = await votedByOthers(inside, participant);
        if (others.has(proposal.id)) return err({ code: 'voted' });
        await deleteProposal(inside, proposal.id);
        await tellProposal(inside, proposal, 'retracted');
        await followOpinions(inside, consultationId);
        return ok();
      },
    );
  });
}

/** The history says what was proposed, and not by whom: it is judged for what it says. */
async function tellProposal(
  inside: Context,
  { id, consultationId, title, reason }: Pick<Proposal, 'id' | 'consultationId' | 'title' | 'reason'>,
  what: 'proposed' | 'retracted' = 'proposed',
): Promise<void> {
  await appendToJournal(
    { ...inside, actor: { personId: null, role: 'visitor' } },
    {
      recordId: consultationId,
      action: `deliberation.${what}`,
      changes: changesBetween({}, { proposal: id, proposed: title, reason }),
    },
  );
}

function readProposal(
  { branches, record }: Consultation,
  input: ProposalInput,
): Result<ProposedChange & Pick<Proposal, 'language'>, InvalidProposal> {
  const read = proposalShape(branches).safeParse(input);
  if (!read.success) {
    const problems = problemsOf(read.error).map(({ field, ...problem }) => ({
      ...problem,
      field: field.replace(/-\d+$/, ''),
    }));
    return err({ code: 'invalid', problems });
  }
  const { language = record.language, ...change } = read.data;
  return ok({ ...change, language });
}

/** Each day, forgets what waited thirty days for its author's mail. */
export function waitingProposalsChore({ db, clock }: Pick<Context, 'db' | 'clock'>): DailyChore {
  return {
    name: 'forget-waiting-proposals',
    run: (territoryId) =>
      deleteWaiting({ db, territoryId }, new Date(clock.now().getTime() - waitingDays * 86_400_000)),
  };
}
