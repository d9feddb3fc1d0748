import { createHash } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose';
import { systemClock } from '../clock.ts';

/** What the next answers say otherwise than a good provider's. */
export interface Lies {
  /** Replaces parts of the ID token; `undefined` leaves one out. */
  idToken?: Record<string, unknown>;
  /** Replaces parts of what is told of the person. */
  userinfo?: Record<string, unknown>;
  /** Signs the ID token with a key that is not the provider's. */
  foreignKey?: boolean;
  /** Replaces parts of the discovery document. */
  metadata?: Record<string, unknown>;
  /** Answers what is told of the person as a signed text, as ProConnect does; `forged` signs with another key. */
  signedUserinfo?: 'signed' | 'forged';
  /** Answers nothing useful at the token address. */
  tokenStatus?: number;
}

export const pretendClient = { clientId: 'entrelacs', clientSecret: 'un-secret-de-demonstration' };

/** A small OpenID Connect provider on this machine, honest unless it is told to lie. */
export async function openPretendProvider(): Promise<PretendProvider> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const provider = new PretendProvider({
    own: own.privateKey,
    foreign: foreign.privateKey,
    published: { ...(await exportJWK(own.publicKey)), alg: 'RS256', use: 'sig', kid: '1' },
  });
  await provider.listen();
  return provider;
}

interface Keys {
  own: CryptoKey;
  foreign: CryptoKey;
  published: JWK;
}

export class PretendProvider {
  /** Its address, once it listens. */
  issuer = '';
  /** What was posted to the token address last. */
  asked = new URLSearchParams();
  readonly #keys: Keys;
  readonly #server: Server;
  #lies: Lies = {};
  #nonce = '';
  #challenge: string | null = null;

  constructor(keys: Keys) {
    this.#keys = keys;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.issuer = `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  lie(lies: Lies): void {
    this.#lies = lies;
  }

  /** What a browser brings back when its person said yes, some of it replaced. */
  answerTo(url: URL, replaced: Record<string, string> = {}): URL {
    this.#nonce = url.searchParams.get('nonce') ?? '';
    this.#challenge = url.searchParams.get('code_challenge');
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    const said = { code: 'un-code', state: url.searchParams.get('state') ?? '', iss: this.issuer };
    back.search = new URLSearchParams({ ...said, ...replaced }).toString();
    return back;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    if (url.pathname === '/.well-known/openid-configuration') send(response, this.#metadata());
    else if (url.pathname === '/jwks') send(response, { keys: [this.#keys.published] });
    else if (url.pathname === '/authorize') redirect(response, this.answerTo(url));
    else if (url.pathname === '/logout') redirect(response, returnOf(url));
    else if (url.pathname === '/token') await this.#giveToken(request, response);
    else if (url.pathname === '/userinfo') await this.#tell(response);
    else send(response, {}, 404);
  }

  #metadata(): Record<string, unknown> {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      userinfo_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ...this.#lies.metadata,
    };
  }

  async #giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked = new URLSearchParams(await textOf(request));
    const { tokenStatus, foreignKey } = this.#lies;
    const verifier = this.asked.get('code_verifier') ?? '';
    const isProved = createHash('sha256').update(verifier).digest('base64url') === this.#challenge;
    if (tokenStatus !== undefined || (this.#challenge !== null && !isProved)) {
      return send(response, { error: 'invalid_grant' }, tokenStatus ?? 400);
    }
    const now = Math.floor(systemClock.now().getTime() / 1000);
    const claims = {
      iss: this.issuer,
      aud: pretendClient.clientId,
      sub: 'personne-1',
      iat: now,
      exp: now + 60,
      nonce: this.#nonce,
      ...this.#lies.idToken,
    };
    const idToken = await sign(claims, foreignKey ? this.#keys.foreign : this.#keys.own);
    send(response, { access_token: 'acces', token_type: 'Bearer', expires_in: 60, id_token: idToken });
  }

  async #tell(response: ServerResponse): Promise<void> {
    const { signedUserinfo, userinfo } = this.#lies;
    const told = { sub: 'personne-1', email: 'anne@exemple.test', email_verified: true, ...userinfo };
    if (!signedUserinfo) return send(response, told);
    const key = signedUserinfo === 'forged' ? this.#keys.foreign : this.#keys.own;
    const text = await sign({ iss: this.issuer, aud: pretendClient.clientId, ...told }, key);
    response.writeHead(200, { 'content-type': 'application/jwt' }).end(text);
  }
}

function sign(claims: Record<string, unknown>, key: CryptoKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: '1' }).sign(key);
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function redirect(response: ServerResponse, to: URL): void {
  response.writeHead(303, { location: to.href }).end();
}

/** Where a session that ended leads back to. */
function returnOf(url: URL): URL {
  const back = new URL(url.searchParams.get('post_logout_redirect_uri') ?? '');
  back.searchParams.set('state', url.searchParams.get('state') ?? '');
  return back;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
