import { CUSTOMER_BUCKET, customerObject, LOG_BUCKET, plainCalls } from './calls.js';
import { ACCOUNTS, type Caller, REGIONS } from './identities.js';
import { type Intruder, inARow, openSession, SESSION_MINUTES, type Step } from './intruder.js';
import type { Dice } from './prng.js';
import { type ApiCall, denied, objectCall } from './records.js';

const { production, staging } = ACCOUNTS;
const OBJECTS_TAKEN = 340;

/** Minutes 94 to 138: the customers' files one by one, the secrets, a snapshot shared with an account outside. */
export function takeData({ session }: Intruder, dice: Dice): readonly Step[] {
  const objects = Array.from({ length: OBJECTS_TAKEN }, () => objectCall('GetObject', customerObject(dice), dice));
  const secret = (secretId: string): ApiCall => ({
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: { secretId },
  });
  const share = { add: { items: [{ userId: '999999999999' }] } };
  return [
    ...inARow(session, 94, 1, [
      ...plainCalls('sts: GetCallerIdentity', 's3: ListBuckets'),
      { service: 's3', name: 'GetBucketLocation', request: { bucketName: CUSTOMER_BUCKET, location: '' } },
    ]),
    ...objects.map((call, index) => ({
      minute: 100 + (28 * (index + dice.roll())) / OBJECTS_TAKEN,
      caller: session,
      call,
    })),
    ...inARow(session, 132, 1, [
      ...plainCalls('secretsmanager: ListSecrets'),
      ...['checkout/database', 'invoices/database', 'orders/database'].map(secret),
      ...plainCalls('ec2: DescribeSnapshots'),
      {
        service: 'ec2',
        name: 'ModifySnapshotAttribute',
        request: {
          snapshotId: 'snap-0123456789example',
          attributeType: 'CREATE_VOLUME_PERMISSION',
          createVolumePermission: share,
        },
        response: { _return: true },
      },
    ]),
  ];
}

/** Minutes 144 to 159: the trail is guarded from above, in every region. */
export function hideTraces({ session }: Intruder): readonly Step[] {
  const reason = 'with an explicit deny in a service control policy';
  const trail = `arn:aws:cloudtrail:us-east-1:${production}:trail/${LOG_BUCKET}`;
  const refused = (name: string): ApiCall =>
    denied({ service: 'cloudtrail', name, request: { name: trail } }, session, reason);
  const inEveryRegion = (minute: number, name: string) =>
    REGIONS.map((region, index) => ({ minute: minute + index, region, caller: session, call: refused(name) }));
  return [
    ...inARow(session, 144, 1, plainCalls('cloudtrail: DescribeTrails')),
    ...inEveryRegion(145, 'StopLogging'),
    ...inEveryRegion(150, 'DeleteTrail'),
    ...inARow(session, 157, 2, [refused('StopLogging'), refused('StopLogging')]),
  ];
}

/** Minutes 170 to 240: from one account into the next; both trails have the call, staging's without the caller's ARN. */
export function crossIntoStaging(intruder: Intruder, dice: Dice): readonly Step[] {
  const { session, stagingSession, secondKey } = intruder;
  const call = openSession(intruder, 'staging', stagingSession);
  const sharedEventId = dice.uuid();
  const { principalId = '' } = session.identity;
  const outsider: Caller = { ...session, identity: { type: 'AWSAccount', principalId, accountId: production } };
  const look = plainCalls(
    'sts: GetCallerIdentity',
    's3: ListBuckets',
    'secretsmanager: ListSecrets',
    'ec2: DescribeInstances',
  );
  return [
    { minute: SESSION_MINUTES.staging, caller: session, call, sharedEventId },
    { minute: SESSION_MINUTES.staging, caller: outsider, call, accountId: staging, sharedEventId },
    ...inARow(stagingSession, 172, 2, look).map((step) => ({ ...step, accountId: staging })),
    ...inARow(secondKey, 240, 1, plainCalls('sts: GetCallerIdentity', 'iam: ListAccessKeys')),
  ];
}
