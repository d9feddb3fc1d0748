/** Pages are read without JavaScript; the few that are tools (the map) say otherwise for themselves. */
export const csr = false;
