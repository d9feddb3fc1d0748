export { type CriterionPart, criterionParts, factsOf } from './criterion-facts.ts';
export {
  type Adopted,
  type Anchor,
  type Criterion,
  type Dimension,
  type FrameworkContent,
  type Lineage,
  frameworkDraftShape,
  frameworkShape,
} from './framework-content.ts';
export {
  type Framework,
  anchorsAround,
  can,
  criteriaOf,
  criterionPath,
  findCriterion,
  toFinish,
} from './framework.ts';
export { levelOf } from './number-scale.ts';
export { type Words, languageOfWords, wordsIn } from './words.ts';
export { type AdaptedAnswers, type Fate, type PastAnswer, adaptAnswers } from './passage/adapt-answers.ts';
export { controlOf, readPassageForm } from './passage/passage-form.ts';
export { guessPassage } from './passage/guess-passage.ts';
export {
  type Passage,
  type PassageProblem,
  composePassages,
  passageIn,
  problemsOfPassage,
} from './passage/passage.ts';
export { type FileOrigin, type FileProblem } from './files/framework-file.ts';
export { frameworkFileSchema, writeFrameworkJson } from './files/framework-json.ts';
export { writeFrameworkSkos } from './files/write-framework-skos.ts';
export { type FrameworkChange, frameworkChangeShape } from './draft/apply-change.ts';
export { settledPassage } from './passage/settled-passage.ts';
export {
  type AnswerKind,
  type CriterionForm,
  answerKinds,
  criterionFormOf,
  criterionFrom,
  mostLevels,
  readCriterionForm,
  reworded,
} from './draft/criterion-form.ts';
export { contentProblem, criterionErrors } from './draft/draft-words.ts';
export {
  type ContentEdit,
  addCriterion,
  addDimension,
  addSource,
  changeCriterion,
  changeDimension,
  criterionIds,
  moveCriterion,
  moveDimension,
  removeCriterion,
  removeDimension,
  removeSource,
  sourcesOf,
} from './draft/edit-content.ts';
export { type FrameworkDifference, differenceBetween, isSame } from './difference.ts';
export {
  type PresentationForm,
  presentationFormOf,
  presented,
  readPresentationForm,
  sourceFrom,
} from './draft/presentation-form.ts';
export { draftTeller } from './draft/tell-draft.ts';
