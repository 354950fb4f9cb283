import { type AwsPartition, REGIONS } from '../athena/regions.js';

/** A statement of an IAM policy, to be added to the policy of the bot's role. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** What stands in a statement where the number of the account could not be found out. */
export const UNKNOWN_ACCOUNT = 'ACCOUNT_ID';

/** Makes the names of an account's resources. */
export interface Arns {
  /** `arn('athena', 'workgroup/primary')` */
  arn(service: string, resource: string): string;
  /** `s3('bucket/*')` */
  s3(resource: string): string;
}

/** @param account its number; `ACCOUNT_ID` stands for one that is not known. */
export function arnsOf(region: string, account: string = UNKNOWN_ACCOUNT): Arns {
  const partition = partitionOf(region);
  return {
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`,
    s3: (resource) => `arn:${partition}:s3:::${resource}`,
  };
}

const PARTITIONS: readonly AwsPartition[] = ['aws-cn', 'aws-us-gov', 'aws-eusc'];

/** A region that is newer than the list is most likely of AWS's largest partition. */
const partitionOf = (region: string): AwsPartition =>
  PARTITIONS.find((partition) => REGIONS[partition].includes(region)) ?? 'aws';

export const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/** The number of the account in an ARN. */
export const accountIn = (text: string | undefined): string | undefined =>
  /\barn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(text ?? '')?.[1];
