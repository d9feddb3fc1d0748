import { parentPort, workerData } from 'node:worker_threads';
import { type RobustnessTask, robustnessOf } from './choice-robustness.ts';

// Started as a thread, by `read-choice.server.ts` alone.
parentPort?.postMessage((workerData as RobustnessTask[]).map(robustnessOf));
