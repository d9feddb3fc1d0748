/** A tool: the browser uses the key. The link by e-mail opens the same account without JavaScript. */
export const csr = true;
