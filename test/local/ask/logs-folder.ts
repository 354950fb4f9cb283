import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export const ALICE = 'arn:aws:iam::111122223333:user/alice';
export const KEY = 'AKIAIOSFODNN7EXAMPLE';

/** A call of `user/alice` as CloudTrail records it, with changes. */
export const record = (changes: Readonly<Record<string, unknown>>) => ({
  userIdentity: { type: 'IAMUser', arn: ALICE, accessKeyId: KEY },
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'aws-cli/2.17',
  ...changes,
});

/** Puts records where CloudTrail delivers those of a day (`2026/11/20`). */
export function deliver(logs: string, day: string, records: readonly object[]): void {
  const path = join(logs, '111122223333/CloudTrail/us-east-1', day);
  mkdirSync(path, { recursive: true });
  const name = `111122223333_CloudTrail_us-east-1_${day.replaceAll('/', '')}T0000Z_x.json.gz`;
  writeFileSync(join(path, name), gzipSync(JSON.stringify({ Records: records })));
}

/** A question of a team's own. */
export const MINE = `/*
title: By address
asks: Who called from an address?
sentence: "{calls:call|calls}."
parameters: { address: ip }
columns: { arn: identity, total: count }
source: ours
*/
SELECT arn, count(*) AS total FROM events WHERE sourceipaddress = :address GROUP BY arn ORDER BY total DESC
`;
