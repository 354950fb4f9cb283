import type { RichTextSection } from '@slack/types';
import type { Case } from '../../investigation/case.js';
import type { Evidence, EvidenceFile } from '../../investigation/ports.js';
import { counted, dateTimeText } from '../../text.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { fitting, notification, type Rendered } from './message.js';
import { bold, bullets, contextLine, logCode, logText, person, richText, section, words } from './rich-text.js';

/** What the lines around the list need. */
const OTHER_CHARACTERS = 500;

/** What goes with a case's files into its thread: each by its name, what is in it, and its sum for the evidence log. */
export function evidenceMessage({ number }: Case, { by, at, files }: Evidence): Rendered {
  const title = `Evidence of case ${number}`;
  const lines = fitting(files.map(fileLine), MAX_MESSAGE_CHARACTERS - OTHER_CHARACTERS);
  const hidden = files.length - lines.length;
  const about = richText(
    section(
      bold(title),
      words(` · ${counted(files.length, 'file')} · exported by `),
      person(by),
      words(` ${dateTimeText(at)}`),
    ),
  );
  return {
    text: notification(`${title}: ${counted(files.length, 'file')}`),
    blocks: [
      about,
      ...(lines.length > 0 ? [bullets(lines)] : []),
      ...(hidden > 0
        ? [contextLine(`${counted(hidden, 'more file')} not listed here: the timeline has the sums of all.`)]
        : []),
    ],
  };
}

const fileLine = ({ name, title, window, sha256, rows }: EvidenceFile): RichTextSection =>
  section(
    logCode(name, 120),
    words('  '),
    logText(window === undefined ? title : `${title}, ${window}`, 200),
    words(rows === undefined ? ' · SHA-256 ' : ` · ${rowsText(rows)} · SHA-256 `),
    logCode(sha256, 64),
  );

function rowsText({ written, total, isCutOff }: NonNullable<EvidenceFile['rows']>): string {
  const first = written.toLocaleString('en-US');
  if (isCutOff) return `the first ${first} rows; there are more, which were not read`;
  return written < total ? `the first ${first} of ${counted(total, 'row')}` : `all ${counted(total, 'row')}`;
}
