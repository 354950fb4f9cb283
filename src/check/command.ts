import { allChecks, checkingClients } from './all-checks.js';
import { findCredentials } from './credentials.js';
import { readOptions, USAGE } from './options.js';
import { isReady, resultsJson, resultText, summaryText } from './report.js';
import { type Result, runChecks } from './run-checks.js';
import { usableConfig } from './usable-config.js';

/** Where the report goes. */
export interface Output {
  write(text: string): unknown;
}

/**
 * `ir-bot check`: says whether the bot can go live with an environment, each check as it ends.
 *
 * @returns whether it can.
 * @throws UserFacingError when it was asked in a way that it does not know.
 */
export async function check(args: readonly string[], env: NodeJS.ProcessEnv, output: Output): Promise<boolean> {
  const { channels, isJson, isHelp } = readOptions(args);
  if (isHelp) {
    output.write(`${USAGE}\n`);
    return true;
  }
  const usable = usableConfig(env);
  const region = env.AWS_REGION?.trim() || 'us-east-1';
  const clients = checkingClients(region);
  try {
    const credentials = await findCredentials(clients.dynamodb);
    const checks = allChecks({ usable, region, clients, credentials, channels });
    const running = runChecks(checks, new Set(usable.problems.map(({ variable }) => variable)));
    const results: Result[] = [];
    for (const one of running) {
      const result = await one;
      results.push(result);
      if (!isJson) output.write(resultText(result));
    }
    output.write(isJson ? resultsJson(results) : summaryText(results));
    return isReady(results);
  } finally {
    clients.athena.destroy();
    clients.dynamodb.destroy();
  }
}
