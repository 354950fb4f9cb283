import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { firstLineOf } from './denial.js';

/** Whether the SDK finds credentials; nothing of them but the number of their account. */
export interface FoundCredentials {
  /** Why there are none. */
  readonly problem?: string | undefined;
  /** Where the credentials say it. */
  readonly account?: string | undefined;
}

/** Looking on a machine that is not AWS's ends in asking an address that nobody answers at. */
const TIMEOUT_MS = 10_000;

/** Looks for credentials where the SDK does, once for all checks. Never throws. */
export async function findCredentials(client: DynamoDBClient): Promise<FoundCredentials> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)), TIMEOUT_MS);
  });
  try {
    const { accountId } = await Promise.race([client.config.credentials(), late]);
    return { account: accountId };
  } catch (cause) {
    return { problem: firstLineOf(cause) };
  } finally {
    clearTimeout(timer);
  }
}
