/** For how long a link to take a new address is good. */
export const emailChangeMinutes = 30;

/** For how many days the former address still opens the account, and its reader may take it back. */
export const formerAddressDays = 7;

/** How many times a day a person may ask for another address. */
export const emailChangesPerDay = 5;
