export { formerAddressDays } from './email-change.ts';
export type { CurrentPerson, Person } from './person.ts';
export type { RoleEvent } from './role-event.ts';
export {
  type RoleHolder,
  type GivenRole,
  type RoleInvitation,
  can,
  invitationDays,
  isGivenRole,
  givenRoles,
  readPeopleQuery,
} from './role-holder.ts';
export type { PasskeyWords } from './ui/passkey-browser.ts';
