import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SampleProgress, type SampleSummary, writeSample } from '../../../src/local/sample/sample.js';
import { fingerprint, readSample, type SampleFile, type SampleRecord } from './read-sample.js';

/** A whole sample is written, packed and read back; on a busy machine that takes more than the usual time. */
const A_MINUTE_MS = 60_000;
/** A Tuesday. */
const NOW = new Date('2026-11-24T06:45:30Z');
const A_DAY_AGO = '2026-11-23T06:45:30Z';
const NOTEBOOK_CODES = [
  'Client.UnauthorizedOperation',
  'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted',
  'AccessDenied',
];

let home: string;
let folder: string;
let summary: SampleSummary;
let files: readonly SampleFile[];
let records: readonly SampleRecord[];
const progress: SampleProgress[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ir-bot-sample-'));
  folder = join(home, 'first');
  summary = await writeSample(folder, { now: NOW, onProgress: (step) => progress.push(step) });
  files = await readSample(folder);
  records = files.flatMap((file) => file.records);
}, A_MINUTE_MS);

afterAll(() => rm(home, { recursive: true, force: true }));

const arnOf = ({ userIdentity }: SampleRecord) => ('arn' in userIdentity ? userIdentity.arn : undefined);
const keyOf = ({ userIdentity }: SampleRecord) =>
  'accessKeyId' in userIdentity ? userIdentity.accessKeyId : undefined;
const isDenial = ({ errorCode }: SampleRecord) => errorCode !== undefined && NOTEBOOK_CODES.includes(errorCode);

describe('the sample on disk', () => {
  it('says how much it is', () => {
    expect(summary).toMatchObject({
      events: records.length,
      files: files.length,
      bytes: files.reduce((bytes, file) => bytes + file.bytes, 0),
    });
    expect(summary.events).toBeGreaterThan(48_000);
    expect(summary.events).toBeLessThan(58_000);
    expect(summary.files).toBeGreaterThan(200);
    expect(summary.files).toBeLessThan(500);
  });

  it('is a week that ends with what could be delivered by now', () => {
    const times = records.map(({ eventTime }) => eventTime).sort();

    expect(times[0]).toBe(summary.from);
    expect(times.at(-1)).toBe(summary.to);
    expect(summary.from > '2026-11-17T06:40' && summary.from < '2026-11-17T07:00').toBe(true);
    expect(summary.to > '2026-11-24T06:30' && summary.to < '2026-11-24T06:41').toBe(true);
  });

  it('covers both accounts in all three regions on every day', () => {
    const covered = new Set(records.map((r) => `${r.recipientAccountId} ${r.awsRegion} ${r.eventTime.slice(0, 10)}`));

    expect(covered.size).toBe(2 * 3 * 8);
  });

  it('tells of every file that it has written', () => {
    expect(progress.map(({ filesWritten }) => filesWritten)).toEqual(files.map((_, index) => index + 1));
    expect(new Set(progress.map((step) => step.files))).toEqual(new Set([files.length]));
  });

  it('has each event once, and no session token or secret', () => {
    const text = JSON.stringify(records);
    const tokens = new Set(text.match(/"sessionToken":"[^"]*"/g));

    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(records.length);
    expect(tokens).toEqual(new Set(['"sessionToken":"EXAMPLE-SESSION-TOKEN"']));
    expect(text.match(/"(secretAccessKey|password)"/gi)).toBeNull();
  });

  it(
    'is the same for the same time and seed, and another for another',
    async () => {
      const again = join(home, 'again');
      const other = join(home, 'other');

      const summaryAgain = await writeSample(again, { now: NOW });
      await writeSample(other, { now: NOW, seed: 7 });

      expect(summaryAgain).toEqual(summary);
      expect(await fingerprint(again)).toBe(await fingerprint(folder));
      expect(await fingerprint(other)).not.toBe(await fingerprint(folder));
    },
    A_MINUTE_MS,
  );
});

describe('its denials', () => {
  it('are counted in the summary as the notebook would count them', () => {
    const denied = records.filter((record) => isDenial(record) && record.eventTime >= A_DAY_AGO);
    const counts = (wanted: (arn: string) => boolean) => {
      const arns = denied.map(arnOf).filter((arn) => arn !== undefined && wanted(arn));
      return Object.fromEntries([...new Set(arns)].map((arn) => [arn, arns.filter((other) => other === arn).length]));
    };

    expect(summary.denials).toEqual({
      byArn: counts((arn) => arn.includes('iam')),
      byOtherArn: counts((arn) => !arn.includes('iam')),
      withoutArn: denied.filter((record) => arnOf(record) === undefined).length,
    });
  });

  it('are mostly those of the stolen key', () => {
    const { byArn, byOtherArn } = summary.denials;
    const shown = Object.values(byArn).reduce((sum, count) => sum + count, 0);

    expect(byArn[summary.suspectArn]).toBe(205);
    expect(byOtherArn[summary.roleSessionArn]).toBe(8);
    expect(205 / shown).toBeGreaterThan(0.9);
    expect(byArn['arn:aws:iam::111122223333:root']).toBe(1);
  });

  it('have an ordinary background: a handful of identities, a few a day, of every code in the list', () => {
    const incident = new Set(summary.attackerAddresses);
    const background = records.filter((record) => isDenial(record) && !incident.has(record.sourceIPAddress));
    const identities = new Set(background.map((record) => arnOf(record) ?? record.sourceIPAddress));

    expect(background.length).toBeGreaterThan(7 * 3);
    expect(background.length).toBeLessThan(7 * 25);
    expect(identities.size).toBeGreaterThan(8);
    expect(identities).toContain('delivery.logs.amazonaws.com');
    expect(new Set(background.map(({ errorCode }) => errorCode))).toEqual(new Set(NOTEBOOK_CODES));
  });
});

describe('its ordinary life', () => {
  it.each(['ThrottlingException', 'Client.DryRunOperation', 'NoSuchBucketPolicy'])('has some %s', (code) => {
    expect(records.filter(({ errorCode }) => errorCode === code).length).toBeGreaterThan(5);
  });

  it('has every kind of caller, the root user once', () => {
    const types = new Set(records.map(({ userIdentity }) => userIdentity.type));
    const rootSignIns = records.filter((r) => r.userIdentity.type === 'Root' && r.eventName === 'ConsoleLogin');

    expect(types).toEqual(new Set(['IAMUser', 'AssumedRole', 'Root', 'AWSService', 'AWSAccount', 'WebIdentityUser']));
    expect(rootSignIns.map(({ additionalEventData }) => additionalEventData?.MFAUsed)).toEqual(['Yes']);
  });

  it('has the stolen key at its proper work all week, from its proper address', () => {
    const proper = records.filter((r) => keyOf(r) === summary.stolenKeyId && r.sourceIPAddress === '192.0.2.40');

    expect(new Set(proper.map(({ eventTime }) => eventTime.slice(0, 10))).size).toBeGreaterThanOrEqual(5);
    expect(proper.filter(isDenial)).toEqual([]);
  });

  it('sees nobody else at the addresses of the incident', () => {
    const attackers = new Set(summary.attackerAddresses);
    const there = records.filter(({ sourceIPAddress }) => attackers.has(sourceIPAddress));

    expect(new Set(there.map(arnOf))).toEqual(
      // The call into staging is in staging's trail too, where its caller has no ARN.
      new Set([summary.suspectArn, summary.roleSessionArn, summary.stagingSessionArn, undefined]),
    );
  });
});
