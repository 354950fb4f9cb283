import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { sentFor } from '../athena/golden.js';
import { LAYOUTS } from '../athena/queries.js';
import { storedItems } from '../properties/stored.js';
import { CATALOGUE } from '../slack/blocks/answers.js';
import { AFTERNOON, call, denied, SUSPECT } from './calls.js';
import { ALICE, startTestWorkspace, type TestWorkspace, until } from './workspace.js';

/** In every secret below: whoever finds it outside of the logs has found a hole. */
const MARK = 'SECRETMARK';
const secret = (what: string): string => `${MARK}-${what}-wJalrXUtnFEMI`;

/** Calls whose records hold what lets others act, where CloudTrail has it. */
const WITH_SECRETS = [
  call(SUSPECT, 'AssumeRole', 50, {
    eventSource: 'sts.amazonaws.com',
    responseElements: {
      credentials: {
        accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        sessionToken: secret('session'),
        secretAccessKey: secret('key'),
      },
    },
  }),
  call(SUSPECT, 'CreateAccessKey', 49, {
    responseElements: { accessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: secret('key') } },
  }),
  call(SUSPECT, 'CreateLoginProfile', 48, { requestParameters: { userName: 'mallory', password: secret('password') } }),
  call(SUSPECT, 'UpdateLoginProfile', 47, { ...denied, requestParameters: { password: secret('password') } }),
  call(SUSPECT, 'RunInstances', 46, {
    eventSource: 'ec2.amazonaws.com',
    requestParameters: { userData: secret('user-data'), masterUserPassword: secret('password') },
    responseElements: { passwordData: secret('password') },
  }),
  call(SUSPECT, 'ConsoleLogin', 45, {
    eventSource: 'signin.amazonaws.com',
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Failure', token: secret('token') },
    additionalEventData: { LoginTo: `https://console.aws.amazon.com/?token=${secret('token')}`, MFAUsed: 'No' },
    serviceEventDetails: { token: secret('token') },
  }),
];
/** The columns that hold them. */
const HOLDERS = ['requestparameters', 'responseelements', 'additionaleventdata', 'serviceeventdetails'];

describe('a statement', () => {
  const STATEMENTS = [...CATALOGUE.detections.values()].flatMap((detection) =>
    LAYOUTS.map((layout) => [detection.id, layout, sentFor(detection, layout).sql] as const),
  );

  it.each(STATEMENTS)('of %s on %s gives out no column that holds secrets', (_, __, sql) => {
    // What is asked about: which one way sign-ins have to fail, and whether two records are the same, by a hash.
    const asked = sql
      .replaceAll("json_extract_scalar(responseelements, '$.ConsoleLogin')", '')
      .replace(/to_hex\(md5\(to_utf8\(concat_ws\(.*?\)\)\)\) AS "copy_key"/, '');
    const [events = '', ...rest] = asked.split(/\n\)(?:,\n|\n)/);

    expect(events.match(/responseelements/gi)).toBeNull();
    // `events` has the others for questions that look into them; none of these gives one out.
    expect(rest.join('\n')).not.toMatch(new RegExp(HOLDERS.join('|'), 'i'));
    expect(rest.at(-1)).not.toMatch(/copy_key\s*(?:,|\n\s*FROM)/);
  });

  it.each([...CATALOGUE.detections])('of %s declares no such column', (_, { tables }) => {
    const names = tables.flatMap(({ columns }) => columns.map(({ name }) => name));

    expect(names.filter((name) => HOLDERS.includes(name))).toEqual([]);
  });
});

describe('secrets that CloudTrail recorded', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;
  let asked = 0;

  beforeAll(async () => {
    engine = await recordsEngine([...AFTERNOON, ...WITH_SECRETS]);
    workspace = await startTestWorkspace(engine);
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  async function ask(text: string): Promise<void> {
    asked += 1;
    await workspace.command(ALICE, text);
    await workspace.answers(asked);
  }

  it('are in no message, file, line of the log or item of the state table, whatever is asked', async () => {
    await ask(`/ir suspect ${SUSPECT}`);
    for (const { id, parameters, isAboutSubject } of CATALOGUE.detections.values()) {
      if (!isAboutSubject)
        await ask(`/ir run ${id} 24h${parameters.map(({ name }) => ` ${name}=${SUSPECT}`).join('')}`);
    }
    for (const view of CATALOGUE.views.keys()) {
      const known = workspace.posts().length;
      await workspace.command(ALICE, `/ir ${view} 24h`);
      await until(view, () => (workspace.posts().length > known ? true : undefined));
    }
    await workspace.command(ALICE, '/ir history');
    await workspace.command(ALICE, '/ir export');
    const shared = await until('files', () => workspace.posts().find(({ files }) => files));
    const headers = { authorization: `Bearer ${workspace.slack.botToken}` };
    const files = await Promise.all(
      (shared.files ?? []).map(async ({ url }) => (await fetch(new URL(url, workspace.slack.url), { headers })).text()),
    );

    const everywhere = {
      messages: JSON.stringify([workspace.posts(), workspace.slack.ephemerals(ALICE)]),
      files: files.join(''),
      log: workspace.log.join(''),
      items: (await storedItems(workspace.environment)).join(''),
      statements: JSON.stringify(workspace.athena.statements),
    };

    // It was all asked, of the records that hold them.
    for (const place of ['messages', 'files', 'items'] as const)
      expect(everywhere[place]).toContain('UpdateLoginProfile');
    expect(workspace.athena.statements.length).toBeGreaterThanOrEqual(CATALOGUE.detections.size - 1);
    expect(Object.entries(everywhere).flatMap(([place, text]) => (text.includes(MARK) ? [place] : []))).toEqual([]);
    // Nor do the records lack them.
    expect(JSON.stringify(WITH_SECRETS)).toContain(MARK);
  }, 60_000);
});
