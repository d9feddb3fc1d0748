export type { CurrentPerson, Person } from './person.ts';
