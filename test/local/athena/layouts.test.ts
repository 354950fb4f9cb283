import { GetTableMetadataCommand, type TableMetadata } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../../src/local/athena/log-engine.js';
import type { LocalAthenaOptions } from '../../../src/local/athena/server.js';
import { call, type Talk, talkToServer } from './local-athena.js';

const FEDERATED = {
  type: 'WebIdentityUser',
  onBehalfOf: { userId: 'mary', identityStoreArn: 'arn:aws:identitystore::111122223333:identitystore/d-9067642ac7' },
  sessionContext: {
    ec2RoleDelivery: '2.0',
    webIdFederationData: { federatedProvider: 'accounts.example.com', attributes: { sub: 'mary', aud: 'app' } },
  },
};
const RECORDS = [
  call({ eventTime: '2026-11-04T10:00:00Z' }),
  call({
    eventTime: '2026-11-20T10:00:00Z',
    eventName: 'AssumeRoleWithWebIdentity',
    awsRegion: 'us-east-1',
    recipientAccountId: '444455556666',
    userIdentity: FEDERATED,
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3' },
    addendum: { reason: 'UPDATED_DATA', originalEventID: 'd1b1a1b0-0000-4000-8000-000000000009' },
  }),
];
const LAYOUTS = ['bootstrap', 'projection', 'manual', 'manual-account', 'console'] as const;
const NO_COLUMN = 'cannot be resolved or requester is not authorized to access requested resources';

let engine: LogEngine;
const open: Talk[] = [];
beforeAll(async () => {
  engine = await recordsEngine(RECORDS);
});
afterAll(async () => {
  await Promise.all(open.map((talk) => talk.close()));
  engine.close();
});

type Made = Omit<LocalAthenaOptions, 'engine'>;
const talkTo = async (options: Made): Promise<Talk> => {
  const talk = await talkToServer({ engine, ...options });
  open.push(talk);
  return talk;
};
const metadataOf = async ({ client }: Talk): Promise<TableMetadata> => {
  const table = { CatalogName: 'AwsDataCatalog', DatabaseName: 'security_analysis', TableName: 'cloudtrail' };
  const { TableMetadata } = await client.send(new GetTableMetadataCommand(table));
  if (!TableMetadata) throw new Error('no metadata');
  return TableMetadata;
};
const reasonOf = async (talk: Talk, sql: string) => (await talk.run(sql)).Status?.StateChangeReason;
const federated = (columns: string) =>
  `SELECT ${columns} FROM cloudtrail WHERE eventname = 'AssumeRoleWithWebIdentity'`;

