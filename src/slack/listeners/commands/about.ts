import { ABOUT } from '../../../detections/catalogue.js';
import type { Command } from './command.js';
import { readSubjectRequest } from './read-words.js';

/** `/ir about [arn|role|key|address|agent:…] [window]`: what somebody or something did. The suspect stays who it is. */
export const about: Command = {
  name: 'about',
  asks: true,
  usage: 'about <arn|role|key|address|agent:…> [window]',
  says: 'Ask what an identity, a role, an access key, an address or a user agent did. Without one: what the suspect did.',
  async run({ cases }, origin, rest) {
    const { subject, window } = readSubjectRequest(rest, '/ir about');
    await cases.ask(origin, { detection: ABOUT, about: subject, window });
    return undefined;
  },
};
