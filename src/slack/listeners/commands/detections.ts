import { detectionsMessage } from '../../blocks/detections.js';
import type { Command } from './command.js';

/** `/ir detections`: every question, what it asks and which parameters it takes. */
export const detections: Command = {
  name: 'detections',
  usage: 'detections',
  says: 'List every question that can be run, with its parameters.',
  run: async ({ catalogue }) => detectionsMessage(catalogue),
};
