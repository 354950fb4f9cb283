import type { Column, TableMetadata } from '@aws-sdk/client-athena';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLayout, UnknownLayout } from '../../src/athena/layout.js';

const TODAY = new Date('2026-11-24T10:41:07Z');
const BUCKET = 's3://amzn-s3-demo-bucket';

const ISSUER = 'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>';
const ATTRIBUTES = 'attributes:struct<mfaauthenticated:string,creationdate:string>';
const WHO =
  'type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string';
const FEDERATION = 'webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>';

const IDENTITY = {
  bootstrap: `struct<${WHO},sessioncontext:struct<${ATTRIBUTES},${ISSUER}>>`,
  guide2023: `struct<${WHO},sessioncontext:struct<${ATTRIBUTES},${ISSUER},ec2roledelivery:string,webidfederationdata:map<string,string>>>`,
  guide: `struct<${WHO},onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:struct<${ATTRIBUTES},${ISSUER},ec2roledelivery:string,${FEDERATION}>>`,
};

const columns = (useridentity: string, ...more: Column[]): Column[] => [
  { Name: 'eventversion', Type: 'string' },
  { Name: 'useridentity', Type: useridentity },
  ...'eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage requestparameters'
    .split(' ')
    .concat('responseelements additionaleventdata requestid eventid'.split(' '))
    .map((Name) => ({ Name, Type: 'string' })),
  { Name: 'resources', Type: 'array<struct<arn:string,accountid:string,type:string>>' },
  ...'eventtype apiversion readonly recipientaccountid serviceeventdetails sharedeventid vpcendpointid'
    .split(' ')
    .map((Name) => ({ Name, Type: 'string' })),
  ...more,
];
const TLS = {
  Name: 'tlsdetails',
  Type: 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>',
};
const COLUMNS = {
  bootstrap: columns(IDENTITY.bootstrap),
  guide2023: columns(IDENTITY.guide2023, TLS),
  guide: columns(
    IDENTITY.guide,
    { Name: 'vpcendpointaccountid', Type: 'string' },
    { Name: 'eventcategory', Type: 'string' },
    {
      Name: 'addendum',
      Type: 'struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>',
    },
    { Name: 'sessioncredentialfromconsole', Type: 'string' },
    { Name: 'edgedevicedetails', Type: 'string' },
    TLS,
  ),
};

