import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

/** A call takes a few milliseconds; people wait for some of them. So tries are many and begin soon: about two seconds in all. */
const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/** Any time up to a limit that doubles: many bots and questions that were refused together do not come back together. */
const pauseBefore = (attempt: number): number =>
  Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);

/**
 * The client to DynamoDB. Region, endpoint and credentials are the SDK's to find. It retries what is worth it (throttling, faults of
 * DynamoDB's, connections that break), sooner than the SDK would by default: half a second after the first refusal is long for
 * whoever waits for an acknowledgement.
 */
export const buildDynamodbClient = (): DynamoDBClient =>
  new DynamoDBClient({
    retryStrategy: new ConfiguredRetryStrategy(ATTEMPTS, pauseBefore),
    // Waiting for one of the agent's sockets counts as connecting.
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
