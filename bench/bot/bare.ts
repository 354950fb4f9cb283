// Run in a process of its own: an app that acknowledges, and does nothing else. With `BARE_WRITES_FIRST` it keeps an item first.
import { randomUUID } from 'node:crypto';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { buildDynamodbClient } from '../../src/dynamodb/client.js';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { itemTable } from '../../src/dynamodb/item-table.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';

const { SLACK_APP_TOKEN: appToken = '', SLACK_BOT_TOKEN: token = '', SLACK_API_URL: slackApiUrl = '' } = process.env;
const { IR_STATE_TABLE: tableName = '', BARE_WRITES_FIRST } = process.env;
const writesFirst = BARE_WRITES_FIRST !== undefined;

const dynamodb = buildDynamodbClient();
if (writesFirst) await ensureStateTable(dynamodb, tableName, { create: true });
const table = itemTable(documentClient(dynamodb), tableName);

const app = new App({
  token,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl },
  receiver: new SocketModeReceiver({
    appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl } },
  }),
});
app.command('/ir', async ({ ack, command }) => {
  if (writesFirst)
    await table.create({ pk: `BARE#${randomUUID()}`, sk: 'FIRST', text: command.text, userId: command.user_id });
  await ack();
});
await app.start();
process.stdout.write('the bare app is running\n');