const table = (Columns: Column[], keys: string, Parameters: Record<string, string> = {}): TableMetadata => ({
  Name: 'cloudtrail',
  TableType: 'EXTERNAL_TABLE',
  Columns,
  PartitionKeys: keys.split(' ').flatMap((Name) => (Name ? [{ Name, Type: 'string' }] : [])),
  Parameters: { EXTERNAL: 'TRUE', inputformat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat', ...Parameters },
});
const changed = (metadata: TableMetadata, parameters: Record<string, string>): TableMetadata => ({
  ...metadata,
  Parameters: { ...metadata.Parameters, ...parameters },
});
const placeholder = (key: string): string => `\${${key}}`;

const BOOTSTRAP_KEYS = 'date_partition region_partition account_partition';
const BOOTSTRAP = table(COLUMNS.bootstrap, BOOTSTRAP_KEYS, {
  location: `${BUCKET}/AWSLogs/`,
  'projection.enabled': 'true',
  'projection.date_partition.type': 'date',
  'projection.date_partition.range': '2020/01/01,NOW',
  'projection.date_partition.format': 'yyyy/MM/dd',
  'projection.date_partition.interval': '1',
  'projection.date_partition.interval.unit': 'DAYS',
  'projection.region_partition.type': 'enum',
  'projection.region_partition.values': 'us-east-2,us-east-1',
  'projection.account_partition.type': 'enum',
  'projection.account_partition.values': '111122223333,444455556666',
  'storage.location.template': `${BUCKET}/AWSLogs/${placeholder('account_partition')}/CloudTrail/${placeholder('region_partition')}/${placeholder('date_partition')}`,
});
const PROJECTION = table(COLUMNS.guide, 'timestamp', {
  location: `${BUCKET}/AWSLogs/111122223333/CloudTrail/eu-west-1`,
  'projection.enabled': 'true',
  'projection.timestamp.type': 'date',
  'projection.timestamp.range': '2020/01/01,NOW',
  'projection.timestamp.format': 'yyyy/MM/dd',
  'projection.timestamp.interval': '1',
  'projection.timestamp.interval.unit': 'DAYS',
  'storage.location.template': `${BUCKET}/AWSLogs/111122223333/CloudTrail/eu-west-1/${placeholder('timestamp')}`,
});
const MANUAL = table(COLUMNS.guide, 'region year month day', {
  location: `${BUCKET}/AWSLogs/111122223333/CloudTrail/`,
});
const MANUAL_PROJECTED = table(COLUMNS.guide, 'region year month day', {
  'projection.enabled': 'true',
  'projection.region.type': 'enum',
  'projection.region.values': 'eu-west-1,eu-central-1',
  'projection.year.type': 'integer',
  'projection.year.range': '2023,2025',
  'projection.month.type': 'integer',
  'projection.month.range': '01,12',
  'projection.month.digits': '2',
  'projection.day.type': 'integer',
  'projection.day.range': '1,31',
  'projection.day.digits': '2',
  'storage.location.template': `${BUCKET}/AWSLogs/111122223333/CloudTrail/${placeholder('region')}/${placeholder('year')}/${placeholder('month')}/${placeholder('day')}`,
});
const CONSOLE = table(COLUMNS.guide2023, '', {
  classification: 'cloudtrail',
  comment: 'CloudTrail table for amzn-s3-demo-bucket bucket',
  location: `${BUCKET}/AWSLogs/111122223333/CloudTrail`,
});

describe('a layout', () => {
  it.each([
    ['bootstrap', BOOTSTRAP_KEYS, BOOTSTRAP],
    ['projection', 'timestamp', PROJECTION],
    ['manual', 'region year month day', MANUAL],
    ['manual', 'account region year month day', table(COLUMNS.guide2023, 'account region year month day')],
    ['manual', 'year month day account region', table(COLUMNS.guide2023, 'Year MONTH day account region')],
    ['unpartitioned', '', CONSOLE],
  ])('is %s with the keys "%s"', (name, keys, metadata) => {
    const layout = readLayout(metadata, TODAY);

    expect(layout.name).toBe(name);
    expect(layout.partitionKeys.join(' ')).toBe(keys);
  });

  it('has the columns in their order', () => {
    const { columns: names } = readLayout(PROJECTION, TODAY);

    expect(names.slice(0, 3)).toEqual(['eventversion', 'useridentity', 'eventtime']);
    expect(names.at(-1)).toBe('tlsdetails');
    expect(names).not.toContain('timestamp');
  });

  it.each<[keyof typeof COLUMNS, string]>([
    ['bootstrap', 'useridentity.sessioncontext.sessionissuer.arn'],
    ['guide2023', 'tlsDetails.tlsVersion'],
    ['guide2023', 'useridentity.sessioncontext.webidfederationdata'],
    ['guide', 'useridentity.onBehalfOf.userId'],
    ['guide', 'useridentity.sessioncontext.webidfederationdata.federatedprovider'],
    ['guide', 'EVENTCATEGORY'],
  ])('with the columns of %s has %s', (from, path) => {
    expect(readLayout(table(COLUMNS[from], ''), TODAY).has(path)).toBe(true);
  });

  it.each<[keyof typeof COLUMNS, string]>([
    ['bootstrap', 'eventcategory'],
    ['bootstrap', 'useridentity.onbehalfof.userid'],
    ['guide2023', 'useridentity.sessioncontext.webidfederationdata.federatedprovider'],
    ['guide', 'resources.arn'],
    ['guide', 'eventtime.day'],
    ['guide', ''],
  ])('with the columns of %s does not have %j', (from, path) => {
    expect(readLayout(table(COLUMNS[from], ''), TODAY).has(path)).toBe(false);
  });
});

describe('the days of a layout', () => {
  const dates = (format: string, range: string): TableMetadata =>
    changed(BOOTSTRAP, { 'projection.date_partition.format': format, 'projection.date_partition.range': range });
  const LAYOUTS = {
    bootstrap: readLayout(BOOTSTRAP, TODAY),
    'day first': readLayout(dates('dd-MM-yyyy', '01-01-2020,NOW'), TODAY),
    projection: readLayout(PROJECTION, TODAY),
    manual: readLayout(MANUAL, TODAY),
  };
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`CREATE TABLE days AS
      SELECT strftime(d, '%Y-%m-%d') AS iso, strftime(d, '%Y/%m/%d') AS date_partition, strftime(d, '%Y/%m/%d') AS "timestamp",
        strftime(d, '%Y') AS year, strftime(d, '%m') AS month, strftime(d, '%d') AS day
      FROM range(DATE '2018-12-01', DATE '2031-02-01', INTERVAL 1 DAY) AS t(d)`);
  });
  afterAll(() => connection.closeSync());

  const selected = async (condition: string, from = 'days') =>
    (
      await connection.runAndReadAll(`SELECT min(iso), max(iso), count(*)::INTEGER FROM ${from} WHERE ${condition}`)
    ).getRows()[0];

  it.each<[keyof typeof LAYOUTS, string, string, string]>([
    ['bootstrap', '2026-11-20', '2026-11-22', "date_partition BETWEEN '2026/11/20' AND '2026/11/22'"],
    ['day first', '2026-11-30', '2026-12-01', "date_partition IN ('30-11-2026', '01-12-2026')"],
    ['projection', '2026-11-20', '2026-11-22', `"timestamp" BETWEEN '2026/11/20' AND '2026/11/22'`],
    ['manual', '2026-11-20', '2026-11-22', `("year" = '2026' AND "month" = '11' AND "day" BETWEEN '20' AND '22')`],
    ['manual', '2026-11-20', '2026-11-20', `("year" = '2026' AND "month" = '11' AND "day" = '20')`],
    ['manual', '2026-11-01', '2026-11-30', `("year" = '2026' AND "month" = '11')`],
    ['manual', '2026-01-01', '2026-12-31', `("year" = '2026')`],
    [
      'manual',
      '2026-11-29',
      '2026-12-02',
      `(("year" = '2026' AND "month" = '11' AND "day" BETWEEN '29' AND '30') OR ("year" = '2026' AND "month" = '12' AND "day" BETWEEN '01' AND '02'))`,
    ],
    [
      'manual',
      '2022-09-30',
      '2026-03-01',
      `(("year" = '2022' AND "month" = '09' AND "day" = '30') OR ("year" = '2022' AND "month" BETWEEN '10' AND '12') OR ` +
        `("year" BETWEEN '2023' AND '2025') OR ("year" = '2026' AND "month" BETWEEN '01' AND '02') OR ` +
        `("year" = '2026' AND "month" = '03' AND "day" = '01'))`,
    ],
  ])('in %s, %s to %s, are a condition', (name, first, last, condition) => {
    expect(LAYOUTS[name].daysCondition(first, last)).toBe(condition);
  });

  it.each<[keyof typeof LAYOUTS, string]>([
    ['bootstrap', 'days'],
    ['day first', "(SELECT iso, day || '-' || month || '-' || year AS date_partition FROM days)"],
    ['projection', 'days'],
    ['manual', 'days'],
  ])('in %s are all of them and no other', async (name, from) => {
    const dayNumber = fc.integer({ min: 0, max: 4400 });
    const iso = (index: number) => new Date(Date.UTC(2019, 0, 1 + index)).toISOString().slice(0, 10);
    await fc.assert(
      fc.asyncProperty(dayNumber, fc.oneof(fc.integer({ min: 0, max: 70 }), dayNumber), async (at, more) => {
        const [first, last] = [at, Math.min(at + more, 4400)];

        const condition = LAYOUTS[name].daysCondition(iso(first), iso(last)) ?? '';

        expect(await selected(condition, from)).toEqual([iso(first), iso(last), last - first + 1]);
        if (name !== 'day first') expect(condition.length).toBeLessThan(400);
      }),
      { numRuns: 150 },
    );
  });

  it('are no condition without partitions', () => {
    expect(readLayout(CONSOLE, TODAY).daysCondition('2026-11-20', '2026-11-22')).toBeUndefined();
  });

  it.each<[keyof typeof LAYOUTS, string, string]>([
    ['bootstrap', '2026-11-22', '2026-11-20'],
    ['bootstrap', "2026' OR 1=1 --", '2026-11-20'],
    ['manual', '2026-02-30', '2026-03-01'],
    ['projection', '2026-11-20', ''],
  ])('in %s are not %j to %j', (name, first, last) => {
    expect(() => LAYOUTS[name].daysCondition(first, last)).toThrow(/is no day|is before the first/);
  });
});

