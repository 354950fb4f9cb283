import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { patientRetries } from '../patient-retries.js';

/** A call takes a few milliseconds, and people wait for some of them: tries are many and begin soon, about two seconds in all. */
const PATIENCE = { attempts: 8, firstPauseMs: 50, longestPauseMs: 1_000 };

/** Over all questions at once. Waiting for one of them counts as connecting. */
const SOCKETS = { maxSockets: 100 };

/**
 * The client to DynamoDB. Region, endpoint and credentials are the SDK's to find. It retries what is worth it: throttling, faults of
 * DynamoDB's, connections that break.
 */
export const buildDynamodbClient = (): DynamoDBClient =>
  new DynamoDBClient({
    retryStrategy: patientRetries(PATIENCE),
    requestHandler: {
      connectionTimeout: 2_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
      httpAgent: SOCKETS,
      httpsAgent: SOCKETS,
    },
  });
