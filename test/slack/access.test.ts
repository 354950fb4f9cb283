import { afterEach, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import pino from 'pino';
import {
  LOCAL_CHANNELS,
  LOCAL_PEOPLE,
  type LocalChannel,
  type LocalPerson,
  type Sharing,
  type Standing,
} from '../../src/local/slack/people.js';
import { boltLogger } from '../../src/log.js';
import { type AccessDeps, buildAccess, type Visit } from '../../src/slack/access.js';
import { Stage } from '../local/slack/bolt-app.js';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';
const CAROL = 'U0CAROL';
const GROUP = 'S0IRTEAM';

const stage = new Stage();
afterEach(() => stage.clear());

/** Somebody else and another channel, beside those of every workspace. */
interface Special {
  readonly standing?: Standing;
  readonly sharing?: Sharing;
}

/** A workspace, and who is let in there: Bob by the group, Dave by his id, unless `given` says something else. */
async function open(given: Partial<AccessDeps> = {}, { standing, sharing }: Special = {}) {
  const dave: LocalPerson = { id: 'U0DAVE', name: 'dave', role: 'outsider', ...(standing && { standing }) };
  const channel: LocalChannel = {
    id: 'C0SPECIAL',
    name: 'special',
    topic: '',
    hasBot: true,
    ...(sharing && { sharing }),
  };
  const slack = await stage.workspace({
    people: [...LOCAL_PEOPLE, dave],
    channels: [...LOCAL_CHANNELS, channel],
  });
  const calls: string[] = [];
  const lines: string[] = [];
  const now = { ms: 0 };
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: boltLogger(pino({ enabled: false })),
    fetch: (url, init) => {
      calls.push(new URL(String(url)).pathname.replace('/api/', ''));
      return fetch(url, init);
    },
  });
  const access = buildAccess({
    responders: { users: ['U0DAVE'], groups: [GROUP] },
    client,
    clock: { now: () => new Date(now.ms) },
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
    ...given,
  });
  const check = (userId: string, visit: Partial<Visit> = {}) =>
    access.check({ teamId: 'T0LOCAL', channelId: 'C0INC042', userId, ...visit });
  return { slack, calls, lines, now, check };
}

/** A client of a Slack that says this, by method. */
const saying = (said: Readonly<Record<string, object>>) =>
  new WebClient('xoxb-test', {
    slackApiUrl: 'http://127.0.0.1:9/',
    fetch: async (url) => Response.json({ ok: true, ...said[new URL(String(url)).pathname.slice(1)] }),
  });
const OWN_TEAM = { 'auth.test': { team_id: 'T0LOCAL' } };

const ALLOWED = { isAllowed: true };

/** A refusal that tells the person this; for the log, unless given, anything. */
const refused = (told: string, reason = '') => ({
  isAllowed: false,
  told: expect.stringContaining(told),
  reason: expect.stringContaining(reason),
});

