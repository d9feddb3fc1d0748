import { buildWhenNeeded } from '../src/app/build.server.ts';

// The build as `npm start` makes it, so that what the journeys start is not built a second time.
buildWhenNeeded((line) => console.log(line));
