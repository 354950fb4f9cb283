import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Catalogue } from '../detections/catalogue.js';
import { isHeld } from '../investigation/lease.js';
import { type Clock, type InvestigationStore, LeaseLost } from '../investigation/ports.js';
import type { Run } from '../investigation/run.js';
import { OTHER } from './bounded.js';

/** What questions are counted with. */
export interface QuestionMetricsDeps {
  readonly registry: Registry;
  readonly catalogue: Pick<Catalogue, 'detections'>;
  readonly clock: Clock;
}

/** From a cached partition to Athena's own limit of half an hour. */
const ANSWER_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800];
/** A question whose bot could not say for so long that it still has it is not its any more. */
const FORGOTTEN_MS = 60 * 60_000;

/**
 * Counts questions where each of their steps is stored: a run that is stored without a lease has come to its end and is shown, and
 * no other bot stores that once more. So the investigation itself needs to know of no metrics.
 */
export function meteredStore(store: InvestigationStore, deps: QuestionMetricsDeps): InvestigationStore {
  const { catalogue, clock } = deps;
  const { ended, answerSeconds, takenOver, held } = questionMetrics(deps);
  // A team may take away a question that its stored runs still name.
  const detectionOf = (run: Run): string => (catalogue.detections.has(run.detection) ? run.detection : OTHER);

  function countEnd(run: Run): void {
    const detection = detectionOf(run);
    const outcome = outcomeOf(run);
    ended.inc({ detection, outcome });
    const seconds = (clock.now().getTime() - Date.parse(run.askedAt)) / 1_000;
    if (outcome === 'answered') answerSeconds.observe({ detection }, seconds);
  }

  function follow(run: Run): void {
    if (isHeld(run, clock.now())) held.set(run.id, run);
    else held.delete(run.id);
  }

  return {
    ...store,
    async createRun(run) {
      const isNew = await store.createRun(run);
      if (isNew) follow(run);
      return isNew;
    },
    async saveRun(run, was) {
      try {
        await store.saveRun(run, was);
      } catch (cause) {
        if (cause instanceof LeaseLost) held.delete(run.id);
        throw cause;
      }
      if (!held.has(run.id) && isHeld(run, clock.now())) takenOver.inc();
      if (run.leaseUntil === undefined) countEnd(run);
      follow(run);
    },
  };
}

function questionMetrics({ registry, clock }: QuestionMetricsDeps) {
  const registers = [registry];
  /** Runs of this bot, as it last stored them. */
  const held = new Map<string, Run>();
  new Gauge({
    name: 'ir_bot_questions_in_progress',
    help: 'Questions that this bot is at: waiting for their turn or about to start, running in Athena, or being shown.',
    labelNames: ['stage'],
    registers,
    collect() {
      for (const stage of Object.values(STAGES)) this.set({ stage }, 0);
      const nowMs = clock.now().getTime();
      for (const [id, run] of held) {
        if (isHeld(run, clock.now())) this.inc({ stage: STAGES[run.state] });
        else if (nowMs - Date.parse(run.leaseUntil ?? '') > FORGOTTEN_MS) held.delete(id);
      }
    },
  });
  return {
    held,
    ended: new Counter({
      name: 'ir_bot_questions_total',
      help: 'Questions that have ended, by detection and outcome.',
      labelNames: ['detection', 'outcome'],
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'ir_bot_answer_seconds',
      help: 'Seconds from a question being asked to its answer being shown in the thread.',
      labelNames: ['detection'],
      buckets: ANSWER_SECONDS,
      registers,
    }),
    takenOver: new Counter({
      name: 'ir_bot_questions_taken_over_total',
      help: 'Questions that were left alone, by a bot that ended or by this one, and that this bot went on with.',
      registers,
    }),
  };
}

const STAGES: Readonly<Record<Run['state'], string>> = {
  asked: 'waiting',
  running: 'running',
  answered: 'showing',
  failed: 'showing',
};

function outcomeOf({ state, stoppedBy, messageTs }: Run): string {
  if (state === 'answered') return 'answered';
  if (stoppedBy !== undefined) return 'stopped';
  return messageTs === undefined ? 'not_asked' : 'failed';
}
