export { findFramework, findFrameworkVersion, listFrameworks } from './framework-store.server.ts';
export { publishShippedFramework, readShippedFramework } from './publish-framework.server.ts';