describe('the coverage of a layout', () => {
  const coverageOf = (metadata: TableMetadata) => readLayout(metadata, TODAY).coverage;

  it.each([
    [
      'Bootstrap',
      BOOTSTRAP,
      {
        firstDay: '2020-01-01',
        regions: ['us-east-2', 'us-east-1'],
        accounts: ['111122223333', '444455556666'],
        isLoadedByHand: false,
      },
    ],
    ['Bootstrap without projection', changed(BOOTSTRAP, { 'projection.enabled': 'false' }), { isLoadedByHand: true }],
    [
      "the guide's projection",
      PROJECTION,
      { firstDay: '2020-01-01', regions: ['eu-west-1'], accounts: ['111122223333'], isLoadedByHand: false },
    ],
    ["the guide's manual table", MANUAL, { isLoadedByHand: true }],
    [
      'year, month and day that are projected',
      MANUAL_PROJECTED,
      {
        firstDay: '2023-01-01',
        lastDay: '2025-12-31',
        regions: ['eu-west-1', 'eu-central-1'],
        accounts: ['111122223333'],
        isLoadedByHand: false,
      },
    ],
    [
      'years up to now',
      changed(MANUAL_PROJECTED, {
        'projection.year.type': 'date',
        'projection.year.format': 'yyyy',
        'projection.year.range': '2024,NOW',
        'projection.year.interval.unit': 'YEARS',
      }),
      {
        firstDay: '2024-01-01',
        regions: ['eu-west-1', 'eu-central-1'],
        accounts: ['111122223333'],
        isLoadedByHand: false,
      },
    ],
    ["the console's table", CONSOLE, { accounts: ['111122223333'], isLoadedByHand: false }],
  ])('of %s', (_, metadata, coverage) => {
    expect(coverageOf(metadata)).toEqual(coverage);
  });

  it('leaves out what Athena asks for with each query, and what has blanks in it', () => {
    const { regions, accounts } = coverageOf(
      changed(BOOTSTRAP, {
        'projection.account_partition.type': 'injected',
        'projection.region_partition.values': 'us-east-1, us-east-2,',
      }),
    );

    expect(regions).toEqual(['us-east-1']);
    expect(accounts).toBeUndefined();
  });

  it.each([
    ['NOW-3YEARS,NOW', '2023-11-24', undefined],
    [' now - 1 month , NOW', '2026-10-24', undefined],
    ['NOW-2WEEKS,NOW+1MONTH', '2026-11-10', undefined],
    ['NOW-30DAYS,NOW-1DAY', '2026-10-25', '2026-11-23'],
    ['NOW-11HOURS,NOW-1SECONDS', '2026-11-23', undefined],
    ['2024/02/29,2026/06/30', '2024-02-29', '2026-06-30'],
    ['2024/02/29,2026/11/24', '2024-02-29', undefined],
    ['2024/02/29,2030/01/01', '2024-02-29', undefined],
  ])('of the range %j is %s to %s', (range, firstDay, lastDay) => {
    const coverage = coverageOf(changed(PROJECTION, { 'projection.timestamp.range': range }));

    expect([coverage.firstDay, coverage.lastDay]).toEqual([firstDay, lastDay]);
  });

  it.each([
    ['2026-03-31T12:00:00Z', 'NOW-1MONTH', '2026-02-28'],
    ['2024-02-29T00:00:00Z', 'NOW-1YEAR', '2023-02-28'],
    ['2026-01-15T00:00:00Z', 'NOW-13MONTHS', '2024-12-15'],
  ])('at %s begins with %s on %s', (now, start, firstDay) => {
    const metadata = changed(PROJECTION, { 'projection.timestamp.range': `${start},NOW` });

    expect(readLayout(metadata, new Date(now)).coverage.firstDay).toBe(firstDay);
  });

  it.each([
    ['AWSLogs/o-exampleorgid/111122223333/CloudTrail/', { accounts: ['111122223333'] }],
    [
      'trail/AWSLogs/111122223333/CloudTrail/us-gov-west-1/',
      { accounts: ['111122223333'], regions: ['us-gov-west-1'] },
    ],
    [
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02',
      { accounts: ['111122223333'], regions: ['eu-west-1'], firstDay: '2026-02-01', lastDay: '2026-02-28' },
    ],
    [
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/',
      { accounts: ['111122223333'], regions: ['eu-west-1'], firstDay: '2026-01-01' },
    ],
    ['AWSLogs/111122223333/', { accounts: ['111122223333'] }],
    ['AWSLogs/o-exampleorgid/', {}],
    ['AWSLogs/account-id/CloudTrail/aws-region/', {}],
    ['copies/of/logs/', {}],
  ])('of a table at %s is what the location says', (path, limits) => {
    expect(coverageOf(changed(CONSOLE, { location: `${BUCKET}/${path}` }))).toEqual({
      ...limits,
      isLoadedByHand: false,
    });
  });

  it('of a table without a location is not limited', () => {
    expect(coverageOf(table(COLUMNS.guide, ''))).toEqual({ isLoadedByHand: false });
  });
});