describe('who may ask', () => {
  it('is whoever is listed, without asking who is in the groups', async () => {
    const { check, calls } = await open();

    expect(await check('U0DAVE')).toEqual(ALLOWED);
    expect(calls).not.toContain('usergroups.users.list');
  });

  it('is whoever is in a listed group, and nobody else', async () => {
    const { check } = await open();

    expect(await check(BOB)).toEqual(ALLOWED);
    expect(await check(CAROL)).toMatchObject({ isAllowed: false, reason: 'not a responder' });
  });

  it('is told to strangers, at most five of them', async () => {
    const users = ['U1', 'U2', 'U3', 'U4', 'U5', 'U6'];
    const few = await open();
    const many = await open({ responders: { users, groups: [] } });

    expect(await few.check(CAROL)).toMatchObject({
      told: `You are not on the responders' list of ir-bot. Ask <@U0DAVE> or <!subteam^${GROUP}>.`,
    });
    expect(await many.check(CAROL)).toMatchObject({ told: expect.stringContaining('<@U4> or <@U5>.') });
  });

  it('is looked up for strangers without asking who they are, or about the channel', async () => {
    const { check, calls } = await open();

    await check(CAROL);

    expect(calls.sort()).toEqual(['auth.test', 'usergroups.users.list']);
  });

  it.each<[Standing, string, string]>([
    ['guest', 'Guests cannot use ir-bot', 'a guest'],
    ['single-channel guest', 'Guests cannot use ir-bot', 'a guest'],
    ['member of another workspace', 'You belong to another workspace', 'T0OTHER'],
    ['bot', 'not to apps and workflows', 'a bot'],
    ['deactivated', 'This account is deactivated', 'deactivated'],
  ])('is no %s, listed or not, in a channel or in the Home tab', async (standing, told, reason) => {
    const { check } = await open({}, { standing });

    expect(await check('U0DAVE')).toEqual(refused(told, reason));
    expect(await check('U0DAVE', { channelId: '' })).toEqual(refused(told, reason));
  });

  it.each(['T0OTHER', ''])('is nobody by an event of the workspace "%s"', async (teamId) => {
    const { check } = await open();

    expect(await check('U0DAVE', { teamId })).toEqual(
      refused('You belong to another workspace', 'the app is of T0LOCAL'),
    );
  });

  it('is nobody whom Slack does not know', async () => {
    const { check } = await open({ responders: { users: ['U0GONE'], groups: [] } });

    expect(await check('U0GONE')).toEqual(refused('You belong to another workspace'));
  });
});

describe('where to ask', () => {
  it.each<[Sharing, string]>([
    ['with another organization', 'is shared with another organization'],
    ['with another workspace', 'is shared with another workspace'],
    ['invited another organization', 'has another organization invited to it'],
  ])('is no channel that is shared or offered: %s', async (sharing, how) => {
    const { check } = await open({ channels: ['C0SPECIAL'] }, { sharing });

    expect(await check('U0DAVE', { channelId: 'C0SPECIAL' })).toEqual(
      refused(`This channel ${how}`, `the channel ${how}`),
    );
  });

  it('is any other channel of the workspace', async () => {
    const { check } = await open();

    expect(await check('U0DAVE', { channelId: 'C0SPECIAL' })).toEqual(ALLOWED);
  });

  it('is a listed channel or the Home tab, where channels are listed, and Slack is asked about no other', async () => {
    const { check, calls } = await open({ channels: ['C0INC042', 'C0OTHER'] });

    expect(await check('U0DAVE', { channelId: 'C0GENERAL' })).toEqual(
      refused('Ask in <#C0INC042> or <#C0OTHER>.', 'IR_CHANNELS'),
    );
    expect(calls).toEqual([]);
    expect(await check('U0DAVE')).toEqual(ALLOWED);
    expect(await check('U0DAVE', { channelId: '' })).toEqual(ALLOWED);
  });

  it('is no direct message', async () => {
    const { check } = await open();

    expect(await check('U0DAVE', { channelId: 'D0DAVE' })).toEqual(refused('I work in channels'));
  });

  it('is no channel that the bot cannot see', async () => {
    const { check } = await open();

    expect(await check('U0DAVE', { channelId: 'C0SECRET' })).toEqual(refused('Type /invite @ir-bot here'));
  });
});

describe('what Slack said', () => {
  it('is kept for a minute: a second action makes no call', async () => {
    const { check, calls, now } = await open();
    await check(BOB);
    const known = calls.splice(0);

    now.ms = 59_999;
    expect(await check(BOB)).toEqual(ALLOWED);

    expect(known.sort()).toEqual(['auth.test', 'conversations.info', 'usergroups.users.list', 'users.info']);
    expect(calls).toEqual([]);
  });

  it('is asked for again after a minute, but for the workspace of the bot', async () => {
    const { check, calls, now } = await open();
    await check(BOB);
    calls.splice(0);

    now.ms = 60_000;
    await check(BOB);

    expect(calls.sort()).toEqual(['conversations.info', 'usergroups.users.list', 'users.info']);
  });

  it('is asked for once by people who act at once', async () => {
    const { check, calls } = await open();

    expect(await Promise.all([check(BOB), check(ALICE), check(BOB)])).toEqual([ALLOWED, ALLOWED, ALLOWED]);

    expect(calls.sort()).toEqual([
      'auth.test',
      'conversations.info',
      'usergroups.users.list',
      'users.info',
      'users.info',
    ]);
  });
});

