import { describe, expect, it } from '@jest/globals';
import { logFiles } from '../../../src/local/sample/files.js';
import { awsService, type Region } from '../../../src/local/sample/identities.js';
import { createDice } from '../../../src/local/sample/prng.js';
import { recordOf } from '../../../src/local/sample/records.js';

const dice = createDice(1);
const LATER = Date.parse('2026-12-01T00:00:00Z');

function eventAt(time: string, place: { readonly accountId?: string; readonly region?: Region } = {}) {
  const { accountId = '111122223333', region = 'eu-west-1' } = place;
  const occasion = { at: Date.parse(time), region, accountId };
  return recordOf(awsService('config.amazonaws.com'), { service: 'ec2', name: 'DescribeInstances' }, occasion, dice);
}

const pathsOf = (times: readonly string[], deliveredBy = LATER) =>
  logFiles(
    times.map((time) => eventAt(time)),
    deliveredBy,
    dice,
  ).map(({ path }) => path);

describe('logFiles', () => {
  it('names a file as S3 has it', () => {
    const [path] = pathsOf(['2026-11-20T12:00:00Z']);

    expect(path).toMatch(
      /^AWSLogs\/111122223333\/CloudTrail\/eu-west-1\/2026\/11\/20\/111122223333_CloudTrail_eu-west-1_20261120T1[45]\d\dZ_[A-Za-z0-9]{16}\.json\.gz$/,
    );
  });

  it('delivers the last minutes of a day on the next', () => {
    const [early, late] = pathsOf(['2026-11-20T15:00:00Z', '2026-11-20T23:55:00Z']);

    expect(early).toContain('/2026/11/20/');
    expect(late).toContain('/2026/11/21/');
  });

  it('delivers nothing later than the end of the sample', () => {
    const [path] = pathsOf(['2026-11-20T23:55:00Z'], Date.parse('2026-11-20T23:59:59Z'));

    expect(path).toContain('_20261120T2359Z_');
  });

  it('parts accounts, regions and hours, and nothing else', () => {
    const noon = '2026-11-20T12:00:00Z';
    const files = logFiles(
      [
        eventAt(noon),
        eventAt('2026-11-20T12:01:00Z'),
        eventAt(noon, { region: 'us-east-1' }),
        eventAt(noon, { accountId: '444455556666' }),
        eventAt('2026-11-20T18:00:00Z'),
      ],
      LATER,
      dice,
    );

    expect(files.map(({ records }) => records.length)).toEqual([2, 1, 1, 1]);
  });

  it('puts the events of a file in order', () => {
    const [file] = logFiles([eventAt('2026-11-20T12:01:00Z'), eventAt('2026-11-20T12:00:00Z')], LATER, dice);

    expect(file?.records.map(({ eventTime }) => eventTime)).toEqual(['2026-11-20T12:00:00Z', '2026-11-20T12:01:00Z']);
  });
});
