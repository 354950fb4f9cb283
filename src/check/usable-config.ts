import { type Config, ConfigError, type ConfigProblem, readConfig } from '../config.js';

/** As much of the configuration as can be used. */
export interface UsableConfig {
  readonly config: Config;
  /** Every variable that is missing, wrong or unknown. What the configuration says of them means nothing. */
  readonly problems: readonly ConfigProblem[];
}

/** Values of the right shape for what has to be set. Nothing is asked with them. */
const IN_THEIR_PLACE: NodeJS.ProcessEnv = {
  SLACK_BOT_TOKEN: 'xoxb-none',
  SLACK_APP_TOKEN: 'xapp-none',
  SLACK_SIGNING_SECRET: 'none',
  AWS_REGION: 'us-east-1',
  IR_RESPONDERS: 'U000',
};

/** Reads the environment around what is wrong in it, so that one wrong variable does not hide what else is. */
export function usableConfig(env: NodeJS.ProcessEnv): UsableConfig {
  try {
    return { config: readConfig(env), problems: [] };
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const { problems } = cause;
    const wrong = new Set(problems.map(({ variable }) => variable));
    const rest = Object.entries(env).filter(([name]) => !wrong.has(name));
    const replaced = Object.entries(IN_THEIR_PLACE).filter(([name]) => wrong.has(name));
    return { config: readConfig(Object.fromEntries([...rest, ...replaced])), problems };
  }
}
