import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { ConfigError, readConfig } from '../../src/config.js';
import { VARIABLES } from '../../src/environment.js';
import { GIVEN, mentionsOf, resolve } from './resolve.js';
import { type Json, readTemplate } from './template.js';

const template = readTemplate();
const task = z.looseObject({
  ContainerDefinitions: z.tuple([
    z.looseObject({
      Environment: z.array(z.strictObject({ Name: z.string(), Value: z.json() })),
      Secrets: z.array(z.strictObject({ Name: z.string(), ValueFrom: z.string() })),
    }),
  ]),
});

/** The variables of a task with these parameters. */
function environmentOf(given: { readonly [name: string]: string }) {
  const { Environment, Secrets } = task.parse(resolve(template, given).get('TaskDefinition')?.properties)
    .ContainerDefinitions[0];
  return {
    plain: Object.fromEntries(Environment.map(({ Name, Value }) => [Name, String(Value)])),
    secret: Secrets.map(({ Name }) => Name),
    secrets: Secrets,
  };
}

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_APP_TOKEN: 'xapp-1-a' } as const;
const configOf = (given: { readonly [name: string]: string }) =>
  readConfig({ ...environmentOf(given).plain, ...TOKENS });

/** Variables that no task of the stack has, and why. */
const NOT_SET: ReadonlyMap<string, string> = new Map([
  ['SLACK_SIGNING_SECRET', 'the stack runs by Socket Mode: it lets nothing in'],
  ['PORT', 'the same'],
  ['AWS_ENDPOINT_URL_ATHENA', "a VPC endpoint answers to Athena's own name"],
  ['AWS_ENDPOINT_URL_DYNAMODB', "a VPC endpoint answers to DynamoDB's own name"],
  ['IR_ATHENA_OUTPUT', 'the workgroup says where results go, and is enforced'],
]);

describe("the task's environment", () => {
  it('has every variable of the bot, but those that a reason is given for, and no other', () => {
    const { plain, secret } = environmentOf(GIVEN);
    const expected = VARIABLES.map(({ name }) => name).filter((name) => !NOT_SET.has(name));

    expect([...secret, ...Object.keys(plain)].sort()).toEqual([...expected].sort());
    expect([...NOT_SET.keys()].filter((name) => !VARIABLES.some((variable) => variable.name === name))).toEqual([]);
  });

  it('has what is secret from the secret alone', () => {
    const { plain, secrets } = environmentOf(GIVEN);
    const secretNames = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);

    expect(Object.keys(plain).filter((name) => secretNames.includes(name))).toEqual([]);
    for (const { Name, ValueFrom } of secrets) {
      expect(secretNames).toContain(Name);
      expect(ValueFrom).toBe(`arn:aws:secretsmanager:eu-central-1:111122223333:secret:ir-bot-slacktokens:${Name}::`);
    }
  });

  it('is one that the bot starts with', () => {
    expect(configOf(GIVEN)).toEqual({
      slack: { mode: 'socket', botToken: 'xoxb-1-a', appToken: 'xapp-1-a' },
      athena: { catalog: 'AwsDataCatalog', database: 'security_analysis', table: 'cloudtrail', workgroup: 'ir-bot' },
      state: { table: 'ir-bot-statetable', create: false },
      responders: { users: ['U012AB3CD'], groups: ['S012AB3CD'] },
      window: '24h',
      maxQueries: 5,
      leaseMs: 60_000,
      logLevel: 'info',
      healthPort: 8080,
    });
  });

  it('says which variable is wrong while the secret holds no tokens yet', () => {
    const { SecretString } = z
      .looseObject({ SecretString: z.string() })
      .parse(resolve(template).get('SlackTokens')?.properties);
    const untouched = z.record(z.string(), z.string()).parse(JSON.parse(SecretString));
    const start = () => readConfig({ ...environmentOf(GIVEN).plain, ...untouched });

    expect(Object.keys(untouched)).toEqual(environmentOf(GIVEN).secret);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(/SLACK_BOT_TOKEN is set to something else[\s\S]*SLACK_APP_TOKEN is set to something else/);
  });
});

/** The parameters that become variables as they are. */
const PASSED_ON: readonly string[] = [
  ...mentionsOf(fieldOf(template.Resources.TaskDefinition?.Properties.ContainerDefinitions, 'Environment')),
].filter((name) => template.Parameters[name] !== undefined);

/** A field of the first of a list. */
function fieldOf(list: Json | undefined, name: string): Json {
  return z.tuple([z.record(z.string(), z.json())]).parse(list)[0][name] ?? null;
}

/** What a window is, a pattern cannot say. */
const ANSWERS_ITSELF = ['DefaultWindow'];

describe('a parameter that becomes a variable', () => {
  const patterned = PASSED_ON.filter((name) => template.Parameters[name]?.AllowedPattern !== undefined);

  it('is there', () => {
    expect(patterned.length).toBeGreaterThan(5);
  });

  it.each(patterned.filter((name) => !ANSWERS_ITSELF.includes(name)))(
    '%s takes nothing that the bot does not take',
    (name) => {
      const pattern = new RegExp(`^(?:${template.Parameters[name]?.AllowedPattern})$`);
      // The template knows no URL from text that begins like one.
      const isTaken = (value: string) => name !== 'SlackApiUrl' || value === '' || URL.canParse(value);

      fc.assert(
        fc.property(fc.stringMatching(pattern).filter(isTaken), (value) => {
          expect(() => configOf({ ...GIVEN, [name]: value })).not.toThrow();
        }),
      );
    },
  );

  it.each([
    ['MaxQueries', 'IR_MAX_QUERIES'],
    ['LeaseSeconds', 'IR_LEASE_SECONDS'],
  ])('%s has the bounds of %s', (name, variable) => {
    const { MinValue = Number.NaN, MaxValue = Number.NaN } = template.Parameters[name] ?? {};
    const taken = [MinValue - 1, MinValue, MaxValue, MaxValue + 1].filter((value) => {
      try {
        return readConfig({ ...environmentOf(GIVEN).plain, ...TOKENS, [variable]: String(value) }) !== undefined;
      } catch {
        return false;
      }
    });

    expect(taken).toEqual([MinValue, MaxValue]);
  });

  it("has the bot's own default, where the stack does not decide", () => {
    const decided = ['IR_ATHENA_WORKGROUP', 'IR_STATE_TABLE'];
    const { plain } = environmentOf(GIVEN);
    const defaults = VARIABLES.flatMap(({ name, fallback }) =>
      fallback === undefined || decided.includes(name) || NOT_SET.has(name) ? [] : [[name, fallback] as const],
    );

    expect(defaults.length).toBeGreaterThan(5);
    expect(Object.fromEntries(defaults.map(([name]) => [name, plain[name]]))).toEqual(Object.fromEntries(defaults));
  });
});
