import { rule } from './rule.ts';

/*
 * Who may do what to an evaluation session, and to a practice by one. The columns are:
 *
 *                      visitor  contributor  facilitator  owner  neighbour  removed
 */

export const evaluating = rule(
  'evaluating a practice',
  `
  other                 no       no           yes          yes    no         no
  members               404      no           yes          yes    no         404
  draft                 404      404          404          404    404        404
  deleted               404      404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const running = rule(
  'running an evaluation',
  `
  other                 no       no           yes          yes    no         no
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const preparing = rule(
  'preparing an evaluation',
  `
  other                 404      404          yes          yes    404        404
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const givingDots = rule(
  'giving dots with the code of a room',
  `
  other                 yes      yes          yes          yes    yes        yes
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);
