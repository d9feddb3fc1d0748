import type { Context } from '#kernel/context.ts';
import { played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { emptyConsultationForm } from '#modules/deliberation/index.ts';
import {
  type SeededVoice,
  decide,
  memberParticipant,
  openConsultation,
  proposeChange,
  seedVoices,
  setClosed,
} from '#modules/deliberation/index.server.ts';
import {
  findFrameworkVersion,
  findWritten,
  markOf,
  publishDraft,
  startFramework,
} from '#modules/framework/index.server.ts';
import { findRecord } from '#modules/records/index.server.ts';
import { carryOut } from '../carry-out.server.ts';
import { branchesOf } from '../subject-branches.server.ts';
import type { DemoDeliberation } from './deliberation-shape.ts';
import { type Named, type Step, known } from './play-steps.ts';

/** What consultations are about. */
export interface DeliberationsGround {
  /** Frameworks by the id their file gives, as the version to answer on; one that a consultation amends is noted there. */
  frameworks: Map<string, Id>;
  practices: Named;
}

type DemoFramework = NonNullable<DemoDeliberation['framework']>;

/** Ids of what a consultation is made of, noted as it plays. */
interface Standing {
  subject: Id;
  consultation: Id;
  /** In the order of the file. */
  proposals: Id[];
}

/** A consultation from what it is about to what followed from it, each step on its day. */
export function deliberationSteps(told: DemoDeliberation, ground: DeliberationsGround): Step[] {
  const standing: Standing = { subject: '', consultation: '', proposals: [] };
  const { framework, opened, by, voted, closed } = told;
  return [
    ...(framework ? firstVersion(framework, ground, standing) : []),
    {
      on: opened,
      by,
      play: async (context) => {
        standing.subject ||= known(ground.practices, told.practice ?? '');
        standing.consultation = await open(context, told, standing.subject);
      },
    },
    ...told.proposals.map((proposal, place): Step => ({
      on: proposal.on,
      by: proposal.by,
      play: async (context) => {
        standing.proposals[place] = await propose(context, standing.consultation, proposal);
      },
    })),
    {
      ...voted,
      play: async (context) => {
        const voices = told.voices.map((voice) => readVoice(voice, standing.proposals));
        played(await seedVoices(context, standing.consultation, voices));
      },
    },
    ...(closed ? [{ ...closed, play: (context: Context) => close(context, standing) }] : []),
    ...told.proposals.flatMap(({ decided }, place): Step[] =>
      decided
        ? [
            {
              ...decided,
              play: async (context) => {
                const asked = { ...decided, proposalId: standing.proposals[place] ?? '' };
                played(await decide(context, asked, carryOut));
              },
            },
          ]
        : [],
    ),
    ...(framework
      ? [
          {
            ...framework.next,
            play: (context: Context) =>
              publish(context, ground, { framework, standing, note: framework.next.note }),
          },
        ]
      : []),
  ];
}

/** The territory's own framework, made of one that was there. */
function firstVersion(framework: DemoFramework, ground: DeliberationsGround, standing: Standing): Step[] {
  return [
    {
      ...framework.begun,
      play: async (context) => {
        const from = await findFrameworkVersion(context, known(ground.frameworks, framework.from));
        if (!from) throw new Error('a framework that was published cannot be read');
        const start = { title: framework.title, language: 'fr' as const, from: from.version };
        standing.subject = played(await startFramework(context, start)).id;
      },
    },
    {
      ...framework.published,
      play: (context) => publish(context, ground, { framework, standing, note: '' }),
    },
  ];
}

async function publish(
  context: Context,
  ground: DeliberationsGround,
  { framework, standing, note }: { framework: DemoFramework; standing: Standing; note: string },
): Promise<void> {
  const recordId = standing.subject;
  const written = await findWritten(context, { id: recordId });
  if (!written?.details.draft) throw new Error('nothing is being written that could be published');
  const seen = markOf(written.details.draft);
  const { versionId } = played(await publishDraft(context, { recordId, note, language: 'fr', seen }));
  ground.frameworks.set(framework.id, versionId);
}

async function open(context: Context, told: DemoDeliberation, subjectId: Id): Promise<Id> {
  const subject = await findRecord(context, { id: subjectId });
  if (!subject) throw new Error('what a consultation is about is not there');
  const { title, why, needed, announced = '', colleges, weighing = '' } = told;
  const input = {
    ...emptyConsultationForm,
    title,
    why,
    needed: String(needed),
    closesOn: announced,
    colleges: colleges.join('\n'),
    weighing,
    language: 'fr',
  };
  const branches = await branchesOf(context, subject);
  return played(await openConsultation(context, { input, subjectId, branches })).id;
}

async function propose(
  context: Context,
  consultationId: Id,
  proposal: DemoDeliberation['proposals'][number],
): Promise<Id> {
  const participant = await memberParticipant(context, consultationId);
  if (!participant) throw new Error('whoever proposes takes part');
  const { kind, places, title, wordings, reason, language } = proposal;
  const input = { kind, places, title, wordings: wordings.join('\n'), reason, language };
  return played(await proposeChange(context, participant, input));
}

async function close(context: Context, { consultation }: Standing): Promise<void> {
  played(await setClosed(context, { recordId: consultation, closed: true }));
}

const signs = { '+': 1, '-': -1, '0': 0 } as const;
const isSign = (sign: string): sign is keyof typeof signs => Object.hasOwn(signs, sign);

/** A line of the table of votes: one sign a proposal, and budgets parted by `/`. */
export function readVoice(
  { college, votes, weights, nuances }: DemoDeliberation['voices'][number],
  proposals: readonly Id[],
): SeededVoice {
  const said = votes.split(/\s+/);
  if (said.length !== proposals.length || said.some((sign) => sign !== '.' && !isSign(sign))) {
    throw new Error(`“${votes}” has not one sign for each of ${proposals.length} proposals`);
  }
  return {
    college: college ?? null,
    votes: proposals.flatMap((proposalId, place) => {
      const sign = said[place] ?? '.';
      const nuance = nuances[place + 1] ?? '';
      return isSign(sign) ? [{ proposalId, vote: signs[sign], nuance }] : [];
    }),
    weights: (weights?.split('/') ?? []).map((points) =>
      points.trim() === '.' ? null : points.trim().split(/\s+/).map(Number),
    ),
  };
}
