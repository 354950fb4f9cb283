import { DescribeTableCommand, type DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { messageOf } from '../errors.js';
import { boltLogger } from '../log.js';
import { byDeadline } from './deadline.js';

/** What the first calls are made with. */
export interface FirstCallsDeps {
  readonly config: Pick<Config, 'slack' | 'state'>;
  readonly dynamodb: DynamoDBClient;
  readonly log: Logger;
}

/** With loading and the rest of the start, a bot that reaches nobody has ended after ten seconds. */
const DEADLINE_MS = 6_000;
/** A few bad answers are nothing to give up for; what does not answer at all is tried twice. */
const PATIENCE = { retries: 5, minTimeout: 100, factor: 2, maxRetryTime: 3_000 };
const TRY_MS = 2_500;

/**
 * Finds out, before anything else, whether Slack and DynamoDB can be reached at all: the bot's own clients have the patience of one
 * that runs, which at a start is only in the way of whoever waits for the reason. What answers with a refusal is reached; which
 * refusal it is, is said by whoever makes the same call next.
 *
 * @throws Error that names whatever did not answer within six seconds, and says what to check.
 */
export async function makeFirstCalls(deps: FirstCallsDeps): Promise<void> {
  const calls = await Promise.allSettled([reachDynamodb(deps), reachSlack(deps)]);
  const failed = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason] : []));
  if (failed.length > 0) throw new Error(failed.map(messageOf).join(' '), { cause: failed[0] });
}

async function reachDynamodb({ dynamodb, config }: FirstCallsDeps): Promise<void> {
  const command = new DescribeTableCommand({ TableName: config.state.table });
  try {
    await byDeadline(DEADLINE_MS, (abortSignal) => dynamodb.send(command, { abortSignal }));
  } catch (cause) {
    if (cause instanceof DynamoDBServiceException) return;
    throw new Error(
      `DynamoDB could not be reached, for the state table "${config.state.table}": ${messageOf(cause)}. ` +
        'Check AWS_REGION, the credentials, and the way to DynamoDB: a NAT gateway or a VPC endpoint, security groups, DNS.',
      { cause },
    );
  }
}

async function reachSlack({ config: { slack }, log }: FirstCallsDeps): Promise<void> {
  const client = new WebClient(slack.botToken, {
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
    logger: boltLogger(log.child({ component: 'slack' })),
    timeout: TRY_MS,
    retryConfig: PATIENCE,
    rejectRateLimitedCalls: true,
  });
  try {
    await byDeadline(DEADLINE_MS, () => client.auth.test());
  } catch (cause) {
    if (cause instanceof WebAPIPlatformError || cause instanceof WebAPIRateLimitedError) return;
    throw new Error(
      `Slack could not be reached: ${messageOf(cause)}. Check the way to Slack's Web API: a NAT gateway or a proxy, ` +
        'security groups, DNS, and SLACK_API_URL where it is set.',
      { cause },
    );
  }
}
