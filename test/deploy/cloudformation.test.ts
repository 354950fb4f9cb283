import { readFile } from 'node:fs/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  askedItem,
  asksItem,
  counterItem,
  deliveryItem,
  headItem,
  inboxItem,
  logItem,
  openItem,
  rowsItem,
  runItem,
} from '../../src/dynamodb/items.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { LOG_LEVELS } from '../../src/log.js';
import { startDynalite } from '../dynamodb/dynalite.js';
import { readDockerfile, wordsOf } from '../read-dockerfile.js';
import { EVERYTHING, GIVEN, type Resolved, resolve } from './resolve.js';
import { readTemplate } from './template.js';

const template = readTemplate();
const { Parameters, Resources } = template;

const only = (name: string, given: { readonly [name: string]: string } = GIVEN): Resolved => {
  const found = resolve(template, given).get(name);
  if (!found) throw new Error(`${name} is not made`);
  return found;
};
const typesOf = (given: { readonly [name: string]: string }) =>
  [...resolve(template, given).values()].map(({ type }) => type);

const TABLE = z.looseObject({
  BillingMode: z.literal('PAY_PER_REQUEST'),
  KeySchema: z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
});

describe('the state table', () => {
  it('is one of which the bot says, when it starts, that it is its own', async () => {
    const { BillingMode, KeySchema, AttributeDefinitions } = TABLE.parse(only('StateTable').properties);
    const dynalite = await startDynalite();
    const keys = { KeySchema, AttributeDefinitions };
    await dynalite.client.send(new CreateTableCommand({ TableName: 'deployed', BillingMode, ...keys }));
    await dynalite.client.send(
      new CreateTableCommand({
        TableName: 'other',
        BillingMode,
        KeySchema: KeySchema.slice(0, 1),
        AttributeDefinitions: AttributeDefinitions.slice(0, 1),
      }),
    );

    const [own, other] = await Promise.allSettled(
      ['deployed', 'other'].map((name) => ensureStateTable(dynalite.client, name, { create: false })),
    );
    await dynalite.stop();

    expect(own?.status).toBe('fulfilled');
    expect(other).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('has the keys') } });
  });

  it('can be brought back, cannot be deleted by mistake, and is encrypted', () => {
    expect(only('StateTable').properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      SSESpecification: { SSEEnabled: true },
    });
  });

  it('forgets by an attribute that requests have, and nothing of a case', () => {
    const { AttributeName } = z
      .looseObject({ AttributeName: z.string() })
      .parse(only('StateTable').properties.TimeToLiveSpecification);
    const fields = (item: { readonly shape: object }) => Object.keys(item.shape);

    expect([inboxItem, deliveryItem].filter((item) => !fields(item).includes(AttributeName))).toEqual([]);
    for (const item of [logItem, headItem, openItem, counterItem, runItem, rowsItem, asksItem, askedItem]) {
      expect(fields(item)).not.toContain(AttributeName);
    }
  });

  it('is not made where there is one already', () => {
    expect(typesOf(EVERYTHING)).not.toContain('AWS::DynamoDB::Table');
    expect(typesOf(GIVEN)).toContain('AWS::DynamoDB::Table');
  });
});

