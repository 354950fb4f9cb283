import { confirmMessage } from '../../blocks/confirm.js';
import { doctorMessage } from '../../blocks/doctor.js';
import type { Command } from './command.js';

const UNBOUNDED =
  'The table has no partitions by day, so looking into the last 24 hours reads all of it: every byte in the bucket is billed.';

/** `/ir doctor`: what the bot can see of CloudTrail, what it cannot, and what a question costs. */
export const doctor: Command = {
  name: 'doctor',
  asks: true,
  usage: 'doctor',
  says: 'Say what I can see of CloudTrail, what I cannot, and what a question costs.',
  async run(deps, { isConfirmed = false }) {
    const report = await deps.doctor({ isConfirmed });
    const message = doctorMessage(report);
    if (report.measured) return message;
    const { blocks } = confirmMessage(UNBOUNDED, { kind: 'command', text: 'doctor' });
    return { ...message, blocks: [...message.blocks, ...blocks] };
  },
};
