import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { statementsFor } from '../src/check/athena-policy.js';
import type { Denial } from '../src/check/denial.js';
import type { PolicyStatement } from '../src/check/policy.js';
import { SCOPES } from '../src/check/scopes.js';
import { STATE_CALLS } from '../src/check/state-calls.js';
import { SLASH_COMMAND } from '../src/slack/listeners/commands/index.js';
import { advisedActions } from './deploy/called-actions.js';
import { DEPLOYED, EVERYTHING, resolve } from './deploy/resolve.js';
import { isAllowed, type Statement, statementsOf } from './deploy/statements.js';
import { readTemplate } from './deploy/template.js';
import { codeIn, PAGES, pageAt } from './pages.js';

const MANIFEST = z
  .object({
    display_information: z.object({ name: z.string() }),
    features: z.object({
      bot_user: z.object({ display_name: z.string() }),
      shortcuts: z.array(z.object({ name: z.string() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({ socket_mode_enabled: z.boolean() }),
  })
  .parse(parse(readFileSync('manifest.yml', 'utf8')));
const SCOPES_ASKED = MANIFEST.oauth_config.scopes.bot;

const made = resolve(readTemplate(), { ...EVERYTHING, ExistingStateTable: '', CatalogAccountId: '' });
const role = made.get('TaskRole');
const POLICY: readonly Statement[] = role ? statementsOf(role) : [];
const ALLOWED = POLICY.filter(({ Effect }) => Effect === 'Allow');
const DENIED = POLICY.filter(({ Effect }) => Effect === 'Deny');

const PARTS = ['documents', 'template', 'policy', 'manifest', 'code'] as const;

/** Where each two of them are held together: a file, and a test in it. */
const HELD: Readonly<Record<string, readonly (readonly [file: string, test: string])[]>> = {
  'documents and template': [
    ['test/deploy/docs.test.ts', 'name only parameters, outputs and resources that the template has'],
    ['test/deploy/docs.test.ts', 'has each alarm'],
    ['test/deploy/docs.test.ts', 'says how long what is kept, as the template does'],
    ['test/security.test.ts', 'says how long what is kept, as the template does'],
  ],
  'documents and policy': [
    ['test/deploy/docs.test.ts', 'lets another account give what the role is allowed, and no more'],
    ['test/deploy/docs.test.ts', 'names the actions on a catalog of another account'],
    ['test/security.test.ts', "has the statements of the bot's role, in the order of the template"],
    ['test/agreement.test.ts', 'name actions of AWS that the role is allowed'],
  ],
  'documents and manifest': [
    ['test/security.test.ts', 'has the scopes of the manifest, in its order'],
    ['test/agreement.test.ts', 'name the scopes, the command, the shortcut and the bot as the manifest does'],
  ],
  'documents and code': [
    ['test/readme.test.ts', 'has every command and question'],
    ['test/readme.test.ts', 'has every variable of the environment, with its meaning and default'],
    ['test/metrics/log-lines.test.ts', 'are all in docs/metrics.md, and there are no others'],
    ['test/contributing.test.ts', 'has a question, a renderer and a command'],
    ['test/docs-commands.test.ts', 'are each run by a test, or marked with what they need'],
    ['test/agreement.test.ts', 'name the paths of the health port as the code does'],
  ],
  'template and policy': [
    ['test/deploy/policies.test.ts', 'allows every call that the code makes, on what it makes it'],
    ['test/deploy/policies.test.ts', 'has what `ir-bot check` tells operators to add'],
    ['test/agreement.test.ts', 'says how %s on %s is allowed, when it is refused'],
  ],
  'template and manifest': [
    ['test/agreement.test.ts', 'reach Slack in the same way'],
    ['test/manifest.test.ts', 'turns on what the bot is reached by'],
  ],
  'template and code': [
    ['test/deploy/environment.test.ts', 'has every variable of the bot'],
    ['test/deploy/cloudformation.test.ts', 'is one of which the bot says, when it starts, that it is its own'],
    ['test/deploy/cloudformation.test.ts', 'look for levels that the bot logs'],
  ],
  'policy and manifest': [
    ['test/check/check.test.ts', 'are those of manifest.yml, in its order'],
    ['test/agreement.test.ts', 'are each what `ir-bot check` asks for'],
  ],
  'policy and code': [
    ['test/deploy/policies.test.ts', 'allows nothing else without a reason'],
    ['test/deploy/policies.test.ts', 'can neither delete the history nor take its protection away'],
  ],
  'manifest and code': [
    ['test/manifest.test.ts', 'asks for the scopes that the called methods and the events need, and no other'],
    ['test/manifest.test.ts', 'has the command that the bot listens to, and no other'],
    ['test/manifest.test.ts', 'has the shortcuts that the bot listens to, and no other'],
    ['test/agreement.test.ts', 'calls, outside of src/slack/, nothing that it does not call in there'],
  ],
};

describe('documents, template, policy, manifest and code', () => {
  it('are held together, each two of them, by tests that there are', () => {
    const pairs = PARTS.flatMap((one, at) => PARTS.slice(at + 1).map((other) => `${one} and ${other}`));
    const gone = Object.values(HELD)
      .flat()
      .filter(([file, test]) => !readFileSync(file, 'utf8').includes(test));

    expect(Object.keys(HELD)).toEqual(pairs);
    expect(gone).toEqual([]);
  });
});

/** What `ir-bot check` prints where this is refused. */
function advice(action: string, resource: string): readonly PolicyStatement[] {
  const { account, region } = DEPLOYED;
  const athena = {
    ...{ catalog: 'AwsDataCatalog', database: 'security_analysis', table: 'cloudtrail', workgroup: DEPLOYED.stack },
    output: `s3://${DEPLOYED.stack}-resultsbucket/results/`,
  };
  const client = new AthenaClient({ region });
  const denial: Denial | undefined = action.startsWith('s3:') ? undefined : { action, resource, account };
  const [, bucket = '', path = ''] = /^arn:aws:s3:::([^/]+)(.*)$/.exec(resource) ?? [];
  const isResults = bucket.includes('results');
  const reason = isResults
    ? `Access denied when writing output to url: s3://${bucket}/results/e-1.csv`
    : `Permission denied on S3 path: s3://${bucket}${path || '/AWSLogs/x'}`;
  return statementsFor(denial, reason, { client, region, account, athena });
}

/** One thing that a pattern of resources means. */
const oneOf = (resource: string): string => resource.replace('*', 'x');

describe('`ir-bot check`', () => {
  const ofAthena = ALLOWED.flatMap(({ Action, Resource }) =>
    Action.filter((action) => !action.startsWith('dynamodb:')).flatMap((action) =>
      Resource.map((resource) => [action, oneOf(resource)] as const),
    ),
  );

  it.each(ofAthena)('says how %s on %s is allowed, when it is refused', (...[action, resource]) => {
    const statements = advice(action, resource).map((one) => ({
      ...one,
      Action: [...one.Action],
      Resource: [...one.Resource],
    }));

    expect([action, resource, isAllowed(statements, action, resource)]).toEqual([action, resource, true]);
  });

  it('tries or names each action on the state table', () => {
    const source = readFileSync('src/check/state-checks.ts', 'utf8');
    const allowed = ALLOWED.flatMap(({ Action }) => Action).filter((action) => action.startsWith('dynamodb:'));
    const tried = STATE_CALLS.map(({ action }) => `dynamodb:${action}`);
    const named = [...source.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => `dynamodb:${name}`);

    expect([...tried, ...named].sort()).toEqual([...allowed].sort());
  });
});

describe('the documents', () => {
  it('name actions of AWS that the role is allowed', () => {
    const actions = [...ALLOWED, ...DENIED].flatMap(({ Action }) => Action);
    const services = new Set(actions.map((action) => action.split(':')[0]));
    const named = [...PAGES].flatMap(([path, page]) =>
      codeIn(page)
        .filter((code) => /^[a-z]+:[A-Z]\w+$/.test(code) && services.has(code.split(':')[0]))
        .map((action) => [path, action] as const),
    );

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter(([, action]) => !actions.includes(action))).toEqual([]);
  });

  it('name the scopes, the command, the shortcut and the bot as the manifest does', () => {
    const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
    const [shortcut] = MANIFEST.features.shortcuts;
    const all = [...PAGES.values(), readFileSync('CHANGELOG.md', 'utf8')].join('\n');
    const named = codeIn(all).filter((code) => /^[a-z_]+:(?:read|write|history)$/.test(code));

    expect(pageAt('docs/running.md')).toContain(`its ${numbers[SCOPES_ASKED.length]} scopes`);
    // The app-level token's own, which is in no manifest.
    expect([...new Set(named)].filter((scope) => !SCOPES_ASKED.includes(scope))).toEqual(['connections:write']);
    expect(pageAt('README.md')).toContain(`*More actions → ${shortcut?.name}*`);
    expect(pageAt('README.md')).toContain(`types \`${SLASH_COMMAND} authfail\``);
    for (const [text] of all.matchAll(/\/invite @\S+?(?=`)|`@\S+? services`/g))
      expect(text).toContain(`@${MANIFEST.features.bot_user.display_name}`);
  });

  it('name the paths of the health port as the code does', () => {
    const server = readFileSync('src/health/health-server.ts', 'utf8');
    const paths = codeIn(pageAt('docs/metrics.md')).filter((code) => /^\/[a-z]+$/.test(code));

    expect([...new Set(paths)]).toEqual(['/healthz', '/readyz', '/metrics']);
    expect(paths.filter((path) => !server.includes(path))).toEqual([]);
  });
});

describe('template and manifest', () => {
  const properties = z.looseObject({
    ContainerDefinitions: z.array(z.looseObject({ Secrets: z.array(z.looseObject({ Name: z.string() })) })),
  });

  it('reach Slack in the same way: by Socket Mode, with an app-level token, and nothing coming in', () => {
    const task = properties.parse(made.get('TaskDefinition')?.properties);
    const secrets = task.ContainerDefinitions.flatMap(({ Secrets }) => Secrets.map(({ Name }) => Name));

    expect(MANIFEST.settings.socket_mode_enabled).toBe(true);
    expect(secrets.sort()).toEqual(['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN']);
    expect(made.get('SecurityGroup')?.properties.SecurityGroupIngress).toEqual([]);
  });

  it('call the bot by one name', () => {
    const names = [MANIFEST.display_information.name, MANIFEST.features.bot_user.display_name];
    const task = z.looseObject({ ContainerDefinitions: z.array(z.looseObject({ Name: z.string() })) });

    const { ContainerDefinitions } = task.parse(made.get('TaskDefinition')?.properties);

    expect([...names, ...ContainerDefinitions.map(({ Name }) => Name)]).toEqual(['ir-bot', 'ir-bot', 'ir-bot']);
  });
});

describe('policy and manifest', () => {
  it('are each what `ir-bot check` asks for: scopes of Slack, and actions of the same services of AWS', async () => {
    const servicesOf = (actions: readonly string[]) =>
      [...new Set(actions.map((action) => action.split(':')[0]))].sort();
    const advised = [...(await advisedActions()), ...STATE_CALLS.map(({ action }) => `dynamodb:${action}`)];
    // The check says again what AWS names, whatever the service.
    const asNamed = ['kms', 'lakeformation'];

    expect(SCOPES.map(({ name }) => name)).toEqual(SCOPES_ASKED);
    expect([...servicesOf(advised), ...asNamed].sort()).toEqual(servicesOf(ALLOWED.flatMap(({ Action }) => Action)));
  });
});

describe('the code', () => {
  /** The methods of Slack's Web API that are called in some files of the bot. */
  const calledIn = (isIn: (path: string) => boolean): ReadonlySet<string> => {
    const texts = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith('local') && isIn(path))
      .map((path) => readFileSync(join('src', path), 'utf8').replaceAll(/\s*\n\s*/g, ''));
    const calls = texts.flatMap((text) => [
      ...text.matchAll(
        /[\w)]\.((?:auth|chat|conversations|files|usergroups|users|views)\.(?:[a-zA-Z]+\.)*(?!map|filter|slice)[a-zA-Z\d]+)\(/g,
      ),
    ]);
    return new Set(calls.map(([, method = '']) => method));
  };

  it('calls, outside of src/slack/, nothing that it does not call in there', () => {
    const inside = calledIn((path) => path.startsWith('slack/'));
    const outside = calledIn((path) => !path.startsWith('slack/'));

    expect(inside.size).toBeGreaterThan(8);
    expect([...outside].sort()).toEqual(expect.arrayContaining(['auth.test', 'conversations.info']));
    expect([...outside].filter((method) => !inside.has(method))).toEqual([]);
  });
});
