import { GetTableMetadataCommand } from '@aws-sdk/client-athena';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  clientAt,
  execution,
  look,
  page,
  type Reply,
  type Script,
  type ScriptedAthena,
  scriptedAthena,
} from '../athena/scripted-athena.js';
import { type Deployment, denialOf, deployment, dynamodbDenial } from './stage.js';

let deployed: Deployment | undefined;
let scripted: ScriptedAthena | undefined;
afterEach(async () => {
  await deployed?.close();
  await scripted?.close();
  deployed = undefined;
  scripted = undefined;
});

const start = async (): Promise<Deployment> => {
  deployed = await deployment();
  return deployed;
};

const WORKGROUP: Reply = {
  body: {
    WorkGroup: {
      Name: 'primary',
      State: 'ENABLED',
      Configuration: { ResultConfiguration: { OutputLocation: 's3://example-results/ir-bot/' } },
    },
  },
};
const TABLE = { CatalogName: 'AwsDataCatalog', DatabaseName: 'security_analysis', TableName: 'cloudtrail' };

/** A deployment whose Athena has the table of the stand-in, and otherwise answers as it is told. */
async function startScripted(script: Script): Promise<Deployment> {
  const one = await start();
  const client = clientAt(one.athena.url);
  const { TableMetadata } = await client.send(new GetTableMetadataCommand(TABLE));
  client.destroy();
  scripted = await scriptedAthena({
    GetWorkGroup: [WORKGROUP],
    GetTableMetadata: [{ body: { TableMetadata: { ...TableMetadata, CreateTime: 0 } } }],
    StartQueryExecution: [{ body: { QueryExecutionId: 'e-1' } }],
    ...script,
  });
  one.environment.AWS_ENDPOINT_URL_ATHENA = scripted.endpoint;
  return one;
}

/** The lines of a check and what is said below it. */
const partOf = (text: string, title: string): string =>
  text.split(/\n(?=[✓!✗–\n])/).find((part) => part.slice(2).startsWith(title)) ?? '';

const failing = (reason: string) => ({
  BatchGetQueryExecution: [look('FAILED', { status: { StateChangeReason: reason } })],
});

describe('a missing permission', () => {
  it('of DynamoDB comes as one statement, with every action that is missing', async () => {
    const one = await start();
    one.answerDynamodb('PutItem', dynamodbDenial('PutItem'));
    one.answerDynamodb('Query', dynamodbDenial('Query'));

    const { text } = await one.check();

    expect(
      partOf(text, 'DynamoDB: reading'),
    ).toBe(`✗ DynamoDB: reading and writing: the role of the bot may not call dynamodb:PutItem, dynamodb:Query
    → Add to the policy of the bot's role:
      {
        "Sid": "IrBotState",
        "Effect": "Allow",
        "Action": [
          "dynamodb:PutItem",
          "dynamodb:Query"
        ],
        "Resource": [
          "arn:aws:dynamodb:us-east-1:111122223333:table/ir-bot"
        ]
      }`);
  });

  it('of Glue comes as a statement on the table, its database and its catalog', async () => {
    const one = await start();
    const resource = 'arn:aws:glue:us-east-1:111122223333:database/default';
    one.athena.failNext('GetTableMetadata', {
      type: 'AccessDeniedException',
      message: `Insufficient permissions. ${denialOf('glue:GetDatabase', resource)}`,
    });

    const { text } = await one.check();

    const part = partOf(text, 'Athena: table');
    expect(part).toContain(
      'is not authorized to perform: glue:GetDatabase on resource: arn:aws:glue:us-east-1:111122223333:database/default',
    );
    for (const name of [
      'catalog',
      'database/security_analysis',
      'table/security_analysis/cloudtrail',
      'database/default',
    ]) {
      expect(part).toContain(`"arn:aws:glue:us-east-1:111122223333:${name}"`);
    }
    expect(part).toContain('"glue:GetPartitions"');
  });

  it('of Athena comes as a statement on the workgroup', async () => {
    const one = await start();
    const resource = 'arn:aws:athena:us-east-1:111122223333:workgroup/primary';
    one.athena.failNext('GetWorkGroup', {
      type: 'AccessDeniedException',
      message: denialOf('athena:GetWorkGroup', resource),
    });

    const { text } = await one.check();

    expect(partOf(text, 'Athena: workgroup')).toContain(`"Resource": [\n          "${resource}"`);
    expect(partOf(text, 'Athena: what a query')).toContain('not checked, because "Athena: workgroup primary" failed');
  });

  it('to read the logs comes as statements on the bucket that Athena names', async () => {
    const one = await startScripted(
      failing(
        'PERMISSION_DENIED: Permission denied on S3 path: s3://example-trail/org/AWSLogs/111122223333/CloudTrail',
      ),
    );

    const { text } = await one.check();

    const part = partOf(text, 'Athena: a question');
    expect(part).toContain(
      '✗ Athena: a question: Athena refused to answer a question: PERMISSION_DENIED: Permission denied on S3 path',
    );
    expect(part).toContain('"arn:aws:s3:::example-trail/org/AWSLogs/*"');
    expect(part).toContain('"arn:aws:s3:::example-trail"');
    expect(part).not.toContain('s3:PutObject');
  });

  it('to write results comes as statements on the results bucket', async () => {
    const one = await startScripted(
      failing('Access denied when writing output to url: s3://example-results/ir-bot/e-1.csv.'),
    );

    const { text } = await one.check();

    const part = partOf(text, 'Athena: a question');
    expect(part).toContain('"s3:PutObject"');
    expect(part).toContain('"arn:aws:s3:::example-results/*"');
  });

  it('of a key comes as a statement on that key', async () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const one = await startScripted(failing(denialOf('kms:Decrypt', key)));

    const { text } = await one.check();

    expect(partOf(text, 'Athena: a question')).toContain(
      `"kms:Decrypt"\n        ],\n        "Resource": [\n          "${key}"`,
    );
  });

  it('says where a statement would not help', async () => {
    const one = await start();
    one.answerDynamodb('PutItem', {
      status: 400,
      body: {
        __type: 'AccessDeniedException',
        Message:
          'User: arn:aws:sts::111122223333:assumed-role/ir-bot/i-0abc is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:111122223333:table/ir-bot with an explicit deny in a service control policy',
      },
    });

    const { text } = await one.check();

    expect(partOf(text, 'DynamoDB: reading')).toContain(
      '→ An explicit deny in a service control policy forbids it: no statement helps until whoever keeps that policy changes it.',
    );
  });

  it('is named with a place for the account where nobody says which it is', async () => {
    const one = await start();
    one.athena.failNext('GetWorkGroup', {
      type: 'AccessDeniedException',
      message: 'You are not authorized to perform: athena:GetWorkGroup on the resource.',
    });

    const { text } = await one.check();

    expect(partOf(text, 'Athena: workgroup')).toContain(
      "Add to the policy of the bot's role, with your own in place of ACCOUNT_ID:",
    );
  });
});

