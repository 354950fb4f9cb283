import { type Caller, eventTimeOf, REGIONS, type Region, type UserIdentity } from './identities.js';
import { ALPHABETS, type Dice } from './prng.js';

/** What a parameter or an answer may hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One CloudTrail record, in the order in which CloudTrail writes its fields. */
export interface CloudTrailRecord {
  readonly eventVersion: '1.11';
  readonly userIdentity: UserIdentity;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: Region;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Json;
  readonly responseElements: Json;
  readonly additionalEventData?: Json;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: Json;
  readonly eventType: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent';
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly sharedEventID?: string;
  readonly eventCategory: 'Management' | 'Data';
  readonly tlsDetails?: Json;
  readonly sessionCredentialFromConsole?: 'true';
}

/** A call to an AWS API, before anybody makes it. */
export interface ApiCall {
  /** The prefix of its IAM actions: `ec2`, `cloudwatch`. */
  readonly service: string;
  readonly name: string;
  readonly request?: Json;
  /** `responseElements`: only calls that change something have any. */
  readonly response?: Json;
  /** `additionalEventData` */
  readonly extra?: { readonly [key: string]: Json };
  readonly resources?: Json;
  /** An S3 object call, or another that only a trail with data events has. */
  readonly isDataEvent?: boolean;
  /** Where it is logged, if not where the caller works: a bucket stays in its region. */
  readonly region?: Region;
  readonly error?: CallError;
}

/** How a call failed. */
export interface CallError {
  /** A failed console sign-in has none. */
  readonly code?: string;
  readonly message: string;
}

/** When, where and to whom a call is made. */
export interface Occasion {
  readonly at: number;
  readonly region: Region;
  /** The account whose trail has the record. */
  readonly accountId: string;
  readonly sharedEventId?: string;
}

/** IAM, Organizations and the like have one endpoint, whose calls are logged in us-east-1. */
const GLOBAL_SERVICES = new Set(['iam', 'organizations', 'cloudfront', 'route53', 'support', 'ce', 'shield']);
/** Where the event source is not the prefix of the service's IAM actions. */
const EVENT_SOURCES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring', tag: 'tagging' };
/** How the names of calls begin that change nothing. */
const READ_ONLY_NAME =
  /^(Get|List|Describe|Head|Lookup|BatchGet|BatchCheck|Filter|Search|Query|Scan|Decrypt|GenerateDataKey|AssumeRole|Simulate)/;
/** These say so in the words of the JSON protocols. */
const JSON_PROTOCOL_SERVICES = new Set(['kms', 'secretsmanager', 'dynamodb', 'ssm', 'organizations', 'lambda']);
const VERSION_SUFFIX = /\d{4}_?\d{2}_?\d{2}(v2)?$/;

/** The record of a call, complete as CloudTrail writes it. A failed call has no `responseElements`. */
export function recordOf(caller: Caller, call: ApiCall, occasion: Occasion, dice: Dice): CloudTrailRecord {
  const { error, isDataEvent = false } = call;
  const region = call.region ?? (GLOBAL_SERVICES.has(call.service) ? REGIONS[0] : occasion.region);
  const source = `${EVENT_SOURCES[call.service] ?? call.service}.amazonaws.com`;
  const byService = caller.address.endsWith('.amazonaws.com');
  return {
    eventVersion: '1.11',
    userIdentity: caller.identity,
    eventTime: eventTimeOf(occasion.at),
    eventSource: source,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: caller.address,
    userAgent: caller.agent,
    ...(error?.code && { errorCode: error.code }),
    ...(error && { errorMessage: error.message }),
    requestParameters: call.request ?? null,
    responseElements: error?.code ? null : (call.response ?? null),
    ...(call.extra && { additionalEventData: call.extra }),
    requestID: call.service === 's3' ? dice.word(16, 'ABCDEFGHJKMNPQRSTVWXYZ0123456789') : dice.uuid(),
    eventID: dice.uuid(),
    readOnly: READ_ONLY_NAME.test(call.name),
    ...(call.resources && { resources: call.resources }),
    eventType: call.name === 'ConsoleLogin' ? 'AwsConsoleSignIn' : 'AwsApiCall',
    managementEvent: !isDataEvent,
    recipientAccountId: occasion.accountId,
    ...(occasion.sharedEventId && { sharedEventID: occasion.sharedEventId }),
    eventCategory: isDataEvent ? 'Data' : 'Management',
    ...(!byService && { tlsDetails: tlsDetails(call.service, region) }),
    ...(caller.fromConsole && { sessionCredentialFromConsole: 'true' as const }),
  };
}

