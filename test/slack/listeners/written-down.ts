import { WebClient } from '@slack/web-api';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import { UserFacingError } from '../../../src/errors.js';
import type { Investigation } from '../../../src/investigation/investigation.js';
import type { Origin } from '../../../src/investigation/origin.js';
import type { ListenerDeps } from '../../../src/slack/listeners/deps.js';

/** An investigation in which what is asked is written down; nothing is answered but what `answers` answers. */
export interface WrittenDown {
  /** Method and arguments, the origin left out. */
  readonly asked: unknown[][];
  readonly origins: unknown[];
  readonly cases: Investigation;
  /** For listeners over it; nothing reaches Slack. */
  readonly deps: ListenerDeps;
}

/** What is said where nothing is answered. */
export const NOTHING = 'nothing is answered here';

export const NOW = new Date('2026-11-24T10:41:00Z');

/** Writes down what listeners ask. */
export function writtenDown(answers: Partial<Investigation> = {}): WrittenDown {
  const asked: unknown[][] = [];
  const origins: unknown[] = [];
  const refuse = () => Promise.reject(new UserFacingError(NOTHING));
  const note =
    <Given extends unknown[], Answer>(name: string, answer: (origin: Origin, ...given: Given) => Promise<Answer>) =>
    (origin: Origin, ...given: Given): Promise<Answer> => {
      asked.push([name, ...given]);
      origins.push(origin);
      return answer(origin, ...given);
    };
  const cases: Investigation = {
    ask: note('ask', answers.ask ?? refuse),
    askAgain: note('askAgain', answers.askAgain ?? refuse),
    chooseSuspect: note('chooseSuspect', answers.chooseSuspect ?? refuse),
    pickSuspect: note('pickSuspect', answers.pickSuspect ?? refuse),
    pickSubject: note('pickSubject', answers.pickSubject ?? refuse),
    showTable: note('showTable', answers.showTable ?? refuse),
    fullNames: note('fullNames', answers.fullNames ?? refuse),
    stop: note('stop', answers.stop ?? refuse),
    setWindow: note('setWindow', answers.setWindow ?? refuse),
    setBudget: note('setBudget', answers.setBudget ?? refuse),
    open: note('open', answers.open ?? refuse),
    close: note('close', answers.close ?? refuse),
    reopen: note('reopen', answers.reopen ?? refuse),
    note: note('note', answers.note ?? refuse),
    status: note('status', answers.status ?? refuse),
    history: note('history', answers.history ?? refuse),
    exportEvidence: note('exportEvidence', answers.exportEvidence ?? refuse),
    openCaseById: note('openCaseById', answers.openCaseById ?? refuse),
    recover: async () => {},
    noteRefusal: note('noteRefusal', answers.noteRefusal ?? (() => Promise.resolve())),
    cases(teamId, count, choice) {
      asked.push(['cases', teamId, count, choice]);
      return answers.cases?.(teamId, count, choice) ?? refuse();
    },
  };
  const client = new WebClient('xoxb-test', { slackApiUrl: 'http://127.0.0.1:9/', retryConfig: { retries: 0 } });
  const deps: ListenerDeps = {
    cases,
    catalogue: readCatalogue(),
    doctor: refuse,
    guard: () => Promise.resolve(),
    client,
    clock: { now: () => NOW },
  };
  return { asked, origins, cases, deps };
}
