import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readConfig } from '../../src/config.js';
import { GIVEN, mentionsOf, resolve } from './resolve.js';
import { statementsOf } from './statements.js';
import { readTemplate } from './template.js';

const INSTALL = readFileSync('docs/install.md', 'utf8');
const OPERATE = readFileSync('docs/operate.md', 'utf8');
const BOTH = `${INSTALL}\n${OPERATE}`;
const { Parameters, Resources, Outputs } = readTemplate();

/** Blocks of one language, their indentation taken off. */
const blocksOf = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();

/** The lines of all commands, each in one. */
const linesOf = (text: string): readonly string[] =>
  blocksOf(text, 'sh').flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'));

/** AWS's own names that look like the template's. */
const NOT_OURS = [
  'BatchGetPartition',
  'ConsumedWriteCapacityUnits',
  'GetPartition',
  'GetPartitions',
  'GetTable',
  'MemoryUtilization',
  'ProcessedBytes',
  'TaskRoleArn',
];

describe('docs/install.md and docs/operate.md', () => {
  it('name only parameters, outputs and resources that the template has', () => {
    const ours = [...Object.keys(Parameters), ...Object.keys(Outputs), ...Object.keys(Resources)];
    const outputs = namesIn(BOTH, /\$([A-Z][a-z]\w+)/g);
    const overrides = namesIn(
      linesOf(BOTH)
        .flatMap((line) => line.split('--parameter-overrides')[1] ?? [])
        .join('\n'),
      /\s([A-Z][a-z]\w+)=/g,
    );
    const quoted = namesIn(BOTH, /`([A-Z][a-z]+[A-Z]\w+)(?:=[^`]*)?`/g).filter((name) => !NOT_OURS.includes(name));

    expect(outputs.filter((name) => Outputs[name] === undefined)).toEqual([]);
    expect(overrides.filter((name) => Parameters[name] === undefined)).toEqual([]);
    expect(quoted.filter((name) => !ours.includes(name))).toEqual([]);
    expect([outputs.length, overrides.length, quoted.length].map((count) => count > 3)).toEqual([true, true, true]);
  });

  it('use every output but the one that is only shown', () => {
    expect(Object.keys(Outputs).filter((name) => !BOTH.includes(name))).toEqual(['WorkgroupName']);
  });

  it('name every parameter that has no default', () => {
    const needed = Object.keys(Parameters).filter((name) => Parameters[name]?.Default === undefined);
    const [, listed = ''] = /five parameters without a\ndefault \(([^)]*)\)/.exec(INSTALL) ?? [];

    expect(namesIn(listed, /`(\w+)`/g)).toEqual([...needed].sort());
  });

  it('mark every command that needs AWS', () => {
    const blocks = blocksOf(BOTH, 'sh');
    const unmarked = blocks.filter(
      (block) => /\baws \w|\bdocker \w/.test(block) && !/^# needs AWS(?: and Docker)?\n/.test(block),
    );

    expect(blocks.length).toBeGreaterThan(8);
    expect(unmarked).toEqual([]);
  });

  it('link to files that are there', () => {
    const targets = namesIn(BOTH, /\]\((?!https:)([^)#]+)/g);

    expect(targets.filter((target) => !existsSync(join('docs', target)))).toEqual([]);
  });
});

const hasBotocore = spawnSync('python3', ['-c', 'import botocore'], { timeout: 60_000 }).status === 0;
const known = hasBotocore
  ? 'the commands of AWS'
  : 'the commands of AWS (skipped: python3 has no botocore here; pip install botocore)';

/** The words of each `aws` command, what is quoted as one word. */
const commands = linesOf(BOTH).flatMap((line) => {
  const [, text] = /^(?:.*\| )?aws ([^|]+)/.exec(line) ?? [];
  return text === undefined ? [] : [text.match(/'[^']*'|"[^"]*"|\S+/g) ?? []];
});
const unknownIn = (asked: readonly (readonly string[])[]): unknown => {
  const { stdout } = spawnSync('python3', ['test/deploy/aws-commands.py'], {
    input: JSON.stringify(asked),
    timeout: 60_000,
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
};

(hasBotocore ? describe : describe.skip)(known, () => {
  it('are there, with the options that are given', () => {
    expect(commands.length).toBeGreaterThan(15);
    expect(unknownIn(commands)).toEqual([]);
  });

  it('would be missed', () => {
    expect(
      unknownIn([
        ['dynamodb', 'drop-table'],
        ['ecs', 'update-service', '--clustre', 'a'],
      ]),
    ).toEqual([expect.stringContaining('aws dynamodb drop-table'), 'aws ecs update-service has no --clustre']);
  });
});

describe('docs/install.md', () => {
  it('lets another account give what the role is allowed, and no more', () => {
    const [bucket, key] = blocksOf(INSTALL, 'json')
      .slice(1)
      .map((block) =>
        z.array(z.looseObject({ Action: z.array(z.string()), Resource: z.string() })).parse(JSON.parse(block)),
      );
    const role = resolve(readTemplate(), { ...GIVEN, TrailBucket: 'my-trail-bucket', TrailKmsKeyArn: 'key' }).get(
      'TaskRole',
    );
    const statements = role ? statementsOf(role) : [];
    const of = (sid: string) =>
      statements.filter(({ Sid }) => Sid === sid).map(({ Action, Resource }) => [Action, Resource]);

    expect(bucket?.map(({ Action, Resource }) => [Action, [Resource]])).toEqual([
      ...of('LogFiles'),
      ...of('LogBucket'),
    ]);
    expect([key?.map(({ Action }) => Action)]).toEqual([of('LogKey').map(([Action]) => Action)]);
  });

  it('names the actions on a catalog of another account', () => {
    const role = resolve(readTemplate()).get('TaskRole');
    const glue = (role ? statementsOf(role) : []).find(({ Sid }) => Sid === 'TableInGlue')?.Action ?? [];
    const [, listed = ''] = /let the role have ([^.]*)\n?in that catalog/.exec(INSTALL) ?? [];

    expect(namesIn(listed, /`(?:glue:)?(\w+)`/g).map((name) => `glue:${name}`)).toEqual(glue);
  });

  it('has a file of variables that the bot starts with', () => {
    const [file = ''] = blocksOf(INSTALL, 'ini');
    const lines = file.split('\n').filter((line) => /^\w+=/.test(line));
    const env = Object.fromEntries(lines.map((line) => line.replace('…', '1-a').split('=')));

    expect(readConfig(env)).toMatchObject({ slack: { mode: 'socket' }, athena: { workgroup: 'ir-bot' } });
  });

  it('has the secret as the template has it', () => {
    const [secret = ''] = blocksOf(INSTALL, 'json');
    const { SecretString } = z.looseObject({ SecretString: z.string() }).parse(Resources.SlackTokens?.Properties);

    expect(Object.keys(JSON.parse(secret))).toEqual(Object.keys(JSON.parse(SecretString)));
  });

  it('has each kind of resource for Terraform', () => {
    const listed = namesIn(INSTALL, /^\| `(AWS::[\w:]+)` \| `aws_/gm);

    expect(listed).toEqual([...new Set(Object.values(Resources).map(({ Type }) => Type))].sort());
  });
});

