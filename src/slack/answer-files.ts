import { csvOf } from '../detections/csv.js';
import { type Detection, shownTables, type Table } from '../detections/detection.js';
import type { Run } from '../investigation/run.js';
import { describeWindow } from '../investigation/window.js';
import type { TextFile } from './files.js';

/** Tables of an answer as CSV files, where they have rows: the way out when Slack takes none of them in a message. */
export function answerFiles(
  { answer, window }: Pick<Run, 'answer' | 'window'>,
  detection: Detection,
  tables: readonly Table[] = shownTables(detection),
): readonly TextFile[] {
  return tables.flatMap(({ name, title, columns }) => {
    const rows = answer?.tables.find((found) => found.name === name)?.rows ?? [];
    if (rows.length === 0) return [];
    const file = `${detection.id}-${name}`.replaceAll('_', '-');
    return [{ name: `${file}.csv`, title: `${title}, ${describeWindow(window)}`, text: csvOf(columns, rows) }];
  });
}
