export {
  findFramework,
  findFrameworkVersion,
  listFrameworks,
  listPublishedVersions,
} from './framework-store.server.ts';
export {
  publishShippedFramework,
  readShippedFramework,
  readShippedFrameworks,
} from './publish-framework.server.ts';
