import {
  type OpinionGroups,
  findOpinionGroups,
  givenOpinionGroups,
  opinionsOnStatements,
} from './opinion-groups.ts';
import { type Conversation, compareIds, printedId } from './polis-export.ts';

export const opinionModes = ['default', 'polis', 'given'] as const;
export type OpinionMode = (typeof opinionModes)[number];

/**
 * All that can be said of the opinions of a conversation, under the names that `entrelacs opinions` prints. With `given`,
 * the groups are those of the file; everybody who has one is in it.
 *
 * @returns null when the groups of the file are asked for and it has no column for them
 */
export function printOpinions(conversation: Conversation, mode: OpinionMode): object | null {
  const { participants, statements, matrix, givenGroups } = conversation;
  if (mode === 'given' && givenGroups === null) return null;
  const names = [...new Set(givenGroups)].filter((group) => group !== '').toSorted(compareIds);
  const membersOf = (name: string) => [...participants.keys()].filter((row) => givenGroups?.[row] === name);
  const found: OpinionGroups =
    mode === 'given'
      ? givenOpinionGroups(matrix, names.map(membersOf))
      : findOpinionGroups(matrix, { mode, names: participants });
  const { representative, consensus, majority } = opinionsOnStatements(matrix, found.groups);
  const statement = (place: number) => printedId(statements[place] ?? '');
  return {
    mode,
    participants: matrix.participants,
    statements: matrix.statements,
    moderated_out: matrix.moderatedOut.reduce((sum, out) => sum + out, 0),
    votes: matrix.vote.length,
    clustered: found.groups.flat().length,
    silhouette: found.silhouette,
    silhouette_by_k: found.silhouetteByK,
    stability: found.stability,
    groups: found.groups.map((members, one) => ({
      id: mode === 'given' ? printedId(names[one] ?? '') : one,
      size: members.length,
      members: members
        .map((row) => participants[row] ?? '')
        .toSorted(compareIds)
        .map(printedId),
      representative: (representative[one] ?? []).map(({ statement: place, direction, ...figures }) => ({
        statement: statement(place),
        repful_for: direction,
        share: figures.share,
        share_test: figures.shareTest,
        ratio: figures.ratio,
        ratio_test: figures.ratioTest,
      })),
    })),
    consensus: consensus.map(({ statement: place, agree, disagree }) => ({
      statement: statement(place),
      agree: agree.product,
      disagree: disagree.product,
      agree_root: agree.root,
      disagree_root: disagree.root,
      agree_least: agree.least,
      disagree_least: disagree.least,
    })),
    majority: { agree: majority.agree.map(statement), disagree: majority.disagree.map(statement) },
  };
}