const tlsDetailsByHost = new Map<string, Json>();

function tlsDetails(service: string, region: string): Json {
  const name = EVENT_SOURCES[service] ?? service;
  const host = GLOBAL_SERVICES.has(service) ? `${name}.amazonaws.com` : `${name}.${region}.amazonaws.com`;
  const known = tlsDetailsByHost.get(host);
  if (known) return known;
  const details = { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host };
  tlsDetailsByHost.set(host, details);
  return details;
}

/** The same call, refused: with the code and the words that its service uses for it. */
export function denied(call: ApiCall, caller: Caller, reason = 'because no identity-based policy allows it'): ApiCall {
  return { ...call, error: { code: denialCode(call.service), message: denialMessage(call, caller, reason) } };
}

function denialCode(service: string): string {
  if (service === 'ec2') return 'Client.UnauthorizedOperation';
  return JSON_PROTOCOL_SERVICES.has(service) ? 'AccessDeniedException' : 'AccessDenied';
}

function denialMessage({ service, name }: ApiCall, { identity }: Caller, reason: string): string {
  if (identity.arn === undefined) return 'Access Denied';
  const action = service === 's3' && name === 'ListBuckets' ? 'ListAllMyBuckets' : name.replace(VERSION_SUFFIX, '');
  const sentence = `User: ${identity.arn} is not authorized to perform: ${service}:${action} ${reason}`;
  return service === 'ec2' ? `You are not authorized to perform this operation. ${sentence}` : sentence;
}

/** `AssumeRole` and its answer. CloudTrail logs the session token; here it is a word that nobody takes for one. */
export function assumeRole(role: {
  readonly arn: string;
  readonly sessionName: string;
  readonly id: string;
  readonly at: number;
  readonly issuedKeyId: string;
}): ApiCall {
  return {
    service: 'sts',
    name: 'AssumeRole',
    request: { roleArn: role.arn, roleSessionName: role.sessionName, durationSeconds: 3600 },
    response: {
      credentials: {
        accessKeyId: role.issuedKeyId,
        sessionToken: 'EXAMPLE-SESSION-TOKEN',
        expiration: eventTimeOf(role.at + 3_600_000),
      },
      assumedRoleUser: {
        assumedRoleId: `${role.id}:${role.sessionName}`,
        arn: `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${role.sessionName}`,
      },
    },
  };
}

/** An S3 object call, which only a trail with data events has. */
export function objectCall(
  name: 'GetObject' | 'PutObject',
  object: { readonly accountId: string; readonly bucket: string; readonly key: string; readonly bytes: number },
  dice: Dice,
): ApiCall {
  const { bucket, key, accountId } = object;
  const isUpload = name === 'PutObject';
  return {
    service: 's3',
    name,
    request: { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com`, key },
    ...(isUpload && { response: { 'x-amz-server-side-encryption': 'AES256' } }),
    extra: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: isUpload ? object.bytes : 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': `${dice.word(20, ALPHABETS.alphanumeric)}EXAMPLE=`,
      bytesTransferredOut: isUpload ? 0 : object.bytes,
    },
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    isDataEvent: true,
    region: REGIONS[0],
  };
}
