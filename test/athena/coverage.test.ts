import { describe, expect, it } from '@jest/globals';
import { type Coverage, missingRegions, notSearched } from '../../src/athena/coverage.js';
import { REGIONS } from '../../src/athena/regions.js';

/** AWS Security Analytics Bootstrap's list. */
const BOOTSTRAP = [
  ...['us-east-2', 'us-east-1', 'us-west-1', 'us-west-2', 'af-south-1', 'ap-east-1', 'ap-south-1', 'ap-northeast-3'],
  ...['ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ca-central-1', 'cn-north-1'],
  ...['cn-northwest-1', 'eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-south-1', 'eu-west-3', 'eu-north-1'],
  ...['me-south-1', 'sa-east-1'],
];
const ALL: Coverage = { isLoadedByHand: false };
const DAYS = { first: '2026-11-20', last: '2026-11-22' };

describe('missingRegions', () => {
  it("finds the regions that are younger than Bootstrap's list", () => {
    expect(missingRegions({ ...ALL, regions: BOOTSTRAP })).toEqual([
      ...['ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
      ...['ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1', 'mx-central-1'],
    ]);
  });

  it.each<[string, readonly string[] | undefined, readonly string[]]>([
    ['nothing of a table without a list', undefined, []],
    ['nothing of a complete list', REGIONS.aws, []],
    ["a list's own partition only", ['cn-north-1'], ['cn-northwest-1']],
    ['both partitions of a list of two', [...REGIONS.aws, 'us-gov-west-1'], ['us-gov-east-1']],
    ['nothing for a region that is not known', ['xx-north-1'], []],
  ])('finds %s', (_, regions, missing) => {
    expect(missingRegions({ ...ALL, ...(regions ? { regions } : {}) })).toEqual(missing);
  });

  it('knows each region once', () => {
    const regions = Object.values(REGIONS).flat();

    expect(new Set(regions).size).toBe(regions.length);
  });
});

describe('notSearched', () => {
  const ACCOUNTS = Array.from({ length: 12 }, (_, index) => `1111222233${index + 10}`);

  it.each<[Partial<Coverage>, readonly string[]]>([
    [{}, []],
    [
      { regions: BOOTSTRAP },
      ["ap-east-2, ap-south-2, ap-southeast-3 and 10 more regions (not in the table's region list)"],
    ],
    [
      { regions: ['cn-north-1', 'us-gov-east-1'] },
      ["cn-northwest-1 and us-gov-west-1 (not in the table's region list)"],
    ],
    [
      { regions: REGIONS.aws.filter((region) => region !== 'mx-central-1') },
      ["mx-central-1 (not in the table's region list)"],
    ],
    [{ regions: ['us-east-1'] }, ['regions other than us-east-1 (the table reads one region)']],
    [{ accounts: ['111122223333'] }, ['accounts other than 111122223333 (the table reads one account)']],
    [
      { accounts: ['111122223333', '444455556666'] },
      ['accounts other than 111122223333 and 444455556666 (the table lists 2 accounts)'],
    ],
    [
      { accounts: ACCOUNTS },
      ['accounts other than 111122223310, 111122223311, 111122223312 and 9 more (the table lists 12 accounts)'],
    ],
    [{ isLoadedByHand: true }, ['days that nobody added as a partition']],
    [
      { accounts: ['111122223333'], firstDay: '2026-11-21', lastDay: '2026-11-21' },
      [
        'accounts other than 111122223333 (the table reads one account)',
        "before 2026-11-21 (the table's range of days begins there)",
        "after 2026-11-21 (the table's range of days ends there)",
      ],
    ],
  ])('says of %j: %j', (coverage, phrases) => {
    expect(notSearched({ ...ALL, ...coverage }, DAYS)).toEqual(phrases);
  });

  it('is silent about bounds that the days keep to', () => {
    expect(notSearched({ ...ALL, firstDay: DAYS.first, lastDay: DAYS.last }, DAYS)).toEqual([]);
  });

  it('names every bound when all there is was asked for', () => {
    expect(notSearched({ ...ALL, firstDay: '2020-01-01', lastDay: '2026-06-30' }, undefined)).toEqual([
      "before 2020-01-01 (the table's range of days begins there)",
      "after 2026-06-30 (the table's range of days ends there)",
    ]);
  });
});
