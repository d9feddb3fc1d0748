import { v7 } from 'uuid';

/** A UUIDv7 (RFC 9562): unique without a central counter, and sorted by time of making. */
export type Id = string;

export function newId(): Id {
  return v7();
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Eight characters of Crockford's base 32 (40 bits) read from the random tail of an id: what an address
 * ends with. Unique per territory by a constraint of the database, not by luck.
 */
export function shortIdOf(id: Id): string {
  let rest = BigInt(`0x${id.replaceAll('-', '').slice(-10)}`);
  let short = '';
  for (let position = 0; position < 8; position += 1) {
    short = alphabet[Number(rest % 32n)] + short;
    rest /= 32n;
  }
  return short;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): text is Id {
  return uuidPattern.test(text);
}
