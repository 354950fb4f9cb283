import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { buildLog } from '../../src/log.js';
import { buildAccess } from '../../src/slack/access.js';

describe('access', () => {
  const server: { answer: object; calls: number } = { answer: {}, calls: 0 };
  let nowMs: number;
  let close: () => void;
  let client: WebClient;

  beforeEach(async () => {
    nowMs = 0;
    server.calls = 0;
    server.answer = { ok: true, users: ['U0BOB'] };
    const http = createServer((request, response) => {
      server.calls += request.url?.endsWith('usergroups.users.list') ? 1 : 0;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(server.answer));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    client = new WebClient('xoxb-test', { slackApiUrl: `http://127.0.0.1:${port}/` });
    close = () => {
      http.close();
      http.closeAllConnections();
    };
  });
  afterEach(() => close());

  const access = (users: string[], groups: string[]) =>
    buildAccess({
      responders: { users, groups },
      client,
      clock: { now: () => new Date(nowMs) },
      log: buildLog({ level: 'silent' }),
    });

  it('lets in the listed users, without asking Slack', async () => {
    expect(await access(['U0ALICE'], ['S0IRTEAM']).isResponder('U0ALICE')).toBe(true);
    expect(server.calls).toBe(0);
  });

  it('lets in the members of a listed group, and nobody else', async () => {
    const { isResponder } = access([], ['S0IRTEAM']);

    expect([await isResponder('U0BOB'), await isResponder('U0CAROL')]).toEqual([true, false]);
  });

  it('asks again after a minute, so that a former member is refused', async () => {
    const { isResponder } = access([], ['S0IRTEAM']);
    await isResponder('U0BOB');
    server.answer = { ok: true, users: [] };

    nowMs = 59_000;
    expect(await isResponder('U0BOB')).toBe(true);
    nowMs = 61_000;
    expect(await isResponder('U0BOB')).toBe(false);
  });

  it('lets nobody in when Slack does not say who is in a group', async () => {
    server.answer = { ok: false, error: 'plan_upgrade_required' };

    expect(await access(['U0ALICE'], ['S0IRTEAM']).isResponder('U0BOB')).toBe(false);
  });

  it('tells strangers whom to ask', () => {
    expect(access(['U0ALICE'], ['S0IRTEAM']).refusal).toBe(
      "You are not on the responders' list of ir-bot. Ask <@U0ALICE> or <!subteam^S0IRTEAM>.",
    );
  });
});
