export {
  type Criterion,
  type Dimension,
  type FrameworkContent,
  frameworkShape,
} from './framework-content.ts';
export { type Framework, anchorsAround, criteriaOf, criterionPath, findCriterion } from './framework.ts';
