/** Where the stand-ins are. */
export interface StandIns {
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly athenaUrl: string;
  readonly dynamodbUrl: string;
  readonly responders: readonly string[];
  /** The window of a question that names none. */
  readonly window: string;
  readonly logLevel: string;
  /** The user's own questions, and the limit of what a case may cost, as text. */
  readonly detectionsFolder?: string | undefined;
  readonly caseBudgetUsd?: string | undefined;
}

/** The environment that points the bot to the stand-ins: the very variables that point it to Slack and AWS elsewhere. */
export const botEnvironment = (standIns: StandIns) => {
  const { slack, athenaUrl, dynamodbUrl, responders, window, logLevel, detectionsFolder, caseBudgetUsd } = standIns;
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // On Node 20 the SDK says at every start that it will want Node 22 in 2027; nothing a newcomer has to know.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_ATHENA: athenaUrl,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl,
    IR_STATE_TABLE: 'ir-bot',
    IR_CREATE_STATE_TABLE: 'true',
    IR_RESPONDERS: responders.join(','),
    IR_WINDOW: window,
    IR_LOG_LEVEL: logLevel,
    ...(detectionsFolder === undefined ? {} : { IR_DETECTIONS_DIR: detectionsFolder }),
    ...(caseBudgetUsd === undefined ? {} : { IR_CASE_BUDGET_USD: caseBudgetUsd }),
  };
};

/** What a user's own environment may say of AWS, and must not say to the bot on this machine. */
export const FOREIGN_VARIABLES = [
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
];
