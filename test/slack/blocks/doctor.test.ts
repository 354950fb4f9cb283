import { describe, expect, it } from '@jest/globals';
import type { DoctorReport } from '../../../src/investigation/doctor.js';
import { doctorMessage } from '../../../src/slack/blocks/doctor.js';
import { answerOf, detectionOf, RUN, textsIn } from './answers.js';
import { refusalOf } from './refusal-of.js';

const COVERAGE = detectionOf('coverage');
const measuredWith = (summary: Readonly<Record<string, string>>): DoctorReport['measured'] => ({
  detection: COVERAGE,
  window: RUN.window,
  answer: answerOf(COVERAGE, {
    regions: [
      { awsregion: 'us-east-1', total: '900' },
      { awsregion: 'eu-west-1', total: '100' },
    ],
    accounts: [{ recipientaccountid: '111122223333', total: '1000' }],
    summary: [summary],
  }),
  statistics: { scannedBytes: 1_288_490_189, totalMs: 4100 },
});
const REPORT: DoctorReport = {
  inspection: {
    catalog: 'AwsDataCatalog',
    database: 'security',
    table: 'cloudtrail',
    workgroup: 'primary',
    layout: 'AWS Security Analytics Bootstrap',
    partitionKeys: ['date_partition', 'region_partition'],
    columns: ['eventtime'],
    missingColumns: ['tlsdetails'],
    firstDay: '2020-01-01',
    regions: ['us-east-1', 'eu-west-1'],
    missingRegions: ['mx-central-1'],
    isLoadedByHand: false,
  },
  notSearched: ['mx-central-1 (not in the list)'],
  measured: measuredWith({ total: '1000', data_events: '0', newest: '2026-11-24T10:32:00Z' }),
  at: new Date('2026-11-24T10:41:00Z'),
};
const said = (changes: Partial<DoctorReport>): string => {
  const { blocks } = doctorMessage({ ...REPORT, ...changes });
  expect(refusalOf(blocks)).toBeUndefined();
  return textsIn(blocks).join('');
};

describe('doctorMessage', () => {
  it('says what the table is, what it lacks, how fresh it is, and what a question costs', () => {
    const text = said({});

    for (const part of [
      'AwsDataCatalog.security.cloudtrail',
      'Layout: AWS Security Analytics Bootstrap',
      'Partition keys: date_partition, region_partition',
      'tlsdetails',
      'Days: from 2020-01-01',
      'Regions: 2 listed: us-east-1, eu-west-1',
      '1 region of AWS not on its list, and never seen: mx-central-1',
      'Accounts: not limited by a list',
      'no cap on what a query may scan. Set BytesScannedCutoffPerQuery',
      'does not see: mx-central-1 (not in the list).',
      'Events: 1,000',
      'Newest event: 2026-11-24 10:32:00 UTC, 9 min ago',
      'No data event in 24 h',
      'Regions seen: 2: us-east-1, eu-west-1',
      'Accounts seen: 1: 111122223333',
      '1.2 GB, costs $0.006, takes 4.1 s',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('by hand');
  });

  it('warns of partitions that are added by hand, and knows a cap', () => {
    const text = said({ inspection: { ...REPORT.inspection, isLoadedByHand: true, scanCapBytes: 2 ** 40 } });

    expect(text).toContain('added by hand');
    expect(text).toContain('Workgroup primary: stops a query at 1.0 TB');
  });

  it('tells a day without any event from one without data events', () => {
    expect(said({ measured: measuredWith({ total: '0' }) })).toContain('No event in the last 24 h');
    expect(said({ measured: measuredWith({ total: '0' }) })).not.toContain('No data event');
    expect(said({ measured: measuredWith({ total: '5', data_events: '3' }) })).toContain('Data events: 3');
  });

  it('says why nothing was measured', () => {
    expect(said({ measured: undefined })).toContain('the table cannot be read in part');
  });

  it('does not recite a long list of regions that lacks none', () => {
    const regions = Array.from({ length: 34 }, (_, at) => `xx-north-${at}`);

    const complete = said({ inspection: { ...REPORT.inspection, regions, missingRegions: [] } });
    const incomplete = said({ inspection: { ...REPORT.inspection, regions } });

    expect(complete).toContain('Regions: 34 listed: all of AWS are among them');
    expect(complete).not.toContain('xx-north-0');
    expect(incomplete).toContain('xx-north-33');
  });
});
