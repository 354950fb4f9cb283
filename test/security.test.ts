import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { EVERYTHING, resolve } from './deploy/resolve.js';
import { statementsOf } from './deploy/statements.js';
import { readTemplate } from './deploy/template.js';
import { eventually, Stage } from './local/slack/bolt-app.js';
import { codeIn, pageAt, rowsBelow } from './pages.js';
import { ALICE, CAROL, CHANNEL, listening, told } from './slack/listeners/listening.js';

const PAGE = pageAt('docs/security.md');
const template = readTemplate();
const { Parameters, Resources } = template;
const MANIFEST = z
  .object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) })
  .parse(parse(readFileSync('manifest.yml', 'utf8')));

const stage = new Stage();
afterEach(() => stage.clear());

describe('docs/security.md', () => {
  it('has the scopes of the manifest, in its order, and is right that none reads a channel', () => {
    const { bot } = MANIFEST.oauth_config.scopes;
    const listed = rowsBelow(PAGE, '### Scopes').flatMap(([scope = '']) => codeIn(scope));

    expect(listed).toEqual(bot);
    expect(bot.filter((scope) => /history|:admin|^admin|im:|mpim:/.test(scope))).toEqual([]);
  });

  it("has the statements of the bot's role, in the order of the template", () => {
    const role = resolve(template, EVERYTHING).get('TaskRole');
    const listed = rowsBelow(PAGE, '### The role').flatMap(([sids = '']) => codeIn(sids));

    expect(listed).toEqual((role ? statementsOf(role) : []).map(({ Sid }) => Sid));
  });

  it('says how long what is kept, as the template does', () => {
    const rows = rowsBelow(PAGE, '## What goes where').map((cells) => cells.at(-1) ?? '');
    const days = rows.flatMap((kept) => [...kept.matchAll(/`(\w+Days)`, (\d+)/g)]);

    expect(days.map(([, name]) => name)).toEqual(['ResultRetentionDays', 'RecoveryDays', 'LogRetentionDays']);
    expect(days.map(([, name = '', count]) => [name, Number(count)])).toEqual(
      days.map(([, name = '']) => [name, Parameters[name]?.Default]),
    );
  });

  it('says how long requests are kept, as the code does', () => {
    const [, days] = /KEPT_SECONDS = (\d+) \* 24 \* 60 \* 60/.exec(readFileSync('src/dynamodb/inbox.ts', 'utf8')) ?? [];

    expect(PAGE).toContain(
      `| requests, as they were typed | the same table | ${days} days, then DynamoDB's time to live |`,
    );
    expect(Resources.StateTable?.Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });

  it('names every arrow of its picture once, and explains each', () => {
    const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(PAGE) ?? [];
    const arrows = [...picture.matchAll(/\|(\d)/g)].map(([, arrow]) => arrow);
    const explained = rowsBelow(PAGE, '## What goes where').map(([arrow]) => arrow);

    expect(arrows).toEqual([...new Set(arrows)]);
    expect([...new Set(explained)]).toEqual(arrows);
  });

  it('has a test, or what is left, for everybody who might want to do harm', () => {
    const threats = rowsBelow(PAGE, '## Threats');
    const files = threats.flatMap((cells) => codeIn(cells.join(' ')).filter((code) => code.startsWith('test/')));

    expect(threats.length).toBeGreaterThan(10);
    expect(threats.filter(([, , stops = '', left = '']) => !/`test\/|^the same$/.test(stops) && left === '')).toEqual(
      [],
    );
    expect(files.filter((file) => !/\b(?:it|describe)\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('names parameters that the template has', () => {
    const named = codeIn(PAGE).filter((code) => /^[A-Z][a-z]+\w*(?:Days|Usd|Arn)$/.test(code));

    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => Parameters[name] === undefined)).toEqual([]);
  });
});

describe('the line of the log that a refused command leaves', () => {
  it('has ids, the reason, and what was typed, up to 200 characters', async () => {
    const { slack, log } = await listening(stage);
    const text = `/ir suspect ${'x'.repeat(400)}`;

    await slack.act({ type: 'slash_command', as: CAROL, channelId: CHANNEL, text });
    await told(slack, CAROL);

    const refused = z
      .object({ what: z.string() })
      .loose()
      .parse(JSON.parse(await eventually(() => log.find((line) => line.includes('"refused"')))));
    expect(Object.keys(refused).sort()).toEqual(
      ['channelId', 'hostname', 'level', 'msg', 'pid', 'reason', 'teamId', 'time', 'userId', 'what'].filter(
        (name) => name in refused,
      ),
    );
    expect(refused).toMatchObject({ userId: CAROL, channelId: CHANNEL, reason: 'not a responder' });
    expect(refused.what.length).toBe(200);
  });

  it('is not there for what was done', async () => {
    const { slack, asked, log } = await listening(stage, { ask: async () => undefined });

    await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir authfail 7d' });
    await eventually(() => asked[0]);

    expect(log.filter((line) => line.includes('authfail'))).toEqual([]);
  });
});