describe('the workgroup', () => {
  it('cuts queries off, and lets no client have it otherwise', () => {
    expect(only('Workgroup', { ...GIVEN, ScanCutoffBytes: '20000000' }).properties).toMatchObject({
      WorkGroupConfiguration: {
        BytesScannedCutoffPerQuery: 20_000_000,
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        ResultConfiguration: {
          OutputLocation: 's3://ir-bot-resultsbucket/results/',
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
        },
      },
    });
    expect(only('Workgroup', EVERYTHING).properties).toMatchObject({
      WorkGroupConfiguration: {
        ResultConfiguration: {
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: EVERYTHING.ResultsKmsKeyArn },
        },
      },
    });
  });

  it('puts results into a bucket that is closed, encrypted, and empties itself', () => {
    expect(only('ResultsBucket').properties).toMatchObject({
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });
});

describe('the service', () => {
  const container = () =>
    z.looseObject({ ContainerDefinitions: z.tuple([z.looseObject({})]) }).parse(only('TaskDefinition').properties)
      .ContainerDefinitions[0];

  it('lets nothing in, and goes out by HTTPS alone', () => {
    const groups = Object.values(Resources).filter(({ Type }) => Type === 'AWS::EC2::SecurityGroup');
    const rules = Object.values(Resources).filter(({ Type }) =>
      /SecurityGroup(?:In|E)gress|LoadBalanc|Listener/.test(Type),
    );
    const { SecurityGroupIngress, SecurityGroupEgress } = z
      .looseObject({ SecurityGroupEgress: z.array(z.looseObject({})) })
      .parse(only('SecurityGroup').properties);

    expect([groups.length, rules]).toEqual([1, []]);
    expect(SecurityGroupIngress).toEqual([]);
    for (const rule of SecurityGroupEgress)
      expect(rule).toMatchObject({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 });
  });

  it('runs as no root, where nothing can be written, without capabilities', () => {
    expect(container()).toMatchObject({
      User: '1000:1000',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
    });
    expect(container()).not.toHaveProperty('PortMappings');
    expect(only('Service').properties.EnableExecuteCommand).toBe(false);
  });

  it('asks for the health as the image does, by the same user', async () => {
    const last = readDockerfile(await readFile('Dockerfile', 'utf8')).at(-1)?.instructions ?? [];
    const textOf = (name: string) => last.find((one) => one.name === name)?.text ?? '';

    expect(container().HealthCheck).toMatchObject({
      Command: ['CMD', ...wordsOf(textOf('HEALTHCHECK').replace(/^CMD\s+/, ''))],
    });
    expect(container().User).toBe(textOf('USER'));
  });

  it('waits longer for the bot to end than that may take', async () => {
    const main = await readFile('src/main.ts', 'utf8');
    const [, longest = ''] = /LONGEST_STOP_MS = ([\d_]+);/.exec(main) ?? [];
    const longestMs = Number(longest.replaceAll('_', ''));

    expect(longestMs).toBeGreaterThan(0);
    expect(Number(container().StopTimeout) * 1_000).toBeGreaterThan(longestMs);
  });

  it('starts new bots before it stops old ones, and goes back when they do not get well', () => {
    expect(only('Service').properties).toMatchObject({
      DesiredCount: 2,
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
    });
  });
});

describe('the alarms', () => {
  const alarmsOf = (given: { readonly [name: string]: string }) =>
    [...resolve(template, given)].filter(([, { type }]) => type === 'AWS::CloudWatch::Alarm');

  it('tell the topic where there is one', () => {
    for (const [, { properties }] of alarmsOf(EVERYTHING))
      expect(properties.AlarmActions).toEqual([EVERYTHING.AlarmTopicArn]);
    for (const [, { properties }] of alarmsOf(GIVEN)) expect(properties).not.toHaveProperty('AlarmActions');
  });

  it('miss no bot while none is wanted, and count them only where that is measured', () => {
    const namesOf = (given: { readonly [name: string]: string }) => alarmsOf(given).map(([name]) => name);
    const always = ['ErrorsAlarm', 'ThrottlesAlarm', 'FailedQueriesAlarm'];

    expect(namesOf({ ...GIVEN, Replicas: '0', ContainerInsights: 'enabled' })).toEqual(always);
    expect(namesOf(GIVEN)).toEqual(['NoBotAlarm', ...always]);
    expect(namesOf({ ...GIVEN, ContainerInsights: 'enabled' })).toEqual(['NoBotAlarm', 'FewerBotsAlarm', ...always]);
  });

  it('look for levels that the bot logs, and at a log that has them', () => {
    const pattern = String(only('ErrorLines').properties.FilterPattern);
    const levels = [...pattern.matchAll(/\$\.level = "(\w+)"/g)].map(([, level]) => level);

    expect(levels).toEqual(LOG_LEVELS.filter((level) => level === 'error' || level === 'fatal'));
    expect(Parameters.LogLevel?.AllowedValues).toEqual(
      LOG_LEVELS.filter((level) => level !== 'fatal' && level !== 'silent'),
    );
  });

  it('watch the metric that the log is counted into', () => {
    const { MetricTransformations } = z
      .looseObject({ MetricTransformations: z.tuple([z.looseObject({})]) })
      .parse(only('ErrorLines').properties);
    const [{ MetricNamespace, MetricName }] = MetricTransformations;

    expect(only('ErrorsAlarm').properties).toMatchObject({ Namespace: MetricNamespace, MetricName });
  });
});
