import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { z } from 'zod';

const MEASURED_WITH = [
  '@duckdb/node-api',
  '@slack/bolt',
  '@aws-sdk/client-athena',
  '@aws-sdk/client-dynamodb',
  'dynalite',
];
const dependencies = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** What was measured on and with, one line each; nothing that tells whose machine it is. */
export function machineLines(): readonly string[] {
  const stated = dependencies.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const versions = { ...stated.dependencies, ...stated.devDependencies };
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() || 'of a model that the system does not tell'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node}; ${MEASURED_WITH.map((name) => `${name} ${versions[name]}`).join(', ')}`,
  ];
}
