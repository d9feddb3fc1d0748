import { parentPort, workerData } from 'node:worker_threads';
import { type VotesToRead, readOpinions } from './opinion-picture.ts';

// Started as a thread, by `opinions.server.ts` alone.
parentPort?.postMessage(readOpinions(workerData as VotesToRead));