describe('the layouts', () => {
  it.each<[Made, string[]]>([
    [{}, ['date_partition', 'region_partition', 'account_partition']],
    [{ layout: 'projection' }, ['timestamp']],
    [{ layout: 'manual' }, ['region', 'year', 'month', 'day']],
    [{ layout: 'manual-account' }, ['account', 'region', 'year', 'month', 'day']],
    [{ layout: 'console' }, []],
  ])('%j is partitioned by its own keys', async (options, keys) => {
    const { PartitionKeys } = await metadataOf(await talkTo(options));

    expect(PartitionKeys).toEqual(keys.map((Name) => ({ Name, Type: 'string' })));
  });

  it.each<[Made, number, string[]]>([
    [{}, 23, []],
    [{ columns: 'current' }, 29, ['onbehalfof', 'attributes:map<string,string>', 'eventcategory', 'tlsdetails']],
    [{ layout: 'manual' }, 29, ['onbehalfof', 'attributes:map<string,string>', 'eventcategory', 'tlsdetails']],
    [{ layout: 'manual', columns: 'old' }, 24, ['webidfederationdata:map<string,string>', 'tlsdetails']],
    [{ layout: 'console', columns: 'old' }, 24, ['webidfederationdata:map<string,string>', 'tlsdetails']],
  ])('%j has %s columns, and of the later ones %j', async (options, count, has) => {
    const { Columns = [] } = await metadataOf(await talkTo(options));

    const text = Columns.map(({ Name, Type }) => `${Name} ${Type}`).join('\n');
    const later = ['onbehalfof', 'attributes:map<string,string>', 'eventcategory', 'tlsdetails'];
    expect(Columns).toHaveLength(count);
    expect(
      [...later, 'webidfederationdata:map<string,string>'].filter((part) => text.includes(part)).toSorted(),
    ).toEqual(has.toSorted());
  });

  it('write types as the catalogue does', async () => {
    const { Columns } = await metadataOf(await talkTo({ layout: 'console' }));

    expect(Columns).toEqual(
      expect.arrayContaining([
        { Name: 'resources', Type: 'array<struct<arn:string,accountid:string,type:string>>' },
        { Name: 'tlsdetails', Type: 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>' },
        {
          Name: 'addendum',
          Type: 'struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>',
        },
      ]),
    );
  });

  it('of the guide with partition projection has readonly before resources', async () => {
    const names = (await metadataOf(await talkTo({ layout: 'projection' }))).Columns?.map(({ Name }) => Name) ?? [];

    expect(names.indexOf('resources') - names.indexOf('readonly')).toBe(1);
  });

  it('project dates, regions and accounts where they project anything', async () => {
    const [bootstrap, projection] = [await talkTo({}), await talkTo({ layout: 'projection' })];

    expect((await metadataOf(bootstrap)).Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.date_partition.type': 'date',
      'projection.date_partition.range': '2026/11/04,NOW',
      'projection.date_partition.format': 'yyyy/MM/dd',
      'projection.region_partition.values': expect.stringMatching(/\beu-west-1\b.*\bus-east-1\b/),
      'projection.account_partition.values': '111122223333,444455556666',
      'serde.serialization.lib': 'com.amazon.emr.hive.serde.CloudTrailSerde',
    });
    expect((await metadataOf(projection)).Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.timestamp.type': 'date',
      'projection.timestamp.range': '2026/11/04,NOW',
      'projection.timestamp.format': 'yyyy/MM/dd',
      'projection.timestamp.interval': '1',
      'projection.timestamp.interval.unit': 'DAYS',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena fills it in.
      'storage.location.template': 's3://local-logs/AWSLogs/111122223333/CloudTrail/eu-west-1/${timestamp}',
    });
  });

  it('without projection say where they lie, and what made them', async () => {
    const [manual, account, console] = [
      await talkTo({ layout: 'manual' }),
      await talkTo({ layout: 'manual-account' }),
      await talkTo({ layout: 'console' }),
    ];

    const parameters = [await metadataOf(manual), await metadataOf(account), await metadataOf(console)].map(
      ({ Parameters }) => Parameters ?? {},
    );
    expect(parameters.map(({ location }) => location)).toEqual([
      's3://local-logs/AWSLogs/111122223333/',
      's3://local-logs/AWSLogs/',
      's3://local-logs/AWSLogs/111122223333/CloudTrail',
    ]);
    expect(parameters.map((each) => each['projection.enabled'])).toEqual([undefined, undefined, undefined]);
    expect(parameters[2]).toMatchObject({
      classification: 'cloudtrail',
      comment: 'CloudTrail table for local-logs bucket',
    });
  });
});

