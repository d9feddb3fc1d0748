import { type SaxesTagNS, SaxesParser } from 'saxes';

/** An element of a feed, as a strict reader of XML understands it. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Element[];
}

const atom = 'http://www.w3.org/2005/Atom';

/** Reads a feed; throws when it is not well-formed, or holds an element of another namespace. */
export function readAtom(xml: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (tag.uri !== atom) throw new Error(`<${tag.name}> is not of Atom`);
    const attributes = Object.values(tag.attributes).map(({ name, value }) => [name, value]);
    const element = { name: tag.local, attributes: Object.fromEntries(attributes), text: '', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const take = (text: string) => {
    const last = open.at(-1);
    if (last) last.text += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.write(xml).close();
  const [feed] = root.children;
  if (!feed) throw new Error('No element');
  return feed;
}

/** The children of that name. */
export function all(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the only child of that name; throws when there is none, or more. */
export function only(element: Element, name: string): string {
  const found = all(element, name);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} <${name}> in <${element.name}>`);
  return found[0].text;
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const uuidUrn = /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What RFC 4287 asks of a feed (4.1.1, 4.1.2, 3.1, 3.3, 4.2.6), and that we promise: what is not met, in words. */
export function faultsOf(feed: Element): string[] {
  const faults: string[] = [];
  const must = (isMet: boolean, fault: string) => void (isMet || faults.push(fault));
  must(feed.name === 'feed', 'the root is <feed>');
  const selves = all(feed, 'link').filter(({ attributes }) => attributes['rel'] === 'self');
  must(selves.length === 1, 'one link to itself');
  must(feed.attributes['xml:lang'] !== undefined, 'a language');
  must(URL.canParse(feed.attributes['xml:base'] ?? ''), 'a base for addresses');
  const entries = all(feed, 'entry');
  const ids = entries.map((entry) => only(entry, 'id'));
  must(new Set(ids).size === ids.length, 'each entry has its own id');
  for (const element of [feed, ...entries]) {
    must(uuidUrn.test(only(element, 'id')), `an id that never changes: ${only(element, 'id')}`);
    must(only(element, 'title').trim() !== '', 'a title');
    must(rfc3339.test(only(element, 'updated')), 'a date of change');
    for (const link of all(element, 'link'))
      must(URL.canParse(link.attributes['href'] ?? ''), 'a whole address');
    for (const author of all(element, 'author')) {
      must(only(author, 'name').trim() !== '', 'a name for each author');
      must(all(author, 'email').length === 0, 'no address of anyone');
    }
  }
  must(all(feed, 'author').length === 1, 'an author for entries without one');
  for (const entry of entries) {
    for (const content of all(entry, 'content')) must(content.attributes['type'] === 'html', 'HTML content');
    must(all(entry, 'content').length === 1, 'one content');
  }
  return faults;
}
