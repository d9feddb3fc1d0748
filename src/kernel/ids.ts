import { v5, v7 } from 'uuid';

/** A UUIDv7 (RFC 9562): unique without a central counter, and sorted by time of making. */
export type Id = string;

export function newId(): Id {
  return v7();
}

/** Always the same id for the same text within a namespace (RFC 9562, version 5): for what has no row of its own. */
export function idOfName(name: string, namespace: Id): Id {
  return v5(name, namespace);
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Eight characters of Crockford's base 32 (40 bits) read from the random tail of an id: what an address
 * ends with. Unique per territory by a constraint of the database, not by luck.
 */
export function shortIdOf(id: Id): string {
  return shortened(id.slice(-10, -5)) + shortened(id.slice(-5));
}

/** Five digits of base 16 in four of base 32: twenty bits. */
function shortened(digits: string): string {
  const bits = Number.parseInt(digits, 16);
  const at = (shift: number) => alphabet[(bits >> shift) & 31] ?? '';
  return at(15) + at(10) + at(5) + at(0);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): text is Id {
  return uuidPattern.test(text);
}
