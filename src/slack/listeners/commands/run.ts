import type { Catalogue } from '../../../detections/catalogue.js';
import { readSubject } from '../../../detections/subject.js';
import { UserFacingError } from '../../../errors.js';
import { nearest } from '../../../nearest.js';
import { shortened } from '../../../text.js';
import type { Command } from './command.js';
import { readRunRequest } from './read-words.js';

/** `/ir run <id> [window] [name=value …]`: asks any question of the catalogue, with values for its parameters. */
export const run: Command = {
  name: 'run',
  asks: true,
  usage: 'run <id> [window] [name=value …]',
  says: 'Ask any question, your own ones too, with values for its parameters; about=… says about whom.',
  async run({ cases, catalogue }, origin, rest) {
    const { id, window, given } = readRunRequest(rest);
    const detection = catalogue.detections.get(id);
    if (!detection) throw unknownDetection(id, catalogue);
    if (!detection.isAboutSubject) {
      await cases.ask(origin, { detection: id, window, parameters: given });
      return undefined;
    }
    const { about, ...parameters } = given;
    const subject = about === undefined ? undefined : readSubject(about);
    await cases.ask(origin, { detection: id, window, about: subject, parameters });
    return undefined;
  },
};

/** What is said of an id that is no question's. */
export function unknownDetection(id: string, { detections }: Catalogue): UserFacingError {
  const word = shortened(id, 60);
  const close = nearest(word, [...detections.keys()]);
  const meant = close ? ` The nearest is ${close.word}.` : '';
  return new UserFacingError(`"${word}" is no question.${meant} /ir detections lists what there is.`);
}