describe('where Slack does not say it', () => {
  it.each([
    ['auth.test', 'which workspace I am of'],
    ['usergroups.users.list', "who is on the responders' list"],
    ['users.info', 'whether you are a full member of the workspace'],
    ['conversations.info', 'whom this channel is shared with'],
  ])('nobody is let in until it does: %s', async (method, what) => {
    const { slack, check } = await open();
    slack.failNext(method, { error: 'internal_error' });

    const verdict = await check(BOB);

    expect(verdict).toMatchObject(
      refused(`I cannot find out ${what}: Slack did not say it. Try again in a minute`, what),
    );
    expect(verdict).toMatchObject({ cause: { message: expect.stringContaining('internal_error') } });
    expect(await check(BOB)).toEqual(ALLOWED);
  });

  it.each([
    ['usergroups.users.list', 'scope usergroups:read'],
    ['users.info', 'scope users:read'],
    ['conversations.info', 'scopes channels:read and groups:read'],
  ])('a missing scope is named, and Slack is not asked again for a minute: %s', async (method, scopes) => {
    const { slack, check, calls, now } = await open();
    slack.failNext(method, { error: 'missing_scope' });

    const verdicts = [await check(BOB), await check(BOB)];

    const lacks = `the app lacks the Slack ${scopes}`;
    for (const verdict of verdicts)
      expect(verdict).toMatchObject(refused(lacks, `${lacks}: add what is in manifest.yml`));
    expect(calls.filter((call) => call === method)).toHaveLength(1);
    now.ms = 60_000;
    expect(await check(BOB)).toEqual(ALLOWED);
  });

  it.each([
    ['plan_upgrade_required', 'list user ids in IR_RESPONDERS instead'],
    ['no_such_subteam', 'correct its id in IR_RESPONDERS'],
  ])('a group that cannot be used is named with the way out: %s', async (error, advice) => {
    const { slack, check } = await open();
    slack.failNext('usergroups.users.list', { error });

    expect(await check(BOB)).toMatchObject(refused(`Ask whoever manages ir-bot to ${advice}.`, advice));
  });

  it('the members of another group are let in, and the log says which could not be read', async () => {
    const { check, lines } = await open({ responders: { users: [], groups: ['S0GONE', GROUP] } });

    expect(await check(BOB)).toEqual(ALLOWED);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('correct its id in IR_RESPONDERS');
  });

  it('a person or a channel of whom it leaves a flag out is not let in', async () => {
    const client = saying({
      ...OWN_TEAM,
      'users.info': { user: { team_id: 'T0LOCAL', deleted: false, is_bot: false } },
      'conversations.info': { channel: { is_ext_shared: false, is_shared: false } },
    });
    const { check } = await open({ client });

    expect(await check('U0DAVE', { channelId: '' })).toMatchObject(refused('whether you are a full member'));
    expect(await check('U0DAVE')).toMatchObject(refused('whom this channel is shared with'));
  });
});

describe('what the local workspace does not have', () => {
  it('a group message is no channel', async () => {
    const { check } = await open({
      client: saying({ ...OWN_TEAM, 'conversations.info': { channel: { is_mpim: true } } }),
    });

    expect(await check('U0DAVE', { channelId: 'G0TALK' })).toEqual(refused('I work in channels'));
  });

  it.each([
    [['T0SISTER', 'T0LOCAL'], ALLOWED],
    [['T0SISTER'], refused('You belong to another workspace', 'T0SISTER')],
  ])('somebody of an organization, in its workspaces %j', async (teams, verdict) => {
    const flags = { is_bot: false, is_restricted: false, is_ultra_restricted: false };
    const user = { team_id: 'T0SISTER', enterprise_user: { teams }, ...flags };
    const { check } = await open({ client: saying({ ...OWN_TEAM, 'users.info': { user } }) });

    expect(await check('U0DAVE', { channelId: '' })).toEqual(verdict);
  });
});
