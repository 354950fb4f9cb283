import { afterEach, describe, expect, it } from '@jest/globals';
import { notSearched } from '../../src/athena/coverage.js';
import { deployedTable } from '../../src/athena/deployed-table.js';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, type LocalAthenaOptions, startLocalAthena } from '../../src/local/athena/server.js';
import { clientAt, type Reply, refusal, type Script, type ScriptedAthena, scriptedAthena } from './scripted-athena.js';

const SETTINGS = {
  catalog: 'AwsDataCatalog',
  database: 'security_analysis',
  table: 'cloudtrail',
  workgroup: 'incident',
} as const;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function scripted(script: Script, now?: () => Date) {
  const athena: ScriptedAthena = await scriptedAthena(script);
  closing.push(athena.close);
  return { athena, deployed: deployedTable({ ...SETTINGS, client: athena.client, ...(now ? { now } : {}) }) };
}

async function standIn(table = 'cloudtrail', options: Omit<LocalAthenaOptions, 'engine'> = {}) {
  const engine = await recordsEngine([
    { eventTime: '2026-11-18T10:00:00Z', awsRegion: 'eu-west-1', recipientAccountId: '111122223333' },
    { eventTime: '2026-11-20T10:00:00Z', awsRegion: 'us-east-1', recipientAccountId: '111122223333' },
  ]);
  const athena: LocalAthena = await startLocalAthena({ ...options, engine });
  const client = clientAt(athena.url);
  closing.push(() => client.destroy(), athena.close);
  return { athena, deployed: deployedTable({ ...SETTINGS, table, client }) };
}

const text = (Name: string) => ({ Name, Type: 'string' });
const IDENTITY =
  'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,sessioncontext:struct<sessionissuer:struct<type:string,arn:string>>>';
const definition = (key: string): Reply => ({
  body: {
    TableMetadata: {
      Name: 'cloudtrail',
      Columns: [
        { Name: 'useridentity', Type: IDENTITY },
        ...'eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage'
          .split(' ')
          .map(text),
        ...'requestparameters responseelements eventid'.split(' ').map(text),
      ],
      PartitionKeys: [text(key)],
    },
  },
});

