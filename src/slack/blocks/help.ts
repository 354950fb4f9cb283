import type { AnyBlock, RichTextElement, RichTextSection } from '@slack/types';
import { ABOUT, type Catalogue, FIRST_QUESTION } from '../../detections/catalogue.js';
import type { Rendered } from './message.js';
import { bold, bullets, literalLine, logCode, richText, section, words } from './rich-text.js';

/** A command as the help shows it. */
export interface HelpLine {
  /** What is typed after `/ir`. */
  readonly usage: string;
  readonly says: string;
  /** Commands of one group share a line, and what they say follows in their order. */
  readonly group?: string | undefined;
}

const WINDOWS =
  'A window, in UTC: 15m, 24h, 7d, 2026-11-20, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z or all; without one, that of the case.';
const IN_THREADS =
  'In a thread, Slack takes no slash commands: type @ir-bot instead of /ir, with the same words after it.';
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
      ...list('Lead the case', grouped(commands.filter((command) => !isAbout(command))).map(groupLine)),
      literalLine(WINDOWS),
      literalLine(IN_THREADS),
      literalLine(MORE),
    ],
  };
}

const questionLine = (catalogue: Catalogue, id: string): HelpLine => ({
  usage: `${id} [window]`,
  says: catalogue.detections.get(id)?.asks ?? '',
});

const helpLine = ({ usage, says }: HelpLine): RichTextSection => section(logCode(`/ir ${usage}`), words(`  ${says}`));

/** The commands of a group stand where its first one does. */
function grouped(commands: readonly HelpLine[]): HelpLine[][] {
  const groups = new Map<string, HelpLine[]>();
  for (const command of commands) {
    const group = command.group === undefined ? command.usage : `group ${command.group}`;
    groups.set(group, [...(groups.get(group) ?? []), command]);
  }
  return [...groups.values()];
}

/** `/ir open [title]` `close [note]`  Begin a case. End it. */
function groupLine(commands: readonly HelpLine[]): RichTextSection {
  const usages = commands.map(({ usage }, at) => (at === 0 ? `/ir ${usage}` : usage));
  return section(...codes(usages), words(`  ${commands.map(({ says }) => says).join(' ')}`));
}

const codes = (texts: readonly string[]): RichTextElement[] =>
  texts.flatMap((text, at) => (at === 0 ? [logCode(text)] : [words(' '), logCode(text)]));

/** The tables of a question that have a word of their own. */
function tablesLine({ views }: Catalogue, id: string, says: string): RichTextSection {
  const names = [...views].filter(([, { detection }]) => detection.id === id).map(([name]) => name);
  return section(...codes(names.map((name, at) => (at === 0 ? `/ir ${name}` : name))), words(`  ${says}`));
}

const list = (title: string, lines: RichTextSection[]): AnyBlock[] => [
  richText(section(bold(title))),
  ...(lines.length > 0 ? [bullets(lines)] : []),
];
