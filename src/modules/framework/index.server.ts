export { findFramework, findFrameworkVersion, listFrameworks } from './framework-store.server.ts';
export {
  publishShippedFramework,
  readShippedFramework,
  readShippedFrameworks,
} from './publish-framework.server.ts';
