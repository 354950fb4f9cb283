import { CUSTOMER_BUCKET } from './calls.js';
import { ACCOUNTS, atSignIn, type Caller, iamUser, rootUser, temporaryKeyId } from './identities.js';
import { MACHINES } from './machines.js';
import { PEOPLE } from './people.js';
import type { Dice } from './prng.js';
import { type ApiCall, type CloudTrailRecord, denied, recordOf } from './records.js';
import { followRoutine, type Span } from './routine.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';

/** Ordinary life in both accounts: some 50,000 events a week, the few denials that every account has among them. */
export function ordinaryLife(span: Span, dice: Dice): readonly CloudTrailRecord[] {
  return [
    ...[...MACHINES, ...PEOPLE].flatMap((routine) => followRoutine(routine, span, dice.fork(routine.name))),
    ...rootUnlocksBucket(span.to - 20 * HOUR_MS, dice.fork('root')),
    ...signIns(span, dice.fork('sign-ins')),
  ];
}

/** Once in the week the root user is needed: a bucket policy has locked everybody out, root included, until it is deleted. */
function rootUnlocksBucket(start: number, dice: Dice): readonly CloudTrailRecord[] {
  const identity = rootUser(ACCOUNTS.production, { accessKeyId: temporaryKeyId(dice), since: start });
  const root: Caller = { identity, address: '192.0.2.110', agent: BROWSER, fromConsole: true };
  const bucketName = `${CUSTOMER_BUCKET}-archive`;
  const readAcl: ApiCall = { service: 's3', name: 'GetBucketAcl', request: { bucketName, acl: '' } };
  const calls: readonly ApiCall[] = [
    { service: 's3', name: 'ListBuckets' },
    denied(readAcl, root, 'with an explicit deny in a resource-based policy'),
    { service: 's3', name: 'DeleteBucketPolicy', request: { bucketName, policy: '' } },
    readAcl,
  ];
  const occasion = { region: 'us-east-1' as const, accountId: ACCOUNTS.production };
  return [
    recordOf(atSignIn(root), signIn('Yes'), { ...occasion, at: start }, dice),
    ...calls.map((call, index) => recordOf(root, call, { ...occasion, at: start + (index + 1) * MINUTE_MS }, dice)),
  ];
}

/** An IAM user who signs in to the console with a password and MFA, and mistypes once. */
function signIns({ from, to }: Span, dice: Dice): readonly CloudTrailRecord[] {
  const identity = iamUser(ACCOUNTS.staging, 'dana', 'AKIADANASKEYSEXAMPLE');
  const dana = atSignIn({ identity, address: '192.0.2.106', agent: BROWSER });
  const records: CloudTrailRecord[] = [];
  for (let day = Math.ceil(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
    const at = day + 8 * HOUR_MS + dice.between(0, HOUR_MS);
    const occasion = { region: 'eu-west-1' as const, accountId: ACCOUNTS.staging };
    if (records.length === 0) records.push(recordOf(dana, FAILED_SIGN_IN, { ...occasion, at }, dice));
    records.push(recordOf(dana, signIn('Yes'), { ...occasion, at: at + MINUTE_MS }, dice));
  }
  return records.filter((record) => Date.parse(record.eventTime) < to);
}

const signIn = (mfaUsed: 'Yes' | 'No'): ApiCall => ({
  service: 'signin',
  name: 'ConsoleLogin',
  response: { ConsoleLogin: 'Success' },
  extra: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: mfaUsed },
});

const FAILED_SIGN_IN: ApiCall = {
  ...signIn('No'),
  response: { ConsoleLogin: 'Failure' },
  error: { message: 'Failed authentication' },
};
