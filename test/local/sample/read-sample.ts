import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const account = z.enum(['111122223333', '444455556666']);
const keyId = z.string().regex(/^(AKIA|ASIA)[A-Z0-9]{9}EXAMPLE$/);
const parameters = z.record(z.string(), z.json()).nullable();
const roleIssuer = z.strictObject({
  type: z.literal('Role'),
  principalId: z.string().regex(/^AROA[A-Z2-7]{10}EXAMPLE$/),
  arn: z.string().regex(/^arn:aws:iam::\d{12}:role\//),
  accountId: z.string(),
  userName: z.string(),
});
const sessionContext = z.strictObject({
  sessionIssuer: roleIssuer.optional(),
  attributes: z.strictObject({ creationDate: time, mfaAuthenticated: z.enum(['true', 'false']) }),
  ec2RoleDelivery: z.literal('2.0').optional(),
});
const user = z.strictObject({
  type: z.literal('IAMUser'),
  principalId: z.string().regex(/^AIDA[A-Z2-7]{10}EXAMPLE$/),
  arn: z.string().regex(/^arn:aws:iam::\d{12}:user\//),
  accountId: account,
  accessKeyId: keyId.optional(),
  userName: z.string(),
});
const session = z.strictObject({
  type: z.literal('AssumedRole'),
  principalId: z.string().regex(/^AROA[A-Z2-7]{10}EXAMPLE:.+/),
  arn: z.string().regex(/^arn:aws:sts::\d{12}:assumed-role\/.+\/.+/),
  accountId: account,
  accessKeyId: keyId.optional(),
  sessionContext,
  invokedBy: z.string().optional(),
});
const root = z.strictObject({
  type: z.literal('Root'),
  principalId: account,
  arn: z.string().regex(/^arn:aws:iam::\d{12}:root$/),
  accountId: account,
  accessKeyId: keyId.optional(),
  sessionContext,
});
const service = z.strictObject({ type: z.literal('AWSService'), invokedBy: z.string() });
const outsider = z.strictObject({ type: z.literal('AWSAccount'), principalId: z.string(), accountId: z.string() });
const webIdentity = z.strictObject({
  type: z.literal('WebIdentityUser'),
  principalId: z.string(),
  userName: z.string(),
  identityProvider: z.string(),
});

/** A record of the sample, with no field that CloudTrail does not have. */
export const recordSchema = z.strictObject({
  eventVersion: z.literal('1.11'),
  userIdentity: z.discriminatedUnion('type', [user, session, root, service, outsider, webIdentity]),
  eventTime: time,
  eventSource: z.string().regex(/^[a-z0-9-]+\.amazonaws\.com$/),
  eventName: z.string().regex(/^[A-Z][A-Za-z0-9_]+$/),
  awsRegion: z.enum(['us-east-1', 'eu-west-1', 'eu-central-1']),
  // A documentation address (RFC 5737) or the name of a service.
  sourceIPAddress: z.string().regex(/^((192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}|[a-z0-9.-]+\.amazonaws\.com)$/),
  userAgent: z.string().min(1),
  errorCode: z.string().min(1).optional(),
  errorMessage: z.string().min(1).optional(),
  requestParameters: parameters,
  responseElements: parameters,
  additionalEventData: parameters.optional(),
  requestID: z.string().min(16),
  eventID: z.uuidv4(),
  readOnly: z.boolean(),
  resources: z.array(z.record(z.string(), z.string())).optional(),
  eventType: z.enum(['AwsApiCall', 'AwsConsoleSignIn']),
  managementEvent: z.boolean(),
  recipientAccountId: account,
  sharedEventID: z.uuidv4().optional(),
  eventCategory: z.enum(['Management', 'Data']),
  tlsDetails: z
    .strictObject({
      tlsVersion: z.string(),
      cipherSuite: z.string(),
      clientProvidedHostHeader: z.string(),
    })
    .optional(),
  sessionCredentialFromConsole: z.literal('true').optional(),
});
export type SampleRecord = z.infer<typeof recordSchema>;

const logSchema = z.strictObject({ Records: z.array(recordSchema).min(1) });

/** One file as it lies on disk, below the sample's folder. */
export interface SampleFile {
  readonly path: string;
  readonly bytes: number;
  readonly records: readonly SampleRecord[];
}

/** Every file of a sample, its records held against the schema. */
export async function readSample(folder: string): Promise<readonly SampleFile[]> {
  const files: SampleFile[] = [];
  for (const path of await logPaths(folder)) {
    const packed = await readFile(join(folder, path));
    const { Records } = logSchema.parse(JSON.parse(gunzipSync(packed).toString()));
    files.push({ path, bytes: packed.length, records: Records });
  }
  return files;
}

/** One hash over the names and the contents of all files. */
export async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await logPaths(folder)) hash.update(path).update(await readFile(join(folder, path)));
  return hash.digest('hex');
}

async function logPaths(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.json.gz')).sort();
}
