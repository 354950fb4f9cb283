import { describe, expect, it } from '@jest/globals';
import { ACCOUNTS, awsService, type Caller, iamUser } from '../../../src/local/sample/identities.js';
import { createDice } from '../../../src/local/sample/prng.js';
import { denied, objectCall, recordOf } from '../../../src/local/sample/records.js';

const dice = createDice(1);
const caller: Caller = {
  identity: iamUser(ACCOUNTS.production, 'ci-deploy', 'AKIAIOSFODNN7EXAMPLE'),
  address: '192.0.2.1',
  agent: 'aws-cli/2',
};
const occasion = { at: 0, region: 'eu-west-1' as const, accountId: ACCOUNTS.production };

describe('recordOf', () => {
  it.each([
    ['ec2', 'DescribeInstances', 'eu-west-1', true],
    ['iam', 'ListUsers', 'us-east-1', true],
    ['iam', 'CreateAccessKey', 'us-east-1', false],
    ['sts', 'AssumeRole', 'eu-west-1', true],
  ])('logs %s:%s in %s', (service, name, awsRegion, readOnly) => {
    expect(recordOf(caller, { service, name }, occasion, dice)).toMatchObject({ awsRegion, readOnly });
  });

  it('keeps the answer of a call that succeeded only', () => {
    const call = { service: 'iam', name: 'CreateAccessKey', response: { accessKey: {} } };

    expect(recordOf(caller, call, occasion, dice).responseElements).toEqual({ accessKey: {} });
    expect(recordOf(caller, denied(call, caller), occasion, dice).responseElements).toBeNull();
  });

  it('has no connection to tell of where a service calls', () => {
    const call = { service: 'ec2', name: 'DescribeInstances' };

    expect(recordOf(caller, call, occasion, dice)).toHaveProperty('tlsDetails');
    expect(recordOf(awsService('config.amazonaws.com'), call, occasion, dice)).not.toHaveProperty('tlsDetails');
  });

  it('logs an object call as a data event in the region of its bucket', () => {
    const object = { accountId: ACCOUNTS.production, bucket: 'example', key: 'a', bytes: 12 };

    expect(recordOf(caller, objectCall('GetObject', object, dice), occasion, dice)).toMatchObject({
      eventCategory: 'Data',
      managementEvent: false,
      awsRegion: 'us-east-1',
      additionalEventData: { bytesTransferredIn: 0, bytesTransferredOut: 12 },
    });
  });
});

describe('denied', () => {
  it.each([
    ['ec2', 'DescribeInstances', 'Client.UnauthorizedOperation', 'ec2:DescribeInstances'],
    ['lambda', 'ListFunctions20150331', 'AccessDeniedException', 'lambda:ListFunctions'],
    ['cloudfront', 'ListDistributions2020_05_31', 'AccessDenied', 'cloudfront:ListDistributions'],
    ['s3', 'ListBuckets', 'AccessDenied', 's3:ListAllMyBuckets'],
  ])('speaks as %s does about %s', (service, name, code, action) => {
    const { error } = denied({ service, name }, caller);

    expect(error?.code).toBe(code);
    expect(error?.message).toContain(`user/ci-deploy is not authorized to perform: ${action} because`);
  });
});
