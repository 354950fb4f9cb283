import type { Catalogue } from '../../detections/catalogue.js';
import type { Run } from '../../investigation/run.js';
import { briefWindow } from '../../investigation/window.js';
import { timeText } from '../../text.js';
import { notification, type Rendered } from './message.js';
import { bold, link, logText, person, richText, section, words } from './rich-text.js';
import { aboutWords } from './subject-words.js';

/** Points whoever asks what is being asked already to where its answer will be. For the person alone. */
export function alreadyRunningMessage(run: Run, { detections }: Catalogue): Rendered {
  const { about, window, askedBy, askedAt, permalink } = run;
  const title = detections.get(run.detection)?.title ?? run.detection;
  const place =
    permalink === undefined
      ? [words('Its answer will be in the thread of the case.')]
      : [words('This is '), link(permalink, 'where its answer will be'), words('.')];
  return {
    text: notification(`${title} is being asked already`),
    blocks: [
      richText(
        section(
          words('⏳ '),
          bold(title),
          ...aboutWords(about),
          words(', '),
          logText(briefWindow(window), 60),
          words(', is being asked already: by '),
          person(askedBy),
          words(` at ${timeText(askedAt)}. `),
          ...place,
        ),
      ),
    ],
  };
}
