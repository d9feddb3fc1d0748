import { Parser } from 'htmlparser2';

const blocks = new Set(
  'p div h1 h2 h3 h4 h5 h6 ul ol li tr table section article blockquote br'.split(' '),
);
const silent = new Set(['script', 'style', 'template', 'iframe']);

/**
 * Text of a cell that may hold HTML, as YesWiki and others export it: tags are taken away, those of blocks end the
 * line, list items get a dash, the address of a link follows its text, entities become their character. The result
 * is plain text, to be escaped like any other: this is no sanitiser. A text without tags or entities is unchanged.
 *
 * @example htmlToText('<p>Ouvert&nbsp;: <b>lundi</b></p>') // '\nOuvert : lundi\n' (with a no-break space)
 */
export function htmlToText(html: string): string {
  if (!/<[a-z!/]|&[a-z#]/i.test(html)) return html;
  let text = '';
  let silence = 0;
  const links: { target: string; from: number }[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (silent.has(name)) silence += 1;
        if (blocks.has(name)) text += name === 'li' ? '\n- ' : '\n';
        if (name === 'a') links.push({ target: targetOf(attributes['href']), from: text.length });
      },
      ontext(part) {
        if (silence === 0) text += part;
      },
      onclosetag(name) {
        if (silent.has(name)) silence -= 1;
        if (blocks.has(name) && name !== 'br') text += '\n';
        const link = name === 'a' ? links.pop() : undefined;
        if (link?.target && !text.slice(link.from).includes(link.target)) text += ` (${link.target})`;
      },
    },
    { decodeEntities: true },
  );
  // Quotes that a careless CSV export doubled: href=""…"".
  parser.write(html.replaceAll(/=""([^"]+)""/g, '="$1"'));
  parser.end();
  return text;
}

/** What a link leads to when it says something outside its page: a web or an e-mail address. */
function targetOf(href = ''): string {
  return /^(https?:|mailto:)/i.test(href) ? href.replace(/^mailto:/i, '') : '';
}
