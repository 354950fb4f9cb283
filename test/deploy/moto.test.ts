import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { calledActions } from './called-actions.js';
import { DEPLOYED, GIVEN, resolve } from './resolve.js';
import { readTemplate, TEMPLATE_PATH } from './template.js';

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_DEFAULT_REGION: DEPLOYED.region,
  MOTO_ACCOUNT_ID: DEPLOYED.account,
};
const RUN_MS = 90_000;
const isThere = spawnSync('python3', ['-c', 'import boto3, moto'], { timeout: RUN_MS }).status === 0;
const where = isThere ? 'moto' : 'moto (skipped: python3 has no moto and boto3 here; pip install "moto[all]" boto3)';

const answer = z.object({
  stack: z.string(),
  made: z.array(z.string()),
  table: z.looseObject({}),
  workgroup: z.looseObject({}),
  decisions: z.array(z.enum(['PERMITTED', 'DENIED', 'NEUTRAL'])),
});

/** moto cannot know the name of a workgroup that it does not make: it is that of the stack. */
const TEMPLATE = readFileSync(TEMPLATE_PATH, 'utf8').replaceAll(
  'workgroup/$' + '{Workgroup}',
  `workgroup/${DEPLOYED.stack}`,
);

const HERE = `${DEPLOYED.region}:${DEPLOYED.account}`;
const TABLE = `arn:aws:dynamodb:${HERE}:table/{table}`;
const NOT_TO_BE = [
  ['dynamodb:DeleteItem', TABLE],
  ['dynamodb:BatchWriteItem', TABLE],
  ['dynamodb:DeleteTable', TABLE],
  ['dynamodb:UpdateTable', TABLE],
  ['dynamodb:Scan', TABLE],
  ['dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/payroll`],
  ['athena:StartQueryExecution', `arn:aws:athena:${HERE}:workgroup/primary`],
  ['s3:PutObject', 'arn:aws:s3:::trail-bucket/AWSLogs/a.json.gz'],
  ['s3:GetObject', 'arn:aws:s3:::trail-bucket/secrets.txt'],
] as const;

const called = (await calledActions()).filter((action) => action !== 'dynamodb:CreateTable');
const onWhat = (action: string): string => {
  if (action.startsWith('dynamodb:')) return TABLE;
  const isMetadata = action === 'athena:GetTableMetadata' || action === 'athena:GetDataCatalog';
  return `arn:aws:athena:${HERE}:${isMetadata ? 'datacatalog/AwsDataCatalog' : `workgroup/${DEPLOYED.stack}`}`;
};

function deploy(): z.infer<typeof answer> {
  const { VpcId, SubnetIds, ...parameters } = GIVEN;
  const input = JSON.stringify({
    template: TEMPLATE,
    parameters,
    workgroup: resolve(readTemplate()).get('Workgroup')?.properties,
    decisions: [...called.map((action) => [action, onWhat(action)]), ...NOT_TO_BE],
  });
  const { status, stdout, stderr } = spawnSync('python3', ['test/deploy/moto-stack.py'], {
    input,
    env: { ...process.env, ...ENVIRONMENT },
    timeout: RUN_MS,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`moto did not make the stack: ${stderr.slice(-2_000)}`);
  return answer.parse(JSON.parse(stdout));
}

(isThere ? describe : describe.skip)(`the stack in ${where}`, () => {
  let deployed: z.infer<typeof answer>;
  beforeAll(() => {
    deployed = deploy();
  }, RUN_MS);

  it('is made', () => {
    expect(deployed.stack).toBe('CREATE_COMPLETE');
    expect(deployed.made).toEqual(
      expect.arrayContaining(['StateTable', 'ResultsBucket', 'TaskRole', 'ExecutionRole', 'LogGroup', 'Service']),
    );
  });

  it('has a table with the keys, on demand, that cannot be deleted', () => {
    expect(deployed.table).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: true,
    });
  });

  it("has a workgroup that Athena's API takes as it is", () => {
    expect(deployed.workgroup).toMatchObject({
      Name: 'ir-bot',
      State: 'ENABLED',
      Configuration: { EnforceWorkGroupConfiguration: true, BytesScannedCutoffPerQuery: 107_374_182_400 },
    });
  });

  it("permits, by moto's reading of the role's policy, each call of the bot, and nothing of what it must not do", () => {
    const decided = deployed.decisions.slice(0, called.length);
    const others = deployed.decisions.slice(called.length);

    expect(called.filter((_, index) => decided[index] !== 'PERMITTED')).toEqual([]);
    expect(others).toHaveLength(NOT_TO_BE.length);
    expect(NOT_TO_BE.filter((_, index) => others[index] === 'PERMITTED')).toEqual([]);
    expect(others.slice(0, 4)).toEqual(['DENIED', 'DENIED', 'DENIED', 'DENIED']);
  });
});