describe('the layout of a deployed table', () => {
  it('is read off a working Athena', async () => {
    const { deployed } = await standIn('cloudtrail', { projectionRegions: ['eu-west-1', 'us-east-1'] });

    const layout = await deployed.layout();

    expect(layout.name).toBe('bootstrap');
    expect(layout.has('useridentity.sessioncontext.sessionissuer.arn')).toBe(true);
    expect(layout.has('eventcategory')).toBe(false);
    expect(notSearched(layout.coverage, { first: '2026-11-17', last: '2026-11-20' })).toEqual([
      expect.stringMatching(/more regions \(not in the table's region list\)$/),
      'accounts other than 111122223333 (the table reads one account)',
      "before 2026-11-18 (the table's range of days begins there)",
    ]);
  });

  it.each([
    ['bootstrap', 'old', 'bootstrap', false],
    ['bootstrap', 'current', 'bootstrap', true],
    ['projection', 'current', 'projection', true],
    ['manual', 'old', 'manual', false],
    ['manual-account', 'current', 'manual', true],
    ['console', 'old', 'unpartitioned', false],
  ] as const)('that was made as %s with the %s columns is known', async (layout, columns, name, hasCategory) => {
    const { deployed } = await standIn('cloudtrail', { layout, columns });

    const read = await deployed.layout();

    expect(read.name).toBe(name);
    expect(read.has('eventcategory')).toBe(hasCategory);
  });

  it('is asked for by its full name, once for all who ask at once', async () => {
    const { athena, deployed } = await scripted({ GetTableMetadata: [definition('timestamp')] });

    const [one, other] = await Promise.all([deployed.layout(), deployed.layout()]);

    expect(one.name).toBe('projection');
    expect(other).toBe(one);
    expect(athena.inputsOf('GetTableMetadata')).toEqual([
      { CatalogName: 'AwsDataCatalog', DatabaseName: 'security_analysis', TableName: 'cloudtrail' },
    ]);
  });

  it('is asked for again after ten minutes', async () => {
    let now = new Date('2026-11-24T10:00:00Z');
    const { athena, deployed } = await scripted({ GetTableMetadata: [definition('timestamp')] }, () => now);

    await deployed.layout();
    now = new Date('2026-11-24T10:09:59Z');
    await deployed.layout();
    const askedBefore = athena.calls.length;
    now = new Date('2026-11-24T10:10:00Z');
    await deployed.layout();

    expect([askedBefore, athena.calls.length]).toEqual([1, 2]);
  });

  it('is asked for again after a failure', async () => {
    const { deployed } = await scripted({
      GetTableMetadata: [refusal('InternalServerException', 'try later', 500), definition('timestamp')],
    });

    await expect(deployed.layout()).rejects.toThrow(
      'reading the definition of security_analysis.cloudtrail in Athena did not work: try later',
    );
    expect((await deployed.layout()).name).toBe('projection');
  });

  it('names the missing table', async () => {
    const { deployed } = await standIn('cloud_trail');

    await expect(deployed.layout()).rejects.toMatchObject({
      name: 'QueryFailed',
      state: 'FAILED',
      reason: expect.stringContaining('cloud_trail'),
      advice: expect.stringContaining('Is security_analysis.cloud_trail the CloudTrail table?'),
      statistics: { scannedBytes: 0, totalMs: 0 },
    });
  });

  it('names the missing permission', async () => {
    const reason =
      'User: arn:aws:sts::111122223333:assumed-role/bot/i is not authorized to perform: athena:GetTableMetadata';
    const { deployed } = await scripted({ GetTableMetadata: [refusal('AccessDeniedException', reason)] });

    await expect(deployed.layout()).rejects.toMatchObject({
      name: 'QueryFailed',
      reason,
      advice: 'The role of the bot needs the permission athena:GetTableMetadata.',
    });
  });

  it('says what is wrong with a table that is not known', async () => {
    const { deployed } = await scripted({ GetTableMetadata: [definition('dt')] });

    await expect(deployed.layout()).rejects.toMatchObject({
      name: 'QueryFailed',
      reason: expect.stringMatching(
        /^security_analysis\.cloudtrail cannot be asked\. The table has the partition keys dt\. Known are/,
      ),
      advice: 'Is security_analysis.cloudtrail the CloudTrail table? Check IR_ATHENA_DATABASE and IR_ATHENA_TABLE.',
    });
  });

  it('does not hide an answer without a definition', async () => {
    const { deployed } = await scripted({ GetTableMetadata: [{ body: {} }] });

    await expect(deployed.layout()).rejects.toThrow('Athena gave no definition of security_analysis.cloudtrail');
  });
});

describe('the cap of a workgroup', () => {
  it('is what a working Athena cuts off at', async () => {
    const { athena, deployed } = await standIn();
    athena.setCutoffBytes(10_000_000);

    expect(await deployed.scanCapBytes()).toBe(10_000_000);
  });

  it('is not there when the workgroup has none', async () => {
    const { deployed } = await standIn();

    expect(await deployed.scanCapBytes()).toBeUndefined();
  });

  it('names the missing workgroup', async () => {
    const { athena, deployed } = await scripted({
      GetWorkGroup: [refusal('InvalidRequestException', 'WorkGroup is not found.')],
    });

    await expect(deployed.scanCapBytes()).rejects.toMatchObject({
      name: 'QueryFailed',
      advice: expect.stringContaining('Check IR_ATHENA_WORKGROUP: "incident"'),
    });
    expect(athena.inputsOf('GetWorkGroup')).toEqual([{ WorkGroup: 'incident' }]);
  });
});
