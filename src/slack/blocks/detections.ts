import type { RichTextSection } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import type { Detection } from '../../detections/detection.js';
import { exampleOf } from '../../detections/parameter.js';
import { counted } from '../../text.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { charactersIn, type Rendered } from './message.js';
import { bold, bullets, literalLine, logCode, logText, richText, section, words } from './rich-text.js';

/** What the lines around the list need. */
const OTHER_CHARACTERS = 600;

/** Every question that can be asked by its id, with what it asks and the parameters that it takes. */
export function detectionsMessage({ detections, own }: Catalogue): Rendered {
  const lines = [...detections.values()].map((detection) => lineOf(detection, own.has(detection.id)));
  let room = MAX_MESSAGE_CHARACTERS - OTHER_CHARACTERS;
  const shown = lines.filter((line) => {
    room -= charactersIn(line);
    return room >= 0;
  });
  const hidden = lines.length - shown.length;
  const ofOwn = own.size === 0 ? '' : `, ${own.size} of them your own`;
  const title = `${counted(lines.length, 'question')}${ofOwn}`;
  return {
    text: title,
    blocks: [
      richText(section(bold(title))),
      bullets(shown),
      ...(hidden > 0 ? [literalLine(`${counted(hidden, 'more question')} not shown: there is no room for them.`)] : []),
      literalLine('Without a window, that of the case holds; without suspect= or about=, the suspect of the case.'),
    ],
  };
}

function lineOf({ id, asks, parameters, isAboutSubject }: Detection, isOwn: boolean): RichTextSection {
  const about = isAboutSubject ? ['[about=…]'] : [];
  const usage = ['/ir run', id, '[window]', ...about, ...parameters.map(exampleOf)].join(' ');
  return section(logCode(usage, 250), words('  '), ...(isOwn ? [bold('your own: ')] : []), logText(asks, 150));
}