describe('the test question', () => {
  it('is stopped once it has read more than 10 MB, and says what it cost', async () => {
    const one = await startScripted({
      BatchGetQueryExecution: [look('RUNNING', { statistics: { DataScannedInBytes: 20 * 2 ** 20 } })],
      GetQueryExecution: [execution('CANCELLED', { statistics: { DataScannedInBytes: 20 * 2 ** 20 } })],
      StopQueryExecution: [{ body: {} }],
    });

    const { text } = await one.check();

    expect(partOf(text, 'Athena: a question')).toBe(
      '✓ Athena: a question: the logs can be read; stopped as meant, it read 20.0 MB (< $0.001)',
    );
    expect(scripted?.inputsOf('StopQueryExecution')).toEqual([{ QueryExecutionId: 'e-1' }]);
  });

  it.each([
    'HIVE_BAD_DATA: Error parsing field value "AKIAIOSFODNN7EXAMPLE" for field 4',
    'HIVE_CURSOR_ERROR: {"errorMessage":"User: arn:aws:iam::444455556666:user/AKIAIOSFODNN7EXAMPLE is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::444455556666:user/AKIAIOSFODNN7EXAMPLE"}',
    'INVALID_CAST_ARGUMENT: Cannot cast s3://AKIAIOSFODNN7EXAMPLE: Access denied',
  ])('shows nothing of the logs, and asks for no permission that they tell of: %s', async (reason) => {
    const one = await startScripted(failing(reason));

    const { text } = await one.check();

    const part = partOf(text, 'Athena: a question');
    expect(part).toMatch(/^✗ Athena: a question: Athena refused to answer a question: [A-Z_]+\n/);
    expect(part).not.toContain('policy of the bot');
    expect(text).not.toMatch(/AKIAIOSFODNN7EXAMPLE|iam:CreateUser/);
  });

  it('is not asked where the workgroup cannot be used', async () => {
    const one = await startScripted({
      GetWorkGroup: [{ body: { WorkGroup: { Name: 'primary', State: 'DISABLED' } } }],
    });

    const { text } = await one.check();

    expect(partOf(text, 'Athena: workgroup')).toContain('it is disabled');
    expect(scripted?.inputsOf('StartQueryExecution')).toEqual([]);
  });

  it('counts the answer where it was faster than the first look', async () => {
    const one = await startScripted({
      BatchGetQueryExecution: [look('SUCCEEDED')],
      GetQueryResults: [page(['total'], [['total'], ['1']])],
    });

    const { text } = await one.check();

    expect(partOf(text, 'Athena: a question')).toBe('✓ Athena: a question: answered; it read 2.0 KB (< $0.001)');
  });
});

describe('what may be pasted into a ticket', () => {
  it('has no token of AWS, which the answer to a wrong signature quotes', async () => {
    const one = await start();
    const session = 'IQoJb3JpZ2luX2VjEXAMPLESESSIONTOKEN';
    one.answerDynamodb('DescribeTable', {
      status: 400,
      body: {
        __type: 'InvalidSignatureException',
        message: `The request signature we calculated does not match.\n\nThe Canonical String:\nx-amz-security-token:${session}`,
      },
    });

    const { text } = await one.check();

    expect(partOf(text, 'DynamoDB: table')).toContain(
      'The request signature we calculated does not match.\n    → AWS does not take the credentials: renew them, and check AWS_REGION and the clock.',
    );
    expect(text).not.toContain(session);
  });

  it('has nothing that a terminal acts on', async () => {
    const one = await start();
    one.athena.failNext('GetWorkGroup', {
      type: 'InvalidRequestException',
      message: '\u001b[2J\u202ehidden',
    });

    const { text } = await one.check();

    expect(text).toContain('⟨U+001B⟩[2J⟨U+202E⟩hidden');
  });
});
