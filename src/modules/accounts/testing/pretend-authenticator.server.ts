import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** A key of the kind that a phone or a USB stick holds (ES256, no attestation), which also does what a good one never does. */
export interface PretendAuthenticator {
  /** Answers to a page that asks for a new key. */
  make(ask: { challenge: string; host: string; origin: string; locked?: boolean }): string;
  /** Answers to a page that asks who is there. */
  use(ask: PretendUse): string;
  credentialId: string;
}

export interface PretendUse {
  challenge: string;
  host: string;
  origin: string;
  /** The number of uses it claims. */
  counter?: number;
  /** Whom it says it was made for. */
  personId?: string;
  /** True when the device's own lock was not opened. */
  locked?: boolean;
}

const userPresent = 0x01;
const userVerified = 0x04;
const withCredential = 0x40;

export function pretendAuthenticator(): PretendAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = id.toString('base64url');

  /** COSE (RFC 9053): key type EC2, algorithm ES256, curve P-256, its point. */
  const coseKey = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]),
  );

  return {
    credentialId,
    make({ challenge, host, origin, locked = false }) {
      const flags = userPresent | (locked ? 0 : userVerified) | withCredential;
      const length = Buffer.from([id.length >> 8, id.length & 255]);
      const authData = Buffer.concat([head(host, flags, 0), Buffer.alloc(16), length, id, coseKey]);
      const attestation = new Map<string, string | Uint8Array | Map<string, never>>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, never>()],
        ['authData', new Uint8Array(authData)],
      ]);
      return answer(credentialId, {
        clientDataJSON: clientData('webauthn.create', challenge, origin),
        attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
        transports: ['internal'],
      });
    },
    use({ challenge, host, origin, counter = 0, personId, locked = false }) {
      const authenticatorData = head(host, userPresent | (locked ? 0 : userVerified), counter);
      const clientDataJSON = clientData('webauthn.get', challenge, origin);
      const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
      return answer(credentialId, {
        clientDataJSON,
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        ...(personId !== undefined && { userHandle: Buffer.from(personId).toString('base64url') }),
      });
    },
  };
}

function head(host: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(Buffer.from(host)), Buffer.from([flags]), count]);
}

/** `challenge` is base64url already, as a page hands it to the browser. */
function clientData(type: string, challenge: string, origin: string): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');
}

function answer(id: string, response: Record<string, unknown>): string {
  return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} });
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