describe('a table that cannot be asked', () => {
  const without = (name: string) => COLUMNS.guide.filter(({ Name }) => Name !== name);
  const typed = (Name: string, Type: string) => [...without(Name), { Name, Type }];
  const OCSF = [
    { Name: 'time', Type: 'bigint' },
    { Name: 'api', Type: 'struct<response:struct<error:string>,operation:string>' },
  ];
  const LAKE = [
    { Name: 'eventtime', Type: 'timestamp' },
    { Name: 'requestparameters', Type: 'map<string,string>' },
  ];

  it.each([
    ['other keys', table(COLUMNS.guide, 'dt region'), 'The table has the partition keys dt, region. Known are'],
    ['a key too few', table(COLUMNS.guide, 'date_partition region_partition'), 'Known are'],
    [
      'a key that is no text',
      { ...PROJECTION, PartitionKeys: [{ Name: 'timestamp', Type: 'date' }] },
      'The partition key timestamp is date, not text.',
    ],
    ['OCSF events', table(OCSF, 'eventday region accountid'), 'The table holds OCSF events'],
    ['an event data store', table(LAKE, ''), 'CloudTrail Lake'],
    ['no columns', table([], ''), 'The table lacks useridentity.type, useridentity.principalid,'],
    [
      'columns too few',
      table(
        without('errorcode').filter(({ Name }) => Name !== 'eventid'),
        'timestamp',
      ),
      'The table lacks errorcode, eventid, which every CloudTrail table has.',
    ],
    [
      'an identity without sessions',
      table(typed('useridentity', `struct<${WHO}>`), ''),
      'The table lacks useridentity.sessioncontext.sessionissuer.arn, useridentity.sessioncontext.sessionissuer.type, which',
    ],
    ['an identity as text', table(typed('useridentity', 'string'), ''), 'The table lacks useridentity.type,'],
    [
      'times that are no text',
      table(typed('eventtime', 'timestamp'), ''),
      'eventtime is of type timestamp, where CloudTrail tables have text.',
    ],
    [
      'a type that cannot be read',
      table(typed('tlsdetails', 'struct<tls'), ''),
      'The column tlsdetails cannot be read:',
    ],
    [
      'partitions by the hour',
      changed(PROJECTION, { 'projection.timestamp.interval.unit': 'HOURS' }),
      'The partition key timestamp is projected as date 1 HOURS.',
    ],
    [
      'days that are injected',
      changed(PROJECTION, { 'projection.timestamp.type': 'injected' }),
      'The partition key timestamp is projected as injected 1 DAYS.',
    ],
    [
      'days of another format',
      changed(PROJECTION, { 'projection.timestamp.format': 'yyyy/MM/dd/HH' }),
      'The partition key timestamp has the format "yyyy/MM/dd/HH".',
    ],
    [
      'a range of another format',
      changed(PROJECTION, { 'projection.timestamp.range': '2020-01-01,NOW' }),
      'The range "2020-01-01,NOW" of the partition key timestamp cannot be read',
    ],
    [
      'a range that is none',
      changed(PROJECTION, { 'projection.timestamp.range': 'NOW' }),
      'The range "NOW" of the partition key timestamp',
    ],
    [
      'months of one digit',
      changed(MANUAL_PROJECTED, { 'projection.month.digits': '1' }),
      'The partition key month is not projected as the numbers from 01 to 12',
    ],
    [
      'days that stop early',
      changed(MANUAL_PROJECTED, { 'projection.day.range': '1,30' }),
      'The partition key day is not projected as the numbers from 01 to 31',
    ],
    [
      'years that are injected',
      changed(MANUAL_PROJECTED, { 'projection.year.type': 'injected' }),
      'The partition key year is not projected as years',
    ],
  ])('has %s', (_, metadata, problem) => {
    const reading = () => readLayout(metadata, TODAY);

    expect(reading).toThrow(UnknownLayout);
    expect(reading).toThrow(problem);
  });
});
