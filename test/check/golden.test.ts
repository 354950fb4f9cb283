import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CHANNEL, type Deployment, denialOf, deployment, dynamodbDenial } from './stage.js';

/** After a change that is meant: UPDATE_GOLDEN=1 npm test -- test/check/golden.test.ts */
async function golden(name: string, text: string): Promise<string> {
  const file = `test/check/${name}.txt`;
  if (process.env.UPDATE_GOLDEN) await writeFile(file, text);
  return readFile(file, 'utf8');
}

let deployed: Deployment | undefined;
afterEach(async () => {
  await deployed?.close();
  deployed = undefined;
});

describe('the whole report', () => {
  it('of a deployment that can go live', async () => {
    deployed = await deployment({ athena: { projectionFirstDay: '2020-01-01' } });

    const { text, isReady } = await deployed.check(`--channel=${CHANNEL}`);

    expect(text).toBe(await golden('good', text));
    expect(isReady).toBe(true);
  });

  it('of a deployment in which much is wrong', async () => {
    const scopes = ['commands', 'chat:write', 'app_mentions:read', 'users:read', 'channels:read', 'groups:read'];
    deployed = await deployment({
      slack: { scopes },
      athena: { projectionRegions: ['us-east-1', 'eu-west-1'], projectionFirstDay: '2020-01-01' },
    });
    Object.assign(deployed.environment, {
      IR_ATHENA_TABEL: 'cloudtrail',
      IR_WINDOW: 'soon',
      SLACK_APP_TOKEN: 'xapp-old',
    });
    for (const action of ['PutItem', 'UpdateItem']) deployed.answerDynamodb(action, dynamodbDenial(action));
    deployed.answerDynamodb('DescribeContinuousBackups', dynamodbDenial('DescribeContinuousBackups'));
    deployed.athena.setCutoffBytes(undefined);
    const workgroup = 'arn:aws:athena:us-east-1:111122223333:workgroup/primary';
    deployed.athena.failNext('StartQueryExecution', {
      type: 'AccessDeniedException',
      message: denialOf('athena:StartQueryExecution', workgroup),
    });

    const { text, isReady } = await deployed.check('--channel=C0RANDOM');

    expect(text).toBe(await golden('bad', text));
    expect(isReady).toBe(false);
  });
});
