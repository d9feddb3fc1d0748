export { chooseLever, withdrawChoice } from './choose-lever.server.ts';
export { chosenLevers } from './chosen-lever-store.server.ts';
export { findLever } from './lever-store.server.ts';
export { leversFor, leversOfEntry, listLevers } from './list-levers.server.ts';
export { publishShippedLevers, readShippedLevers } from './publish-shipped-levers.server.ts';
export { shippedKnowledge } from './read-knowledge.server.ts';
export { editLever, undoLeverChange, writeLever } from './write-lever.server.ts';
export { knowledgePersonalData } from './personal-data.server.ts';
