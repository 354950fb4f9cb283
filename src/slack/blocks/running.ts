import type { ActionsBlock, PlanBlock, TaskCardBlock } from '@slack/types';
import type { Detection } from '../../detections/detection.js';
import { shortSubject } from '../../detections/subject.js';
import type { Progress, Run } from '../../investigation/run.js';
import { describeWindow } from '../../investigation/window.js';
import { bytesText, counted, shortened, visible } from '../../text.js';
import { ACTIONS, placeValue } from './button-value.js';
import { button } from './elements.js';
import { MAX_PLAN_TITLE } from './limits.js';
import { notification, type Rendered } from './message.js';
import { bold, person, richText, section, words } from './rich-text.js';
import { aboutWords } from './subject-words.js';

/** What a question goes through, in order, as people read it. */
const STAGES = [
  { stage: 'queued', title: 'Queued' },
  { stage: 'running', title: 'Running' },
  { stage: 'reading', title: 'Reading the answer' },
] as const satisfies readonly { stage: Progress['stage']; title: string }[];

/**
 * The message of a question that is being asked, best form first: steps that everybody sees; a line, for a workspace that has no
 * `plan` blocks. Both can be stopped.
 *
 * @param progress how far it is; absent: it was only just asked.
 */
export function runningForms(run: Run, detection: Detection, progress?: Progress): readonly Rendered[] {
  const text = notification(`${detection.title}: reading CloudTrail …`);
  const buttons = stopButtons(run);
  const asker = richText(section(words('Asked by '), person(run.askedBy)));
  const line = section(
    words('⏳ '),
    bold(detection.title),
    ...aboutWords(run.about),
    words(`, ${describeWindow(run.window)}: ${stageText(progress)} for `),
    person(run.askedBy),
    words(' …'),
  );
  return [
    { text, blocks: [plan(run, detection, progress), asker, buttons] },
    { text, blocks: [richText(line), buttons] },
  ];
}

/** The message of a question whose bot stops, while its query goes on. */
export function handedOverMessage(run: Run, detection: Detection): Rendered {
  const line = section(
    words('⏸️ '),
    bold(detection.title),
    ...aboutWords(run.about),
    words(
      `, ${describeWindow(run.window)}: I am being restarted, and then go on with this. There is nothing to be done.`,
    ),
  );
  return {
    text: notification(`${detection.title}: goes on in a moment`),
    blocks: [richText(line), stopButtons(run)],
  };
}

function plan(run: Run, detection: Detection, progress: Progress | undefined): PlanBlock {
  const about = run.about ? ` about ${shortened(visible(shortSubject(run.about)), 60)}` : '';
  return {
    type: 'plan',
    title: shortened(`${detection.title}${about}, ${describeWindow(run.window)}`, MAX_PLAN_TITLE),
    tasks: tasks(run, progress),
  };
}

function tasks({ id }: Run, progress: Progress | undefined): TaskCardBlock[] {
  const current = STAGES.findIndex(({ stage }) => stage === (progress?.stage ?? 'queued'));
  return STAGES.map(({ stage, title }, at) => ({
    type: 'task_card',
    task_id: `${id}-${stage}`,
    title,
    status: at < current ? 'complete' : at === current ? 'in_progress' : 'pending',
    ...(at === current && progress ? { details: richText(section(words(soFar(progress)))) } : {}),
  }));
}

const stageText = (progress: Progress | undefined): string =>
  progress === undefined
    ? 'reading CloudTrail'
    : `${STAGES.find(({ stage }) => stage === progress.stage)?.title.toLowerCase()}, ${soFar(progress)},`;

/** `3 s · 0.4 GB so far`; nothing is scanned while a query waits for its turn. */
const soFar = ({ totalMs, scannedBytes, ahead }: Progress): string =>
  ahead !== undefined
    ? `${counted(ahead, 'question')} before it`
    : [`${Math.floor(totalMs / 1000)} s`, ...(scannedBytes > 0 ? [`${bytesText(scannedBytes)} so far`] : [])].join(
        ' · ',
      );

const stopButtons = ({ caseId, id: runId }: Run): ActionsBlock => ({
  type: 'actions',
  elements: [
    button('Stop', ACTIONS.stop, placeValue({ caseId, runId }), {
      style: 'danger',
      doubt: {
        title: 'Stop this question?',
        text: 'It is stopped for everybody, and nobody gets its answer. What Athena has read so far is billed all the same.',
        yes: 'Stop it',
        no: 'Let it run',
      },
    }),
  ],
});
