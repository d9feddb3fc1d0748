import { randomBytes } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { documentType, signatureBytes } from '#kernel/files/document-type.ts';
import { preparePicture } from '#kernel/files/prepare-picture.server.ts';
import { bytesStored, storeFile } from '#kernel/files/stored-files.server.ts';
import { type Id, idOfName } from '#kernel/ids.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { fileLimits } from '#modules/records/index.ts';
import type { SentFile } from '#modules/records/index.server.ts';
import type { AnswerDetails } from './answer-details.ts';
import { readAnswerLink } from './answer-link.server.ts';
import { evidenceLimits } from './evidence.ts';
import { countEvidence, forgetEvidence, insertEvidence } from './evidence-store.server.ts';

/** Files sent through one link in a day: each question of a long framework on a few practices, and a few times again. */
const fromOneLink: Limit = { name: 'evaluation-evidence', most: 120, minutes: 24 * 60 };

/** A file made ready to be kept: a picture made anew, or a document as it is. */
export interface PreparedEvidence {
  mediaType: string;
  ending: string;
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** What a form says of the file beside one answer. */
export interface FileChange {
  /** What it shows. */
  words: string;
  /** Whether the one that is there goes. */
  drop: boolean;
  file?: PreparedEvidence | undefined;
}

export type EvidenceRefusal = {
  code:
    | 'file-empty'
    | 'file-too-large'
    | 'file-not-accepted'
    | 'unread-picture'
    | 'too-many-pixels'
    | 'sent-enough-today'
    | 'no-room-left';
};

/**
 * Reads a file that comes through an answer link. A picture is made anew, without what its file told beside the pixels
 * (place, date, device); of a document, neither its name nor anything but its bytes is kept.
 */
export async function prepareEvidence(
  context: Context,
  token: string,
  file: SentFile,
): Promise<Result<PreparedEvidence, EvidenceRefusal>> {
  if (file.size === 0) return err({ code: 'file-empty' });
  if (file.size > evidenceLimits.file) return err({ code: 'file-too-large' });
  const link = await readAnswerLink(context, token);
  if (link.ok && !(await takeTurn(context, fromOneLink, link.value.id))) {
    return err({ code: 'sent-enough-today' });
  }
  if ((await bytesStored(context.db, context.territoryId)) + file.size > fileLimits.perTerritory) {
    return err({ code: 'no-room-left' });
  }
  const bytes = await file.bytes();
  const picture = await preparePicture(bytes);
  if (picture.ok) {
    const largest = picture.value.at(-1);
    if (!largest) return err({ code: 'unread-picture' });
    return ok({ ...largest, mediaType: 'image/webp', ending: 'webp' });
  }
  if (picture.error.code !== 'not-a-picture') return err({ code: picture.error.code });
  const mediaType = documentType(file.name, bytes.subarray(0, signatureBytes));
  if (!mediaType) return err({ code: 'file-not-accepted' });
  const ending = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
  return ok({ mediaType, ending, width: 0, height: 0, bytes });
}

/**
 * Puts the files of one step beside its answers, inside the transaction that saves them; what they replace goes for good.
 *
 * @param at the moment to be told: the day only in an anonymous college
 * @returns what changes on the sheet, by criterion
 */
export async function keepEvidence(
  context: Context,
  sheet: { evaluationId: Id; details: Readonly<Record<string, AnswerDetails>>; at: Date },
  changes: Readonly<Record<string, FileChange>>,
): Promise<Result<Record<string, AnswerDetails>, EvidenceRefusal>> {
  const { evaluationId, details, at } = sheet;
  const changed: Record<string, AnswerDetails> = {};
  const gone: string[] = [];
  let kept = await countEvidence(context, evaluationId);
  for (const [criterion, { words: typed, drop, file }] of Object.entries(changes)) {
    const words = storableLine(typed);
    const before = details[criterion]?.file;
    if (file) {
      kept += 1;
      if (kept > evidenceLimits.perSession) return err({ code: 'no-room-left' });
      changed[criterion] = { file: { name: await store(context, { evaluationId, at, file }), words } };
    } else if (before) {
      changed[criterion] = { file: drop ? null : { ...before, words } };
    }
    if (before && (file || drop)) gone.push(before.name);
  }
  await forgetEvidence(context, evaluationId, gone);
  return ok(changed);
}

/** Neither the name nor the id of what is stored tells when it came or from whom. */
async function store(
  context: Context,
  { evaluationId, at, file }: { evaluationId: Id; at: Date; file: PreparedEvidence },
): Promise<string> {
  const name = `${randomBytes(16).toString('base64url')}.${file.ending}`;
  const place = {
    ...context,
    clock: { now: () => at },
    makeId: () => idOfName(name, context.territoryId),
  };
  const stored = await storeFile(place, [file.bytes], 2 * evidenceLimits.file);
  if (!stored.ok) throw new Error(`A content of ${file.bytes.length} bytes was ${stored.error.code}`);
  const { mediaType, width, height } = file;
  await insertEvidence(context, evaluationId, { name, fileId: stored.value.id, mediaType, width, height });
  return name;
}
