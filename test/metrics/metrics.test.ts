import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { freePort } from '../e2e/free-port.js';
import { ALICE, CHANNEL, OUTSIDER, startTestWorkspace, type TestWorkspace, until } from '../e2e/workspace.js';
import { readMetrics, type Sample } from './read-metrics.js';

/** What log data, people and Slack could bring into a label. */
const HOSTILE_AGENT = 'evil-agent"} 1\nir_bot_forged_total 1';
const SUSPECT = 'arn:aws:iam::111122223333:user/mallory';
const KEY = 'AKIAIOSFODNN7EXAMPLE';

const record = {
  eventTime: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, 'Z'),
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.10',
  userAgent: HOSTILE_AGENT,
  errorCode: 'AccessDenied',
  errorMessage: `${SUSPECT} is not authorized`,
  userIdentity: { type: 'IAMUser', arn: SUSPECT, accountId: '111122223333', accessKeyId: KEY, userName: 'mallory' },
  recipientAccountId: '111122223333',
  eventID: '11111111-2222-3333-4444-555555555555',
};

describe('the metrics of a bot that works', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;
  let url: string;
  let folder: string;
  let text: string;
  let samples: readonly Sample[];

  const value = (name: string, labels: Readonly<Record<string, string>> = {}): number | undefined =>
    samples.find(
      (sample) => sample.name === name && Object.entries(labels).every(([label, is]) => sample.labels[label] === is),
    )?.value;
  const counted = async (name: string, labels: Readonly<Record<string, string>>, atLeast: number) =>
    until(`${name} ${JSON.stringify(labels)}`, async () => {
      text = await (await fetch(url)).text();
      samples = readMetrics(text);
      return (value(name, labels) ?? 0) >= atLeast ? true : undefined;
    });

  beforeAll(async () => {
    engine = await recordsEngine([record]);
    workspace = await startTestWorkspace(engine);
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    await writeFile(join(folder, 'ours.sql'), OURS);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/metrics`;
    Object.assign(workspace.environment, { IR_HEALTH_PORT: String(port), IR_DETECTIONS_DIR: folder });
    await workspace.startBot();

    await workspace.command(ALICE, '/ir authfail');
    await workspace.answers(1);
    await workspace.command(ALICE, '/ir run ours');
    await workspace.answers(2);
    await workspace.command(ALICE, `/ir suspect ${SUSPECT}`);
    await workspace.answers(3);
    await workspace.command(ALICE, `/ir nonsense ${KEY}`);
    await workspace.command(OUTSIDER, '/ir authfail');
    workspace.slack.failNext('chat.postMessage', { status: 429, retryAfterSeconds: 1 });
    workspace.slack.failNext('chat.postMessage', { status: 503 });
    await workspace.command(ALICE, '/ir note seen by <@U0ALICE>');
    await workspace.inThread('seen by');
    await counted('ir_bot_questions_total', { detection: 'about', outcome: 'answered' }, 1);
    await counted('ir_bot_slack_calls_total', { method: 'chat.postMessage', outcome: 'http_5xx' }, 1);
    await counted('ir_bot_deliveries_total', { outcome: 'new' }, 5);
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('count questions by detection and outcome, those of the team too', () => {
    for (const detection of ['authfail', 'ours', 'about']) {
      expect([detection, value('ir_bot_questions_total', { detection, outcome: 'answered' })]).toEqual([detection, 1]);
      expect([detection, value('ir_bot_answer_seconds_count', { detection })]).toEqual([detection, 1]);
    }
    for (const stage of ['waiting', 'running', 'showing']) {
      expect([stage, value('ir_bot_questions_in_progress', { stage })]).toEqual([stage, 0]);
    }
  });

  it('say what Athena did, and what it read', () => {
    expect(value('ir_bot_athena_queries_total', { state: 'succeeded' })).toBe(3);
    expect(value('ir_bot_athena_queue_seconds_count')).toBe(3);
    expect(value('ir_bot_athena_run_seconds_count')).toBe(3);
    expect(value('ir_bot_athena_scanned_bytes_total')).toBeGreaterThan(0);
  });

  it('count the calls to AWS by service, operation and outcome', () => {
    expect(
      value('ir_bot_aws_calls_total', { service: 'athena', operation: 'StartQueryExecution', outcome: 'ok' }),
    ).toBe(3);
    expect(
      value('ir_bot_aws_calls_total', { service: 'dynamodb', operation: 'PutItem', outcome: 'ok' }),
    ).toBeGreaterThan(3);
  });

  it('count the calls to Slack by method and outcome', () => {
    const posted = (outcome: string) => value('ir_bot_slack_calls_total', { method: 'chat.postMessage', outcome });

    expect(posted('ok')).toBeGreaterThan(3);
    expect([posted('ratelimited'), posted('http_5xx')]).toEqual([1, 1]);
  });

  it('measure how long Slack waits for an acknowledgement', () => {
    expect(value('ir_bot_acknowledgement_seconds_count', { kind: 'command' })).toBe(6);
  });

  it('have no log data, no id of Slack and nothing that people typed in any label', () => {
    const values = samples.flatMap(({ labels }) => Object.values(labels));

    expect(values.length).toBeGreaterThan(100);
    expect(values.filter((one) => !/^[\w.+-]{1,64}$/.test(one))).toEqual([]);
    for (const foreign of [
      SUSPECT,
      KEY,
      'mallory',
      '111122223333',
      '192.0.2',
      'evil',
      'forged',
      ALICE,
      OUTSIDER,
      CHANNEL,
      'nonsense',
      'AccessDenied',
      'T0LOCAL',
    ])
      expect([foreign, text.includes(foreign)]).toEqual([foreign, false]);
  });

  it('are those that docs/metrics.md explains, and no others', async () => {
    const documented = [...(await readFile('docs/metrics.md', 'utf8')).matchAll(/^\| `(ir_bot_\w+)`/gm)].map(
      ([, name]) => name,
    );
    const own = [...text.matchAll(/^# TYPE (ir_bot_\w+)/gm)]
      .map(([, name = '']) => name)
      .filter((name) => !/^ir_bot_(?:nodejs|process)_/.test(name));

    expect(own.sort()).toEqual(documented.sort());
  });

  it('follow the conventions of Prometheus', () => {
    for (const [, name = '', kind] of text.matchAll(/^# TYPE (ir_bot_\w+) (\w+)$/gm)) {
      if (/^ir_bot_(?:nodejs|process)_/.test(name)) continue;
      const isNamed =
        kind === 'counter' ? /_total$/ : kind === 'histogram' ? /_seconds$/ : /^(?!.*(?:_total|_seconds)$)/;
      expect([name, isNamed.test(name)]).toEqual([name, true]);
    }
  });
});

const OURS = `/*
title: Actions
asks: Which actions were seen?
sentence: "{calls:call|calls} were seen."
columns: { eventname: action, calls: count }
source: our own
*/
SELECT eventname, count(*) AS calls FROM events GROUP BY eventname
`;
