import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Consultation, type ConsultationState, can } from './consultation.ts';
import { type Proposal, type Tallies, type Vote, orderCards } from './proposal.ts';
import { selectProposals, selectWaiting } from './proposal-store.server.ts';
import { readVotes } from './read-votes.server.ts';
import { nobody, talliesByProposal } from './shown-votes.server.ts';
import { type Participant, stateNow } from './take-part.server.ts';
import {
  type KeptParticipant,
  findParticipant,
  selectNuances,
  selectOwnVotes,
  votedByOthers,
} from './vote-store.server.ts';

export interface NuanceShown {
  /** By which facilitators hide it; it leads to nobody. */
  id: Id;
  text: string;
  vote: Vote;
  hidden: boolean;
}

/** A proposal as one reader may see it. */
export interface ProposalShown {
  proposal: Proposal;
  /** What this reader said of it; null when nothing. */
  own: { vote: Vote; nuance: string } | null;
  /**
   * Null for whoever did not vote on it while the consultation is open: what others say would lead them. Until then
   * they move in steps of five voters.
   */
  tallies: Tallies | null;
  /** Under the same rule, and from five voters on; facilitators see hidden ones. */
  nuances: NuanceShown[];
}

export interface ConsultationShown {
  state: ConsultationState;
  /** Those one may read: hidden ones for facilitators only; merged ones not. Oldest first. */
  proposals: ProposalShown[];
  /** Those merged into another one. */
  merged: Proposal[];
  /** People who said something, those of rooms included. */
  people: number;
}

/** A consultation with its proposals, as the actor may see them, who may be a participant. */
export async function readConsultation(
  context: Context,
  consultation: Consultation,
  participant?: Participant,
): Promise<ConsultationShown> {
  const { id } = consultation.record;
  const state = await stateNow(context, consultation);
  const all = await selectProposals(context, id);
  const matrix = await readVotes(context, id);
  const own = participant ? await selectOwnVotes(context, participant) : new Map<Id, never>();
  const nuances = Map.groupBy(await selectNuances(context, id), ({ proposalId }) => proposalId);
  const isFacilitator = can(context.actor, 'run');
  const tallies = talliesByProposal(matrix);
  const proposals = all
    .filter(({ state: stands, hiding }) => stands !== 'merged' && (hiding === null || isFacilitator))
    .map((proposal): ProposalShown => {
      const said = own.get(proposal.id) ?? null;
      const decided = proposal.state === 'adopted' || proposal.state === 'declined';
      const isFinal = state === 'closed' || decided;
      const final = tallies.get(proposal.id) ?? proposal.tally ?? nobody;
      const step = proposal.shown?.tallies ?? proposal.tally ?? nobody;
      const shown = isFinal ? final : said !== null ? step : null;
      const isEnough = shown !== null && (shown.verified !== null || shown.room !== null);
      const isThere = (id: Id) => isEnough && (isFinal || proposal.shown?.nuances.includes(id));
      return {
        proposal,
        own: said,
        tallies: shown,
        nuances: (nuances.get(proposal.id) ?? []).filter(
          ({ id: nuance, hidden }) => isFacilitator || (isThere(nuance) && !hidden),
        ),
      };
    });
  const people = new Set(matrix.votes.map(({ key }) => key)).size;
  return { state, proposals, merged: all.filter(({ state: stands }) => stands === 'merged'), people };
}

/** What one person finds: the cards still to be seen, and what they said. */
export interface Cards {
  state: ConsultationState;
  /** Cards without an answer of theirs, in the order in which they meet them. */
  next: Proposal[];
  /** What they said, oldest proposal first. */
  answered: ProposalShown[];
  /** What they proposed by mail and did not confirm yet. */
  waiting: Proposal[];
  /** What they proposed and may take back: nobody else voted on it. */
  retractable: Proposal[];
  /** What they said of themselves; undefined when nothing. */
  who: KeptParticipant | undefined;
}

/** The cards of one participant: those with the fewest votes first, so that every proposal gets its voters. */
export async function readCards(
  context: Context,
  consultation: Consultation,
  participant: Participant,
): Promise<Cards> {
  const { consultationId, personId: authorId } = participant;
  const shown = await readConsultation({ ...context, actor: asReader }, consultation, participant);
  const { votes } = await readVotes(context, consultationId);
  const voters = Map.groupBy(votes, ({ proposalId }) => proposalId);
  const open = shown.proposals.filter(({ proposal }) => proposal.state === 'open');
  const unseen = open
    .filter(({ own }) => own === null)
    .map(({ proposal }) => ({ ...proposal, voters: voters.get(proposal.id)?.length ?? 0 }));
  return {
    state: shown.state,
    next: orderCards(unseen, participant.key),
    answered: shown.proposals.filter(({ own }) => own !== null),
    retractable: await retractableOf(context, participant, open),
    waiting: authorId ? await selectWaiting(context, { consultationId, authorId }) : [],
    who: await findParticipant(context, participant),
  };
}

async function retractableOf(
  context: Context,
  participant: Participant,
  open: readonly ProposalShown[],
): Promise<Proposal[]> {
  const own = open
    .map(({ proposal }) => proposal)
    .filter(({ authorId }) => authorId !== null && authorId === participant.personId);
  if (own.length === 0) return [];
  const others = await votedByOthers(context, participant);
  return own.filter(({ id }) => !others.has(id));
}

/** Facilitators vote as everyone does: on their cards nothing more is shown. */
const asReader = { personId: null, role: 'visitor' } as const;

/** Names of those who asked to stand among who took part, in alphabetical order. */
export async function namesOfParticipants(context: Context, consultationId: Id): Promise<string[]> {
  const { participants } = await readVotes(context, consultationId);
  const names = participants.map(({ namedAs }) => namedAs).filter(Boolean);
  return [...new Set(names)].toSorted((one, other) => one.localeCompare(other, 'fr'));
}
