/** A tool: the map is drawn in the browser. The list below it holds the same practices without JavaScript. */
export const csr = true;
