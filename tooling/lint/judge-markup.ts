import { parse } from 'svelte/compiler';
import { callProblem, constructionProblem, type SyntaxNode } from './judge-call.ts';

/** The linter reads the scripts of a component; its markup is judged here. */
export interface MarkupProblem {
  file: string;
  line: number;
  message: string;
}

/** The only component that may insert HTML: it receives what the rich text renderer made from a checked document. */
const richTextComponent = 'src/kernel/ui/RichText.svelte';

type MarkupNode = SyntaxNode & Record<string, unknown> & { start: number };

/** What the markup of a component does against the rules of the project; its scripts are left to the linter. */
export function markupProblems(file: string, source: string): MarkupProblem[] {
  const { fragment } = parse(source, { modern: true, filename: file });
  return [...nodesOf(fragment)].flatMap((node) => {
    const message = problemOf(file, node);
    if (message === null) return [];
    return [{ file, line: source.slice(0, node.start).split('\n').length, message }];
  });
}

function* nodesOf(value: unknown): Generator<MarkupNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) yield value;
    for (const item of Object.values(value)) yield* nodesOf(item);
  }
}

function isNode(value: object): value is MarkupNode {
  return 'type' in value && typeof value.type === 'string' && 'start' in value;
}

/** A script by its address on this site, with nothing inside: of the few pages whose policy allows it. */
function isFileOfOurs(script: MarkupNode): boolean {
  const parts = [...nodesOf(script['attributes']), ...nodesOf(script['fragment'])].filter(
    ({ type }) => type === 'Attribute' || type === 'Text',
  );
  const [source, address, ...others] = parts;
  return (
    source?.['name'] === 'src' &&
    /^\/[^/]/.test(String(address?.['data'])) &&
    others.every(({ name, data }) => name === 'defer' || data === '')
  );
}

function problemOf(file: string, node: MarkupNode): string | null {
  switch (node.type) {
    case 'StyleDirective':
      return styleMessage;
    case 'Attribute':
      return attributeProblem(node);
    case 'HtmlTag':
      if (file === richTextComponent) return null;
      return `{@html} stands in ${richTextComponent} only: give the rich text document to that component.`;
    case 'RegularElement':
      if (node['name'] !== 'script' || isFileOfOurs(node)) return null;
      return 'No script in the markup: the content security policy refuses it. Put the code in the script of the component.';
    case 'ImportExpression':
      return 'No import in the markup: import in the script of the component, where the linter sees it.';
    case 'CallExpression':
      return callProblem(file, node);
    case 'NewExpression':
      return constructionProblem(file, node);
    default:
      return null;
  }
}

const styleMessage =
  'No inline style: the content security policy refuses it. Use a class, or an SVG attribute such as width or fill.';

function attributeProblem(node: MarkupNode): string | null {
  const name = String(node['name']).toLowerCase();
  if (name === 'style') return styleMessage;
  const isText = Array.isArray(node['value']);
  if (isText && /^on[a-z]+$/.test(name)) {
    return `No script in the attribute ${name}: the content security policy refuses it. Write ${name}={function}.`;
  }
  return null;
}
