import { AthenaClient } from '@aws-sdk/client-athena';
import { patientRetries } from '../patient-retries.js';

/** A question makes some twenty calls, and one that fails for good ends it: each is tried for about ten seconds. */
const PATIENCE = { attempts: 8, firstPauseMs: 200, longestPauseMs: 5_000 };

/**
 * The client to Athena. Region, endpoint and credentials are the SDK's to find, in its own variables and its default chain. It
 * retries what is worth it, and gives up on a connection that does not move. Its calls are marked as the bot's in CloudTrail,
 * which the bot itself reads.
 */
export const buildAthenaClient = (): AthenaClient =>
  new AthenaClient({
    retryStrategy: patientRetries(PATIENCE),
    customUserAgent: 'ir-bot',
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
