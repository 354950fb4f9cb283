import { randomUUID } from 'node:crypto';
import { buildAthenaClient } from '../../src/athena/client.js';
import { athenaRunner } from '../../src/athena/runner.js';
import { readCatalogue } from '../../src/detections/catalogue.js';
import type { Value } from '../../src/detections/detection.js';
import type { Window } from '../../src/investigation/window.js';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { startLocalAthena } from '../../src/local/athena/server.js';

/** A day in November, UTC. */
export const DAY: Window = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };

/** A record as CloudTrail writes it, of `user/alice` being refused at noon of `DAY`, with changes. */
export function deniedCall(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: ALICE, accountId: '111122223333', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    eventTime: '2026-11-01T12:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.7',
    userAgent: 'aws-cli/2.17',
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform: iam:ListUsers',
    eventID: randomUUID(),
    recipientAccountId: '111122223333',
    ...changes,
  };
}

export const ALICE = 'arn:aws:iam::111122223333:user/alice';
export const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc';

/** Asks a built-in question of records, through the bot's own way to an Athena endpoint. Rows by column name. */
export async function ask(
  id: string,
  records: readonly object[],
  { suspect, window = DAY }: { suspect?: string; window?: Window } = {},
) {
  const detection = readCatalogue().get(id);
  if (!detection) throw new Error(`no detection ${id}`);
  const engine = await recordsEngine(records);
  const athena = await startLocalAthena({ engine });
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_ATHENA: athena.url,
  });
  const client = buildAthenaClient();
  const names = { catalog: 'AwsDataCatalog', database: 'security_analysis', table: 'cloudtrail', workgroup: 'primary' };
  const runner = athenaRunner({ client, ...names, poll: { firstMs: 5, growth: 1.5, longestMs: 50 } });
  try {
    const parameters = suspect === undefined ? {} : { suspect };
    const executionId = await runner.start({ detection, window, parameters, token: `${id}-`.padEnd(40, '0') });
    const { answer } = await runner.finish(executionId, detection, new AbortController().signal);
    const rows = answer.rows.map((row) =>
      Object.fromEntries(detection.columns.map(({ name }, at): [string, Value] => [name, row[at] ?? null])),
    );
    return { ...answer, rows };
  } finally {
    client.destroy();
    await athena.close();
    engine.close();
  }
}
