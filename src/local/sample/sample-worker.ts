import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { writeSample } from './sample.js';

/** A thread of its own for the sample, so that the rest of the workspace starts meanwhile. It is told the folder and the time. */
const { folder, now } = z.object({ folder: z.string(), now: z.date() }).parse(workerData);
await writeSample(folder, { now });
parentPort?.postMessage('written');
