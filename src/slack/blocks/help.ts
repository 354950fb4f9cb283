import type { AnyBlock } from '@slack/types';
import type { Catalogue } from '../../detections/catalogue.js';
import type { Detection } from '../../detections/detection.js';
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
  const questions = [...catalogue.values()];
  const isAboutSuspect = ({ parameters }: Detection) => parameters.includes('suspect');
  const general = questions.filter((detection) => !isAboutSuspect(detection));
  return {
    text: 'What ir-bot can do',
    blocks: [
      ...list('Ask CloudTrail', general.map(helpLine)),
      ...list('Ask about the suspect', questions.filter(isAboutSuspect).map(helpLine)),
      ...list('Lead the case', commands),
      contextLine(
        'A window is `24h`, `7d`, `2026-11-20` or `2026-11-20..2026-11-22`, in UTC. Answers come into the thread of the case, for the whole channel to see.',
      ),
    ],
  };
}

const helpLine = ({ id, asks }: Detection): HelpLine => ({ usage: `${id} [window]`, says: asks });

function list(title: string, lines: readonly HelpLine[]): AnyBlock[] {
  const elements = lines.map(({ usage, says }) =>
    section({ type: 'text', text: `/ir ${usage}`, style: { code: true } }, words(`  ${says}`)),
  );
  return [richText(section(bold(title))), richText({ type: 'rich_text_list', style: 'bullet', elements })];
}
