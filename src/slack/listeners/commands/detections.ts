import { detectionsMessage } from '../../blocks/detections.js';
import type { Command } from './command.js';

/** `/ir detections`: every question, what it asks and which parameters it takes. */
export const detections: Command = {
  name: 'detections',
  usage: 'detections',
  says: 'or list them all, with their parameters.',
  group: 'any',
  run: async ({ catalogue }) => detectionsMessage(catalogue),
};