describe('a query', () => {
  it.each(LAYOUTS.flatMap((layout) => [{ layout }, { layout, columns: 'old' } as const]))(
    'for everything in %j gives the columns, then the partition keys',
    async (options) => {
      const talk = await talkTo(options);
      const { Columns = [], PartitionKeys = [] } = await metadataOf(talk);

      const [row = []] = await talk.rows('SELECT * FROM cloudtrail');
      const names = [...Columns, ...PartitionKeys].map(({ Name }) => `"${Name}"`);
      const byName = await talk.rows(`SELECT ${names.join(', ')} FROM cloudtrail`);

      expect(row).toHaveLength(names.length);
      expect(await talk.rows('SELECT * FROM cloudtrail')).toEqual(byName);
    },
  );

  it.each<[Made, string, string[]]>([
    [{ layout: 'bootstrap' }, 'date_partition, region_partition', ['2026/11/20', 'us-east-1']],
    [{ layout: 'projection' }, '"timestamp", cloudtrail."timestamp"', ['2026/11/20', '2026/11/20']],
    [{ layout: 'manual' }, 'region, year, month, day', ['us-east-1', '2026', '11', '20']],
    [{ layout: 'manual-account' }, 'account, t.region, year', ['444455556666', 'us-east-1', '2026']],
  ])('finds the partition keys of %j: %s', async (options, keys, values) => {
    const talk = await talkTo(options);

    const sql = federated(keys).replace(
      'FROM cloudtrail',
      `FROM cloudtrail${keys.includes('t.region') ? ' AS t' : ''}`,
    );
    expect(await talk.rows(sql)).toEqual([values]);
  });

  it('selects by the keys of its layout', async () => {
    const talk = await talkTo({ layout: 'manual' });

    const condition = "(year = '2026' AND month = '11' AND day IN ('03', '04')) OR (year = '2027')";
    expect(await talk.rows(`SELECT eventname FROM cloudtrail WHERE ${condition}`)).toEqual([['GetObject']]);
  });

  it.each<[Made, string, string]>([
    [{}, 'eventcategory', 'eventcategory'],
    [{}, 'tlsdetails', 'tlsdetails'],
    [{}, 'useridentity.onbehalfof.userid', 'onbehalfof'],
    [{}, 'useridentity.sessioncontext.ec2roledelivery', 'ec2roledelivery'],
    [{}, '"timestamp"', 'timestamp'],
    [{ layout: 'projection' }, 'date_partition', 'date_partition'],
    [{ layout: 'manual' }, 'account', 'account'],
    [{ layout: 'console' }, 'region', 'region'],
    [{ layout: 'manual', columns: 'old' }, 'eventcategory', 'eventcategory'],
    [{ layout: 'manual', columns: 'old' }, 'useridentity.onbehalfof.userid', 'onbehalfof'],
    [
      { layout: 'manual', columns: 'old' },
      'useridentity.sessioncontext.webidfederationdata.federatedprovider',
      'federatedprovider',
    ],
  ])('fails where the table %j does not have %s', async (options, expression, name) => {
    const reason = await reasonOf(await talkTo(options), `SELECT ${expression} FROM cloudtrail`);

    expect(reason).toMatch(/^COLUMN_NOT_FOUND: line 1:8: /);
    expect(reason).toContain(`${name}' ${NO_COLUMN}`);
  });

  it.each<[Made, string, string]>([
    [{ layout: 'manual' }, 'eventcategory', 'Management'],
    [{ layout: 'console', columns: 'old' }, 'tlsdetails.tlsversion', 'TLSv1.3'],
    [{ columns: 'current' }, 'addendum.reason', 'UPDATED_DATA'],
    [{ columns: 'current' }, 'useridentity.onbehalfof.userid', 'mary'],
    [{ columns: 'current' }, 'useridentity.sessioncontext.ec2roledelivery', '2.0'],
    [
      { columns: 'current' },
      'useridentity.sessioncontext.webidfederationdata.federatedprovider',
      'accounts.example.com',
    ],
    [{ columns: 'current' }, "useridentity.sessioncontext.webidfederationdata.attributes['sub']", 'mary'],
    [
      { layout: 'manual', columns: 'old' },
      "element_at(useridentity.sessioncontext.webidfederationdata, 'federatedProvider')",
      'accounts.example.com',
    ],
  ])('finds in %j what it has: %s', async (options, expression, value) => {
    expect(await (await talkTo(options)).rows(federated(expression))).toEqual([[value]]);
  });

  const BEFORE =
    'type=WebIdentityUser, principalid=null, arn=null, accountid=null, invokedby=null, accesskeyid=null, username=null';
  it.each<[Made, string]>([
    [{}, `{${BEFORE}, sessioncontext={attributes=null, sessionissuer=null}}`],
    [
      { layout: 'manual', columns: 'old' },
      `{${BEFORE}, sessioncontext={attributes=null, sessionissuer=null, ec2roledelivery=2.0, webidfederationdata={federatedProvider=accounts.example.com, attributes={"sub":"mary","aud":"app"}}}}`,
    ],
    [
      { layout: 'manual' },
      `{${BEFORE}, onbehalfof={userid=mary, identitystorearn=arn:aws:identitystore::111122223333:identitystore/d-9067642ac7}, sessioncontext={attributes=null, sessionissuer=null, ec2roledelivery=2.0, webidfederationdata={federatedprovider=accounts.example.com, attributes={sub=mary, aud=app}}}}`,
    ],
  ])('shows of a whole structure what %j has', async (options, text) => {
    const talk = await talkTo(options);

    expect(await talk.rows(federated('useridentity'))).toEqual([[text]]);
    expect(await talk.rows(`SELECT DISTINCT useridentity FROM (${federated('*')})`)).toEqual([[text]]);
    expect(await talk.rows(`WITH e AS (${federated('*')}) SELECT max(useridentity) FROM e`)).toEqual([[text]]);
  });

  it('keeps a structure that is absent absent', async () => {
    const talk = await talkTo({ layout: 'manual' });

    const sql = "SELECT tlsdetails, tlsdetails IS NULL FROM cloudtrail WHERE eventname = 'GetObject'";
    expect(await talk.rows(sql)).toEqual([[null, 'true']]);
  });

  it('may mention the table twice, and qualify columns by its name', async () => {
    const talk = await talkTo({ layout: 'projection', database: 'default', table: 'cloudtrail_logs_pp' });

    const sql =
      'SELECT count(cloudtrail_logs_pp.eventname) FROM "default"."cloudtrail_logs_pp" JOIN "default".cloudtrail_logs_pp b ON b."timestamp" = cloudtrail_logs_pp."timestamp"';
    expect(await talk.rows(sql)).toEqual([['2']]);
  });
});

