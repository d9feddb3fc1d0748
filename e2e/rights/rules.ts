import { rule } from './rule.ts';

/*
 * Who may do what, and what a link opens, said in another way than the code says it. `own` is the asker's, `other`
 * someone else's; `elsewhere` is of the other territory. The columns are:
 *
 *                      visitor  contributor  facilitator  owner  neighbour  removed
 */

export const everyone = rule(
  'everyone',
  `
  any                   yes      yes          yes          yes    yes        yes
`,
);

export const nobody = rule(
  'nobody',
  `
  any                   no       no           no           no     no         no
`,
);

export const developers = rule(
  'developers, on a site of theirs',
  `
  any                   404      404          404          404    404        404
`,
);

export const signedIn = rule(
  'whoever is signed in',
  `
  any                   no       yes          yes          yes    yes        yes
`,
);

export const members = rule(
  'members',
  `
  any                   no       yes          yes          yes    yes        no
`,
);

export const facilitators = rule(
  'facilitators',
  `
  any                   no       no           yes          yes    no         no
`,
);

export const removedExcepted = rule(
  'everyone but who was removed',
  `
  any                   yes      yes          yes          yes    yes        no
`,
);

export const owners = rule(
  'owners',
  `
  any                   no       no           no           yes    no         no
`,
);

export const ownersFind = rule(
  'what owners alone look for',
  `
  absent                no       no           no           404    no         no
`,
);

export const facilitatorsOn = rule(
  'what facilitators alone know of',
  `
  other                 no       no           yes          yes    no         no
  elsewhere             no       no           404          404    no         no
  absent                no       no           404          404    no         no
`,
);

export const ownersOn = rule(
  'what owners alone may change',
  `
  other                 no       no           no           yes    no         no
  elsewhere             no       no           no           no     no         no
  absent                no       no           no           no     no         no
`,
);

export const ownInvitations = rule(
  'an invitation to a role',
  `
  own                   -        -            yes          yes    -          -
  other                 no       no           no           yes    no         no
  elsewhere             no       no           no           no     no         no
  absent                no       no           no           no     no         no
`,
);

export const ownSessions = rule(
  'a session',
  `
  own                   -        yes          yes          yes    yes        yes
  other                 no       no           no           no     no         no
  absent                no       no           no           no     no         no
`,
);

export const link = rule(
  'a link',
  `
  good                  yes      yes          yes          yes    yes        yes
  used                  no       no           no           no     no         no
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const linkForOne = rule(
  'a link for one person',
  `
  good                  yes      no           no           no     no         no
  withdrawn             no       no           no           no     no         no
  used                  no       no           no           no     no         no
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const lastingLink = rule(
  'a link that serves again and again',
  `
  good                  yes      yes          yes          yes    yes        yes
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const answerLink = rule(
  'a link to answer',
  `
  good                  yes      yes          yes          yes    yes        yes
  withdrawn             no       no           no           no     no         no
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const answerFile = rule(
  'a file behind a link to answer',
  `
  good                  yes      yes          yes          yes    yes        yes
  withdrawn             404      404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  made up               404      404          404          404    404        404
`,
);

export const answerCode = rule(
  'the code of a card, which leads to its sheet',
  `
  good                  yes      yes          yes          yes    yes        yes
  withdrawn             yes      yes          yes          yes    yes        yes
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const roomCode = rule(
  'the address of a room, which gives a sheet',
  `
  good                  yes      yes          yes          yes    yes        yes
  withdrawn             no       no           no           no     no         no
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const ownLink = rule(
  'a link for whoever asked for it',
  `
  own                   -        yes          yes          yes    yes        yes
  other                 no       no           no           no     no         no
  replaced              -        no           no           no     no         no
  elsewhere             no       no           no           no     no         no
  made up               no       no           no           no     no         no
`,
);

export const following = rule(
  'following a record',
  `
  own                   -        yes          yes          yes    yes        no
  other                 no       yes          yes          yes    yes        no
  members               no       yes          yes          yes    yes        no
  draft                 no       no           no           no     no         no
  own draft             -        yes          yes          yes    yes        no
  deleted               no       no           no           no     no         no
  hidden                no       no           no           no     no         no
  own hidden            -        yes          yes          yes    yes        no
  elsewhere             no       no           no           no     no         no
  absent                no       no           no           no     no         no
`,
);
