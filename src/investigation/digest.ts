import { createHash } from 'node:crypto';

/** What names a thing in keys and tokens: 64 hexadecimal digits. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
