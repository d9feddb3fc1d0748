/** A tool: the browser makes the key. The list and its removal work without JavaScript. */
export const csr = true;
