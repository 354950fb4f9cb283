import { GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildAthenaClient } from '../../src/athena/client.js';
import { execution, refusal, type ScriptedAthena, scriptedAthena } from './scripted-athena.js';

const before = { ...process.env };
let athena: ScriptedAthena;
beforeAll(async () => {
  athena = await scriptedAthena({
    GetQueryExecution: [refusal('InternalServerException', 'Oops', 500), execution('RUNNING')],
  });
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ENDPOINT_URL_ATHENA = athena.endpoint;
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret';
});
afterAll(async () => {
  process.env = before;
  await athena.close();
});

it('finds Athena in the environment, gets over one fault and says that it is the bot', async () => {
  const client = buildAthenaClient();

  const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: 'e-1' }));

  client.destroy();
  expect(QueryExecution?.Status?.State).toBe('RUNNING');
  expect(athena.calls).toHaveLength(2);
  expect(athena.calls[0]?.userAgent).toMatch(/\bir-bot\b/);
});
