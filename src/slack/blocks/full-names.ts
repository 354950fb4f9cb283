import type { RichTextSection } from '@slack/types';
import { shortIdentity } from '../../detections/identity.js';
import type { FullNames } from '../../investigation/answers.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { fitting, notification, type Rendered } from './message.js';
import { bold, bullets, contextLine, logCode, richText, section, words } from './rich-text.js';

/** What the lines around the list need. */
const OTHER_CHARACTERS = 500;
/** More make a list that nobody reads. */
const MAX_NAMES = 100;
/** IAM's longest ARNs, of a path and a name, are shorter. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (as of November 2026) */
const MAX_NAME = 800;

/** The identities of a table by their short names and in full, to be read and copied. For the person alone. */
export function fullNamesMessage({ detection, table, values }: FullNames): Rendered {
  const title = `${detection.title} · ${table.title}: full ARNs`;
  const lines = fitting(values.slice(0, MAX_NAMES).map(lineOf), MAX_MESSAGE_CHARACTERS - OTHER_CHARACTERS);
  const hidden = values.length - lines.length;
  return {
    text: notification(title),
    blocks: [
      richText(section(bold(title), ...(values.length === 0 ? [words(': no identity in this table.')] : []))),
      ...(lines.length > 0 ? [bullets(lines)] : []),
      ...(hidden > 0
        ? [contextLine(`${hidden.toLocaleString('en-US')} more not shown: /ir export has all of them in a file.`)]
        : []),
    ],
  };
}

function lineOf(arn: string): RichTextSection {
  const short = shortIdentity(arn);
  const name = logCode(arn, MAX_NAME);
  return short === arn ? section(name) : section(logCode(short, 120), words('  →  '), name);
}
