import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { type Sheet, type SheetRow, mostColumns, webAddress } from './workbook.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The tables of a web page, or of what a program calls a spreadsheet and writes as one. One within another stands apart. */
export function htmlTables(html: string): Sheet[] {
  const tables = [...elementsIn(parse(html).childNodes, 'table')];
  return tables.map((table, index) => {
    const rows = rowsOf(table);
    return {
      name: `${index + 1}`,
      isHidden: false,
      async *rows() {
        yield* rows;
      },
    };
  });
}

function* elementsIn(nodes: readonly Node[], name: string): Generator<Element> {
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!('tagName' in node)) continue;
    if (node.tagName === name) yield node;
    waiting.push(...node.childNodes.toReversed());
  }
}

function rowsOf(table: Element): SheetRow[] {
  const groups = table.childNodes.flatMap((node) =>
    'tagName' in node && /^t(body|head|foot)$/.test(node.tagName) ? node.childNodes : [node],
  );
  const spans = new Map<number, { text: string; left: number }>();
  return groups
    .filter((node) => 'tagName' in node && node.tagName === 'tr')
    .map((row, index) => ({ row: index + 1, ...cellsOf(row as Element, spans) }))
    .filter(({ cells }) => cells.some(Boolean));
}

function cellsOf(
  row: Element,
  spans: Map<number, { text: string; left: number }>,
): Pick<SheetRow, 'cells' | 'links'> {
  const cells: string[] = [];
  const links = new Map<number, string>();
  /** What stands in that column because a cell above is as high. */
  const fill = () => {
    for (let span = spans.get(cells.length); span && span.left > 0; span = spans.get(cells.length)) {
      span.left -= 1;
      cells.push(span.text);
    }
  };
  for (const node of row.childNodes) {
    if (!('tagName' in node) || !/^t[dh]$/.test(node.tagName) || cells.length >= mostColumns) continue;
    fill();
    const text = textOf(node.childNodes);
    const [link] = [...elementsIn(node.childNodes, 'a')].map((one) => webAddress(attribute(one, 'href')));
    if (link && text) links.set(cells.length, link);
    const rows = countOf(attribute(node, 'rowspan'));
    if (rows > 1) spans.set(cells.length, { text, left: rows - 1 });
    cells.push(text, ...Array.from({ length: countOf(attribute(node, 'colspan')) - 1 }, () => ''));
  }
  fill();
  return { cells, ...(links.size > 0 && { links }) };
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** At most as many as people merge. */
function countOf(text: string | undefined): number {
  const count = Number(text ?? 1);
  return Number.isInteger(count) && count > 0 ? Math.min(count, 500) : 1;
}

const skipped = new Set(['script', 'style', 'table', 'template']);

function textOf(nodes: readonly Node[]): string {
  let text = '';
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.nodeName === '#text' && 'value' in node) text += node.value.replaceAll(/\s+/g, ' ');
    if (!('tagName' in node) || skipped.has(node.tagName)) continue;
    if (/^(br|p|div|li)$/.test(node.tagName)) text += '\n';
    waiting.push(...node.childNodes.toReversed());
  }
  return text.replaceAll(/ *\n[ \n]*/g, '\n').trim();
}
