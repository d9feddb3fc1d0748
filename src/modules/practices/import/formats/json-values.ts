/** What JSON calls an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of an object by its own name, never one that every object has. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A text, or a number or a yes or no as text; empty for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The items of a list, or the values of an object, each with its key when it has one. */
export function itemsOf(value: unknown): { key: string; value: unknown }[] {
  if (Array.isArray(value)) return value.map((item: unknown) => ({ key: '', value: item }));
  return isObject(value) ? Object.entries(value).map(([key, item]) => ({ key, value: item })) : [];
}
