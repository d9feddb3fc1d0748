export { type Criterion, type Dimension, type FrameworkContent } from './framework-content.ts';
export { type Framework, anchorsAround, criteriaOf, criterionPath, findCriterion } from './framework.ts';
