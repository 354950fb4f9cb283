import type { AthenaClient } from '@aws-sdk/client-athena';
import type { Config } from '../config.js';

/** Where the bot asks its questions. */
export interface AthenaCheckSettings {
  readonly client: AthenaClient;
  readonly region: string;
  readonly athena: Config['athena'];
  /** The number of the bot's account, where it is known without asking. */
  readonly account?: string | undefined;
}

/** The variables of the environment that all of it needs. */
export const ATHENA_VARIABLES = [
  'AWS_REGION',
  'AWS_ENDPOINT_URL_ATHENA',
  'IR_ATHENA_CATALOG',
  'IR_ATHENA_DATABASE',
  'IR_ATHENA_TABLE',
  'IR_ATHENA_WORKGROUP',
  'IR_ATHENA_OUTPUT',
] as const;
