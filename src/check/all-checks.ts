import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readCatalogue } from '../detections/catalogue.js';
import { COMMANDS } from '../slack/listeners/commands/index.js';
import { counted } from '../text.js';
import { athenaChecks } from './athena-checks.js';
import { type Check, failed, passed } from './check.js';
import type { FoundCredentials } from './credentials.js';
import { firstLineOf } from './denial.js';
import { peopleChecks } from './people-checks.js';
import { slackChecks } from './slack-checks.js';
import { stateChecks } from './state-checks.js';
import type { UsableConfig } from './usable-config.js';

/** Clients that ask twice at most: somebody waits, and a service that has to be asked more often is worth a ✗. */
const CLIENT = {
  maxAttempts: 2,
  customUserAgent: 'ir-bot',
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** What checks ask AWS with. */
export interface Clients {
  readonly athena: AthenaClient;
  readonly dynamodb: DynamoDBClient;
}

/** @param region of the configuration: the SDK would have to find it in an environment that may lack it. */
export const checkingClients = (region: string): Clients => ({
  athena: new AthenaClient({ ...CLIENT, region }),
  dynamodb: new DynamoDBClient({ ...CLIENT, region }),
});

/** What all checks are made of. */
export interface CheckSettings {
  readonly usable: UsableConfig;
  readonly region: string;
  readonly clients: Clients;
  readonly credentials: FoundCredentials;
  /** The ids of the channels to look at; those of IR_CHANNELS when it is empty. */
  readonly channels: readonly string[];
}

/** Everything that has to be right before the bot goes live, in the order in which it is told. */
export function allChecks({ usable, region, clients, credentials, channels }: CheckSettings): readonly Check[] {
  const { config } = usable;
  return [
    configurationCheck(usable),
    ...(config.detectionsFolder === undefined ? [] : [questionsCheck(config.detectionsFolder)]),
    ...slackChecks(config),
    ...peopleChecks(config, channels),
    credentialsCheck(credentials),
    ...stateChecks({ client: clients.dynamodb, region, state: config.state }),
    ...athenaChecks({ client: clients.athena, region, athena: config.athena, account: credentials.account }),
  ];
}

const configurationCheck = ({ problems }: UsableConfig): Check => ({
  id: 'configuration',
  title: 'Configuration',
  run: async () =>
    problems.length === 0
      ? passed('every variable can be used')
      : failed(
          `${counted(problems.length, 'variable')} of the environment cannot be used`,
          ...problems.map(
            ({ variable, seen, expects }) =>
              `${variable} ${seen === undefined ? 'is not set' : `is ${seen}`}; expects ${expects}.`,
          ),
        ),
});

const questionsCheck = (folder: string): Check => ({
  id: 'questions',
  title: 'Questions of your own',
  variables: ['IR_DETECTIONS_DIR'],
  run: async () => {
    try {
      const commands = COMMANDS.map(({ name }) => name);
      return passed(`${counted(readCatalogue(folder, commands).own.size, 'question')} in IR_DETECTIONS_DIR`);
    } catch (cause) {
      return failed(firstLineOf(cause), 'Mend that file, or leave IR_DETECTIONS_DIR out.');
    }
  },
});

const credentialsCheck = ({ problem, account }: FoundCredentials): Check => ({
  id: 'aws.credentials',
  title: 'AWS: credentials',
  run: async () =>
    problem === undefined
      ? passed(account === undefined ? 'found' : `found, of the account ${account}`)
      : failed(
          `none were found: ${problem}`,
          'Run this where the bot is to run, with its role; elsewhere set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
        ),
});
