import type { ShownTable } from '../../investigation/ports.js';
import { describeWindow } from '../../investigation/window.js';
import { ageText, timeText } from '../../text.js';
import { answerButtons } from './answer-buttons.js';
import { ACTIONS, placeValue } from './button-value.js';
import { button } from './elements.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';
import { charactersIn, type Rendered } from './message.js';
import { bold, person, richText, section, words } from './rich-text.js';
import { notSearchedLines, parameterLines } from './small-print.js';
import { aboutWords } from './subject-words.js';
import { TABLE_STYLES } from './table.js';
import { answerTable, tablePart } from './table-part.js';

/** One table of an answer that is there already, best form first: whose it is, how old, and a button to ask again. */
export function tableForms({ run, detection, table, by, at }: ShownTable): readonly Rendered[] {
  const answer = run.answer ?? { tables: [] };
  const shown = answerTable(table, answer);
  const answeredAt = run.answeredAt ?? run.askedAt;
  const ageMs = Math.max(0, Date.parse(at) - Date.parse(answeredAt));
  const line = richText(
    section(
      bold(table.title),
      ...aboutWords(run.about),
      words(
        `, ${describeWindow(run.window)} · from the answer of ${timeText(answeredAt)}, ${ageText(ageMs)} old · for `,
      ),
      person(by),
    ),
  );
  const again = button(
    'Ask again',
    ACTIONS.askAgain,
    placeValue({ caseId: run.caseId, runId: run.id, table: table.name }),
  );
  const smallPrint = [...parameterLines(run), ...notSearchedLines(run)];
  const buttons = answerButtons(run, answer, detection, shown, [again]);
  const room = MAX_MESSAGE_CHARACTERS - charactersIn([line, ...smallPrint, ...buttons]);
  return TABLE_STYLES.map((style) => {
    const { table: blocks, notShown } = tablePart(shown, style, room);
    const text = `${table.title}, from the answer of ${timeText(answeredAt)}`;
    return { text, blocks: [line, ...blocks, ...notShown, ...smallPrint, ...buttons] };
  });
}
