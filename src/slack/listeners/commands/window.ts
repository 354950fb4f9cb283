import { UserFacingError } from '../../../errors.js';
import type { Case } from '../../../investigation/case.js';
import { inWords, type Reply } from '../reply.js';
import type { Command } from './command.js';
import { wordsOf } from './read-words.js';

/** `/ir window <window>`: what questions of this case look at that name no window. */
export const window: Command = {
  name: 'window',
  usage: 'window <window>',
  says: 'Set the window of questions that name none,',
  group: 'bounds',
  async run({ cases }, origin, rest) {
    const [text, ...others] = wordsOf(rest);
    if (text === undefined || others.length > 0) throw new UserFacingError('Type one window after it: /ir window 7d');
    return windowReply(await cases.setWindow(origin, text));
  },
};

/** What the person is told who set a case's window. */
export function windowReply({ number, window: now }: Case): Reply {
  const all = /^all$/i.test(now) ? ' Each of them reads the whole table, so each will ask for a confirmation.' : '';
  return inWords(`Case ${number}: questions that name no window now look at ${now}.${all}`);
}
