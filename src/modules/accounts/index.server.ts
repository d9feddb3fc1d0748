export {
  type InvitationRefusal,
  type ShownInvitation,
  acceptInvitation,
  showInvitation,
} from './accept-invitation.server.ts';
export {
  type AddRefusal,
  addPasskey,
  listPasskeys,
  offerPasskey,
  removePasskey,
} from './add-passkey.server.ts';
export {
  type AskRefusal,
  type ChangeRefusal,
  acceptEmailChange,
  askEmailChange,
  showEmailChange,
} from './change-email.server.ts';
export { type RoleChange, type RoleRefusal, changeRole } from './change-role.server.ts';
export { changedAddressSince } from './email-change-store.server.ts';
export { type EraseRefusal, erasePerson, freshMinutes, mayErase } from './erase-person.server.ts';
export { type PersonalCopy, tellPerson } from './tell-person.server.ts';
export {
  type IdentityProvider,
  type ProviderRefusal,
  type ProviderSettings,
  createIdentityProvider,
} from './identity-provider.server.ts';
export {
  inviteToRole,
  resendInvitation,
  roleInvitationRule,
  withdrawInvitation,
} from './invite-to-role.server.ts';
export { listInvitations, listPeople } from './list-people.server.ts';
export { listIdentities, removeIdentity } from './manage-identities.server.ts';
export { type OpenSession, endOtherSessions, endSession, listSessions } from './manage-sessions.server.ts';
export type { PasskeySite } from './passkey-challenge.server.ts';
export { facilitatorEmails, joinTerritory, reachablePeople } from './role-holder-store.server.ts';
export { type OwnerRefusal, readJobs, readOutbox, retryMail } from './owner-tools.server.ts';
export {
  emailOf,
  findOrCreatePerson,
  findPerson,
  grantRole,
  hasOwner,
  namesOf,
  ownerNames,
  proveEmail,
  provedEmailOf,
  roleOf,
} from './person-store.server.ts';
export { type RestoreRefusal, restoreEmail, showEmailRestore } from './restore-email.server.ts';
export { readRoleHistory } from './role-history.server.ts';
export { findProviderSession, putProviderSession } from './session-store.server.ts';
export {
  type Sessions,
  closeAllSessions,
  closeSession,
  currentSessionId,
  findCurrentPerson,
  makeSessions,
  openNamedSession,
  openSessionFor,
} from './sessions.server.ts';
export { type PasskeyRefusal, askForPasskey, signInWithPasskey } from './sign-in-with-passkey.server.ts';
export { type MailTryRefusal, tryMail } from './try-mail.server.ts';
export { signInWithIdentity, useVisit, writeVisit } from './sign-in-with-provider.server.ts';
export {
  type LinkMail,
  type MailRefusal,
  acceptOwnerLink,
  acceptSignInLink,
  changeName,
  checkAddress,
  mailLink,
  mayAskFrom,
  makeOwnerLink,
  personFor,
  requestSignIn,
  showOwnerLink,
  showSignInLink,
} from './sign-in.server.ts';
