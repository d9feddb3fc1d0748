export { type OwnerRefusal, readJobs, readOutbox } from './owner-tools.server.ts';
export {
  emailOf,
  findOrCreatePerson,
  findPerson,
  grantRole,
  hasOwner,
  namesOf,
  proveEmail,
  roleOf,
} from './person-store.server.ts';
export {
  type Sessions,
  closeAllSessions,
  closeSession,
  findCurrentPerson,
  makeSessions,
  openSessionFor,
} from './sessions.server.ts';
export {
  type LinkMail,
  type MailRefusal,
  acceptOwnerLink,
  acceptSignInLink,
  changeName,
  mailLink,
  makeOwnerLink,
  personFor,
  requestSignIn,
  showOwnerLink,
  showSignInLink,
} from './sign-in.server.ts';