describe('docs/operate.md', () => {
  const alarms = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');

  it('has each alarm', () => {
    expect(namesIn(OPERATE, /^\| `(\w+Alarm)` \|/gm)).toEqual(alarms.map(([name]) => name).sort());
  });

  it('says how long what is kept, as the template does', () => {
    const days = [...OPERATE.matchAll(/`(\w+Days)`, (\d+)/g)].map(([, name = '', count]) => [name, Number(count)]);

    expect(days.length).toBe(3);
    expect(days).toEqual(days.map(([name = '']) => [name, Parameters[name]?.Default]));
  });

  it('has its sums right', () => {
    const rows = [...OPERATE.matchAll(/^\| [^|]+ \| ([\d.× ]+) \| ([\d.]+) \|$/gm)].map(
      ([, factors = '', product]) => ({
        product: Number(product),
        computed: factors.split('×').reduce((sum, factor) => sum * Number(factor), 1),
      }),
    );
    const [, sum] = /^\| \*\*sum\*\* \|\s+\| \*\*([\d.]+)\*\* \|$/m.exec(OPERATE) ?? [];

    expect(rows.length).toBe(7);
    for (const { product, computed } of rows) expect(product).toBeCloseTo(computed, 2);
    expect(Number(sum)).toBeCloseTo(
      rows.reduce((total, { product }) => total + product, 0),
      2,
    );
  });

  it('counts as many watched metrics, tasks, processors and bytes as there are', () => {
    const watched = alarms
      .filter(([name]) => name !== 'FewerBotsAlarm')
      .map(([, { Properties }]) => {
        const { Metrics = [{ MetricStat: {} }] } = z
          .looseObject({ Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional() })
          .parse(Properties);
        return Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
      });
    const processors = Number(Parameters.TaskCpu?.Default) / 1024;
    const gigabytes = Number(Parameters.TaskMemoryMiB?.Default) / 1024;

    expect(OPERATE).toContain(`| ${watched.reduce((sum, count) => sum + count, 0)} × 0.10 |`);
    expect(OPERATE).toContain(`| 2 × ${processors} × 730 × `);
    expect(OPERATE).toContain(`| 2 × ${gigabytes} × 730 × `);
  });

  it('says on which port the health is asked for', () => {
    const environment = JSON.stringify(Resources.TaskDefinition?.Properties);
    const [, port] = /"IR_HEALTH_PORT","Value":"(\d+)"/.exec(environment) ?? [];

    expect(OPERATE).toContain(`answer on port ${port} `);
    expect(mentionsOf(Resources.SecurityGroup?.Properties ?? {}).size).toBe(1);
  });
});
