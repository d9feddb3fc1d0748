import { placeOf } from './layout.ts';

/** A node of a syntax tree (ESTree), as far as the judgements below look at it. */
export interface SyntaxNode {
  type: string;
}

interface Call extends SyntaxNode {
  callee: SyntaxNode;
  arguments: readonly SyntaxNode[];
}

/** The name of what is called, such as `Date.now`, without the global object; null for anything more complex. */
function calledName(callee: SyntaxNode): string | null {
  const parts: string[] = [];
  let node = callee as SyntaxNode & Record<string, SyntaxNode>;
  while (node.type === 'MemberExpression') {
    const name = propertyName(node);
    if (name === null) return null;
    parts.unshift(name);
    node = node['object'] as typeof node;
  }
  if (node.type !== 'Identifier') return null;
  parts.unshift(nameOf(node));
  return parts.join('.').replace(/^(globalThis|window|self)\./, '');
}

function propertyName(member: Record<string, SyntaxNode>): string | null {
  const property = member['property'];
  if (property === undefined) return null;
  if (property.type === 'Literal') return literalText(property);
  const computed = (member as Record<string, unknown>)['computed'] === true;
  return property.type === 'Identifier' && !computed ? nameOf(property) : null;
}

function nameOf(identifier: SyntaxNode): string {
  return String((identifier as SyntaxNode & { name: unknown }).name);
}

function literalText(literal: SyntaxNode): string | null {
  const { value } = literal as SyntaxNode & { value: unknown };
  return typeof value === 'string' ? value : null;
}

const clockRemedy =
  "take the present from the context's clock (#kernel/clock.ts), so that a test can decide what time it is.";
const chanceRemedy = 'take chance as an argument, so that a test can repeat it.';
const idRemedy = 'make ids with newId from #kernel/ids.ts.';
const timerRemedy = 'queue a job (#kernel/jobs.server.ts), so that nothing sleeps here nor in the tests.';

const hiddenInputs: Readonly<Record<string, string>> = {
  'Date.now': clockRemedy,
  Date: clockRemedy,
  'Math.random': chanceRemedy,
  'crypto.randomUUID': idRemedy,
  randomUUID: idRemedy,
};
const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const sourcesOfInputs = ['src/kernel/clock.ts', 'src/kernel/ids.ts'];

/** Why a call hides an input (the present, chance, an id, a delay, the network); null when it hides none. */
export function callProblem(file: string, call: SyntaxNode): string | null {
  const { callee, arguments: values } = call as Call;
  const name = calledName(callee);
  if (name === null) return null;
  return (
    inputProblem(file, name, values.length) ?? timerProblem(file, name) ?? fetchProblem(file, name, values[0])
  );
}

/** Why `new …` hides an input: only `new Date()` does, since it reads the clock. */
export function constructionProblem(file: string, construction: SyntaxNode): string | null {
  const { callee, arguments: values } = construction as Call;
  return calledName(callee) === 'Date' ? inputProblem(file, 'Date', values.length) : null;
}

function inputProblem(file: string, name: string, argumentCount: number): string | null {
  const { layer } = placeOf(file);
  if (layer === 'outside' || layer === 'app' || sourcesOfInputs.includes(file)) return null;
  if (name === 'Date' && argumentCount > 0) return null;
  const remedy = Object.hasOwn(hiddenInputs, name) ? hiddenInputs[name] : undefined;
  return remedy === undefined ? null : `${name}() is a hidden input: ${remedy}`;
}

function timerProblem(file: string, name: string): string | null {
  const { layer, svelte } = placeOf(file);
  if (svelte || (layer !== 'modules' && layer !== 'mathematics')) return null;
  return timers.includes(name) ? `${name}() waits: ${timerRemedy}` : null;
}

function fetchProblem(file: string, name: string, address: SyntaxNode | undefined): string | null {
  const { layer, svelte, test } = placeOf(file);
  if (name !== 'fetch' || layer === 'outside' || test || file === 'src/kernel/guarded-client.server.ts')
    return null;
  if (svelte && address !== undefined && startsAtOwnServer(address)) return null;
  return (
    'fetch() goes out without protection: take the guarded client (#kernel/guarded-client.server.ts) as an argument; ' +
    'in a component, fetch an address of our own server, written "/…".'
  );
}

function startsAtOwnServer(address: SyntaxNode): boolean {
  const { quasis } = address as SyntaxNode & { quasis?: readonly { value: { raw: string } }[] };
  const start = address.type === 'TemplateLiteral' ? (quasis?.[0]?.value.raw ?? '') : literalText(address);
  return start !== null && /^\/(?!\/)./.test(start);
}

const queryStarts = ['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'];

/** Why SQL may not stand in this file; null in stores, in the kernel, in tests and outside of the product. */
export function sqlProblem(file: string, callee: SyntaxNode): string | null {
  const { layer, test } = placeOf(file);
  if (test || !['modules', 'routes', 'app'].includes(layer)) return null;
  if (layer === 'modules' && file.endsWith('-store.server.ts')) return null;
  const isQuery = startsQuery(callee);
  return isQuery
    ? 'SQL stands in stores only: move this query to a function of <noun>-store.server.ts in the module that owns the table.'
    : null;
}

function startsQuery(callee: SyntaxNode): boolean {
  if (/^sql(\.|$)/.test(calledName(callee) ?? '')) return true;
  if (callee.type !== 'MemberExpression') return false;
  const name = propertyName(callee as SyntaxNode & Record<string, SyntaxNode>);
  return name !== null && queryStarts.includes(name);
}
