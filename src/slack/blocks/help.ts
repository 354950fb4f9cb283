import type { AnyBlock, RichTextSection } from '@slack/types';
import { ABOUT, type Catalogue, FIRST_QUESTION } from '../../detections/catalogue.js';
import type { Rendered } from './message.js';
import { bold, bullets, literalLine, logCode, richText, section, words } from './rich-text.js';

/** A command as the help shows it. */
export interface HelpLine {
  /** What is typed after `/ir`. */
  readonly usage: string;
  readonly says: string;
}

const WINDOWS =
  'A window, in UTC: 15m, 24h, 7d, 2026-11-20, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z or all; without one, that of the case.';
const MORE =
  "The notebook's own questions and your own: /ir detections lists them. Answers come into the thread of the case, for the whole channel to see.";

/** What can be typed, on one screen: the questions of every day, then what leads the case. */
export function helpMessage(catalogue: Catalogue, commands: readonly HelpLine[]): Rendered {
  const isAbout = ({ usage }: HelpLine) => usage.split(' ')[0] === ABOUT;
  const about = commands.find(isAbout) ?? questionLine(catalogue, ABOUT);
  return {
    text: 'What ir-bot can do',
    blocks: [
      ...list('Ask CloudTrail', [
        helpLine(questionLine(catalogue, FIRST_QUESTION)),
        tablesLine(catalogue, FIRST_QUESTION, 'One table of that answer.'),
        helpLine(about),
        tablesLine(catalogue, ABOUT, 'One table about the suspect; all come from one scan.'),
      ]),
      ...list('Lead the case', commands.filter((command) => !isAbout(command)).map(helpLine)),
      literalLine(WINDOWS),
      literalLine(MORE),
    ],
  };
}

const questionLine = (catalogue: Catalogue, id: string): HelpLine => ({
  usage: `${id} [window]`,
  says: catalogue.detections.get(id)?.asks ?? '',
});

const helpLine = ({ usage, says }: HelpLine): RichTextSection => section(logCode(`/ir ${usage}`), words(`  ${says}`));

/** The tables of a question that have a word of their own. */
function tablesLine({ views }: Catalogue, id: string, says: string): RichTextSection {
  const names = [...views].filter(([, { detection }]) => detection.id === id).map(([name]) => name);
  const elements = names.flatMap((name, at) => (at === 0 ? [logCode(`/ir ${name}`)] : [words(' '), logCode(name)]));
  return section(...elements, words(`  ${says}`));
}

const list = (title: string, lines: RichTextSection[]): AnyBlock[] => [
  richText(section(bold(title))),
  ...(lines.length > 0 ? [bullets(lines)] : []),
];