describe('a partition projection that leaves something out', () => {
  it.each<[string, Made, string, number]>([
    ['regions', { projectionRegions: ['eu-west-1', 'eu-central-1'] }, 'GetObject', 1],
    ['accounts', { projectionAccounts: ['444455556666'] }, 'AssumeRoleWithWebIdentity', 1],
    ['days', { projectionFirstDay: '2026-11-05' }, 'AssumeRoleWithWebIdentity', 1],
    ['days of the guide', { layout: 'projection', projectionFirstDay: '2026-11-05' }, 'AssumeRoleWithWebIdentity', 1],
  ])('hides the records of other %s without a word', async (_, options, seen, count) => {
    const talk = await talkTo(options);

    const rows = await talk.rows('SELECT eventname FROM cloudtrail');
    expect(rows).toEqual(Array(count).fill([seen]));
  });

  it('is what the metadata says', async () => {
    const talk = await talkTo({
      projectionRegions: ['eu-west-1', 'eu-central-1'],
      projectionAccounts: ['444455556666'],
      projectionFirstDay: '2026-11-05',
    });

    expect((await metadataOf(talk)).Parameters).toMatchObject({
      'projection.date_partition.range': '2026/11/05,NOW',
      'projection.region_partition.values': 'eu-west-1,eu-central-1',
      'projection.account_partition.values': '444455556666',
    });
    expect(await talk.rows('SELECT count(*) FROM cloudtrail')).toEqual([['0']]);
    expect((await talk.run('SELECT count(*) FROM cloudtrail')).Statistics?.DataScannedInBytes).toBe(0);
  });

  it('sees nothing when it lists no region', async () => {
    const talk = await talkTo({ projectionRegions: [] });

    expect(await talk.rows('SELECT count(*) FROM cloudtrail')).toEqual([['0']]);
  });

  it('is not what tables without projection have', async () => {
    const talk = await talkTo({ layout: 'console', projectionRegions: [], projectionFirstDay: '2027-01-01' });

    expect(await talk.rows('SELECT count(*) FROM cloudtrail')).toEqual([['2']]);
  });
});
