import { rule } from './rule.ts';

/*
 * Who may do what to a record, said in another way than the code says it. `own` is the asker's, `other` someone else's;
 * both are public unless said otherwise. `absent` never existed: whatever answers 404 must answer exactly alike. The
 * columns are:
 *
 *                      visitor  contributor  facilitator  owner  neighbour  removed
 */

export const reading = rule(
  'reading a record',
  `
  own                   -        yes          yes          yes    yes        yes
  other                 yes      yes          yes          yes    yes        yes
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        yes
  deleted               410      410          410          410    410        410
  own deleted           -        410          410          410    410        410
  deleted draft         404      404          404          404    404        404
  deleted members       404      410          410          410    410        404
  hidden                410      410          yes          yes    410        410
  own hidden            -        yes          yes          yes    yes        yes
  hidden members        404      410          yes          yes    410        404
  hidden draft          404      404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const readingByProgram = rule(
  'reading a record by program',
  `
  other                 yes      yes          yes          yes    yes        yes
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        yes
  deleted               410      410          410          410    410        410
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const readingFeed = rule(
  'reading the feed of a record',
  `
  own                   -        yes          yes          yes    yes        yes
  other                 yes      yes          yes          yes    yes        yes
  members               404      404          404          404    404        404
  draft                 404      404          404          404    404        404
  own draft             -        404          404          404    404        404
  deleted               404      404          404          404    404        404
  hidden                404      404          404          404    404        404
  own hidden            -        404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const changing = rule(
  'changing a record',
  `
  own                   -        yes          yes          yes    yes        no
  other                 no       yes          yes          yes    yes        no
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        no
  deleted               410      410          410          410    410        410
  deleted draft         404      404          404          404    404        404
  hidden                410      410          yes          yes    410        410
  own hidden            -        yes          yes          yes    yes        no
  hidden draft          404      404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const correcting = rule(
  'correcting a practice, by mail without an account',
  `
  own                   -        yes          yes          yes    yes        no
  other                 yes      yes          yes          yes    yes        no
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        no
  deleted               410      410          410          410    410        410
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const facilitating = rule(
  'changing a record that facilitators keep',
  `
  own                   -        no           yes          yes    no         no
  other                 no       no           yes          yes    no         no
  draft                 404      404          404          404    404        404
  deleted               410      410          410          410    410        410
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const takingAway = rule(
  'taking a record away',
  `
  own                   -        yes          yes          yes    yes        no
  other                 no       no           yes          yes    no         no
  members               404      no           yes          yes    no         404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        no
  deleted               410      410          410          410    410        410
  hidden                410      410          yes          yes    410        410
  own hidden            -        yes          yes          yes    yes        no
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const bringingBack = rule(
  'bringing a record back',
  `
  other                 404      404          404          404    404        404
  deleted               no       no           yes          yes    no         no
  own deleted           -        yes          yes          yes    yes        no
  deleted draft         404      404          404          404    404        404
  own deleted draft     -        yes          yes          yes    yes        no
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const bringingBackFromList = rule(
  'bringing a record back from the list of what was deleted',
  `
  other                 no       no           404          404    no         no
  deleted               no       no           yes          yes    no         no
  own deleted           -        yes          yes          yes    yes        no
  deleted draft         no       no           404          404    no         no
  elsewhere             no       no           404          404    no         no
  absent                no       no           404          404    no         no
`,
);

export const writing = rule(
  'writing to the contact of a practice',
  `
  other                 yes      yes          yes          yes    -          -
  members               404      -            -            -      -          404
  draft                 404      404          404          404    404        404
  deleted               410      410          410          410    410        410
  hidden                410      410          -            -      410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const hiding = rule(
  'hiding a record',
  `
  own                   -        no           yes          yes    no         no
  other                 no       no           yes          yes    no         no
  members               404      no           yes          yes    no         404
  draft                 404      404          404          404    404        404
  deleted               404      404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const showingAgain = rule(
  'showing a hidden record again',
  `
  hidden                404      404          yes          yes    404        404
  own hidden            -        no           yes          yes    no         no
  hidden draft          404      404          404          404    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const hidingForm = rule(
  'the form that hides',
  `
  other                 no       no           yes          yes    no         no
  draft                 no       no           404          404    no         no
  hidden                no       no           yes          yes    no         no
  elsewhere             no       no           404          404    no         no
  absent                no       no           404          404    no         no
`,
);

export const reporting = rule(
  'reporting a record',
  `
  other                 yes      yes          yes          yes    yes        yes
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  deleted               404      404          404          404    404        404
  hidden                404      404          yes          yes    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const takingCommentBack = rule(
  'taking a comment back',
  `
  own comment           -        yes          yes          yes    yes        no
  other                 no       no           yes          yes    no         no
  draft                 404      404          404          404    404        404
  hidden                410      410          yes          yes    410        410
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const readingFile = rule(
  'reading a file',
  `
  own                   -        yes          yes          yes    yes        yes
  other                 yes      yes          yes          yes    yes        yes
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        yes
  deleted               410      410          410          410    410        410
  deleted draft         404      404          404          404    404        404
  hidden                404      404          yes          yes    404        404
  own hidden            -        yes          yes          yes    yes        yes
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const changingFile = rule(
  'changing the files of a record',
  `
  own                   -        yes          yes          yes    yes        no
  other                 no       yes          yes          yes    yes        no
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        no
  deleted               410      410          410          410    410        410
  hidden                404      404          yes          yes    404        404
  own hidden            -        yes          yes          yes    yes        no
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const tying = rule(
  'tying a record to others',
  `
  own                   -        yes          yes          yes    yes        no
  other                 no       yes          yes          yes    yes        no
  members               404      yes          yes          yes    yes        404
  draft                 404      404          404          404    404        404
  own draft             -        yes          yes          yes    yes        no
  deleted               404      404          404          404    404        404
  hidden                404      404          yes          yes    404        404
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);

export const readingShared = rule(
  'reading what everyone sees',
  `
  other                 yes      yes          yes          yes    yes        yes
  elsewhere             404      404          404          404    404        404
  absent                404      404          404          404    404        404
`,
);
