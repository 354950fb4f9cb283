import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../../detections/catalogue.js';
import { csvOf } from '../../detections/csv.js';
import { shownTables } from '../../detections/detection.js';
import { shortSubject } from '../../detections/subject.js';
import { counted, visible } from '../../text.js';
import type { Deed } from '../case.js';
import { ROWS_KEPT } from '../execution.js';
import type { History } from '../investigation.js';
import type { Channel, Evidence, EvidenceFile, InvestigationStore, QueryRunner } from '../ports.js';
import { type Answer, asksTheSame, type Run } from '../run.js';
import { describeWindow } from '../window.js';
import { timelineText } from './timeline.js';

/** What evidence is gathered with. */
export interface EvidenceDeps {
  readonly store: Pick<InvestigationStore, 'run'>;
  readonly runner: Pick<QueryRunner, 'finish'>;
  readonly channel: Pick<Channel, 'namesOf'>;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

/** Gathers a case's files: each table of the newest answer to each question as CSV, and the whole history as Markdown. */
export function buildEvidence(deps: EvidenceDeps): (history: History, deed: Deed) => Promise<Evidence> {
  const { store, runner, channel, catalogue, log, stopping } = deps;

  /** All rows that the question gave: where the store had no room for them, Athena has them still, and gives them for nothing. */
  async function wholeAnswer(run: Run): Promise<Answer> {
    const answer = run.answer ?? { tables: [] };
    const detection = catalogue.detections.get(run.detection);
    const isCut = answer.tables.some(({ rows, totalRows }) => rows.length < Math.min(totalRows, ROWS_KEPT));
    const { id: runId, caseId, executionId } = run;
    if (!isCut || !detection || executionId === undefined) return answer;
    try {
      return (await runner.finish(executionId, { detection, rowLimit: ROWS_KEPT }, stopping)).answer;
    } catch (err) {
      log.warn(
        { err, caseId, runId, executionId },
        'the rows of an answer could not be read again: those that are kept are exported',
      );
      return answer;
    }
  }

  /** @param number of the answer among those that are exported, as text: it tells apart what looks the same. */
  async function filesOf(run: Run, number: string, prefix: string): Promise<EvidenceFile[]> {
    const detection = catalogue.detections.get(run.detection);
    if (!detection) return [];
    const { tables } = await wholeAnswer(run);
    return shownTables(detection).flatMap((table) => {
      const found = tables.find(({ name }) => name === table.name);
      if (!found || found.rows.length === 0) return [];
      const about = run.about ? ` · ${visible(shortSubject(run.about))}` : '';
      const rows = { written: found.rows.length, total: found.totalRows, isCutOff: found.isCutOff === true };
      const name = `${prefix}-${table.name.replaceAll('_', '-')}.csv`;
      const file = fileOf(name, `${number} ${table.title}${about}`, csvOf(table.columns, found.rows));
      return [{ ...file, rows, window: describeWindow(run.window) }];
    });
  }

  return async (history, deed) => {
    const { number } = history.investigation;
    const files: EvidenceFile[] = [];
    for (const [at, { id, caseId, detection, about }] of newestAnswers(history).entries()) {
      const run = await store.run(caseId, id);
      const place = String(at + 1).padStart(2, '0');
      const name = fileName([`case-${number}`, place, detection, about ? shortSubject(about) : '']);
      if (run) files.push(...(await filesOf(run, place, name)));
    }
    const people = [...history.investigation.people, ...history.investigation.refused, deed.by];
    const names = await channel.namesOf([...new Set(people)]);
    const timeline = timelineText({ history, catalogue, names, files, written: deed });
    const title = `Timeline of case ${number}: ${counted(history.log.length, 'event')}`;
    return { ...deed, files: [fileOf(`case-${number}-timeline.md`, title, timeline), ...files] };
  };

  /** One of each question, in the order in which they were answered. */
  function newestAnswers({ log: entries, runs }: History): readonly Run[] {
    const answered = entries.flatMap((entry) => (entry.type === 'answered' ? (runs.get(entry.runId) ?? []) : []));
    return answered.filter((run, at) => !answered.slice(at + 1).some((later) => isNewerAnswer(run, later)));
  }
}

/** Over two windows a question has two answers. */
const isNewerAnswer = (run: Run, later: Run): boolean =>
  asksTheSame(run, later) && run.window.text === later.window.text && endOf(later) >= endOf(run);

/** A click asks over the window of the answer that it stands in, which may be an older one. */
const endOf = ({ window }: Run): string => window.span?.to ?? '';

const fileOf = (name: string, title: string, text: string): EvidenceFile => ({
  name,
  title,
  text,
  sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
});

const MAX_NAME_PART = 40;

/** Lower case ASCII: names of files travel through many systems. */
const fileName = (parts: readonly string[]): string =>
  parts
    .map((part) =>
      part
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, MAX_NAME_PART),
    )
    .filter((part) => part !== '')
    .join('-');
