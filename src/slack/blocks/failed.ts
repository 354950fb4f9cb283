import type { RichTextElement } from '@slack/types';
import type { Detection } from '../../detections/detection.js';
import type { Run } from '../../investigation/run.js';
import { ACTIONS, placeValue } from './button-value.js';
import { button } from './elements.js';
import { notification, type Rendered } from './message.js';
import { bold, logText, person, richText, section, words } from './rich-text.js';
import { costLine, notSearchedLines, parameterLines } from './small-print.js';
import { aboutWords } from './subject-words.js';

const MAX_REASON = 1_500;

/** The message of a question that got no answer: why, or who stopped it; what it cost; and a button that asks it once more. */
export function failedMessage(run: Run, detection: Detection): Rendered {
  const { caseId, id: runId, view, stoppedBy, reason = 'No reason is known.' } = run;
  const why: RichTextElement[] =
    stoppedBy === undefined
      ? [words(': '), logText(reason, MAX_REASON)]
      : [words(' was stopped by '), person(stoppedBy), words('.')];
  const line = section(
    words(stoppedBy === undefined ? '⚠️ ' : '⏹️ '),
    bold(detection.title),
    ...aboutWords(run.about),
    ...why,
  );
  const again = button('Ask again', ACTIONS.askAgain, placeValue({ caseId, runId, table: view }));
  return {
    text: notification(`${detection.title}: ${stoppedBy === undefined ? reason : 'stopped'}`),
    blocks: [
      richText(line),
      ...parameterLines(run),
      ...notSearchedLines(run),
      costLine(run),
      { type: 'actions', elements: [again] },
    ],
  };
}
