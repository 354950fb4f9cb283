import type { Catalogue } from '../../detections/catalogue.js';
import type { Rendered } from './answer.js';
import { bold, contextLine, richText, section, words } from './rich-text.js';

/** A command as the help shows it. */
export interface HelpLine {
  /** What is typed after `/ir`. */
  readonly usage: string;
  readonly says: string;
}

/** What can be typed, on one screen. */
export function helpMessage(catalogue: Catalogue, commands: readonly HelpLine[]): Rendered {
  const questions = [...catalogue.values()].map(({ id, asks }) => ({ usage: `${id} [window]`, says: asks }));
  const line = ({ usage, says }: HelpLine) =>
    section({ type: 'text', text: `/ir ${usage}`, style: { code: true } }, words(`  ${says}`));
  return {
    text: 'What ir-bot can do',
    blocks: [
      richText(section(bold('Ask CloudTrail'))),
      richText({ type: 'rich_text_list', style: 'bullet', elements: questions.map(line) }),
      richText(section(bold('Lead the case'))),
      richText({ type: 'rich_text_list', style: 'bullet', elements: commands.map(line) }),
      contextLine(
        'A window is `24h`, `7d`, `2026-11-20` or `2026-11-20..2026-11-22`, in UTC. Answers come into the thread of the case, for the whole channel to see.',
      ),
    ],
  };
}
