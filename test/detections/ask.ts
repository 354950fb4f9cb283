import { randomUUID } from 'node:crypto';
import { deployedTable } from '../../src/athena/deployed-table.js';
import { athenaRunner } from '../../src/athena/runner.js';
import { readCatalogue } from '../../src/detections/catalogue.js';
import type { Detection, TableRows, Value } from '../../src/detections/detection.js';
import { readParameters } from '../../src/detections/parameter.js';
import type { Subject } from '../../src/detections/subject.js';
import type { Window } from '../../src/investigation/window.js';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthenaOptions, startLocalAthena } from '../../src/local/athena/server.js';
import { clientAt } from '../athena/scripted-athena.js';

/** A day in November, UTC. */
export const DAY: Window = { text: '2026-11-01', span: { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' } };

export const ALICE = 'arn:aws:iam::111122223333:user/alice';
export const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc';
export const ROLE = 'arn:aws:iam::111122223333:role/Ops';

/** Who made `deniedCall`. */
export const ALICE_IDENTITY = {
  type: 'IAMUser',
  principalId: 'AIDACKCEVSQ6C2EXAMPLE',
  arn: ALICE,
  accountId: '111122223333',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'alice',
};

/** A session of the role `Ops`. */
export const SESSION_IDENTITY = {
  type: 'AssumedRole',
  principalId: 'AROACKCEVSQ6C2EXAMPLE:i-0abc',
  arn: SESSION,
  accountId: '111122223333',
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, accountId: '111122223333', userName: 'Ops' } },
};

/** A record as CloudTrail writes it, of `user/alice` being refused at noon of `DAY`, with changes. */
export function deniedCall(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: ALICE_IDENTITY,
    eventTime: '2026-11-01T12:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.7',
    userAgent: 'aws-cli/2.17',
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform: iam:ListUsers',
    eventID: randomUUID(),
    recipientAccountId: '111122223333',
    ...changes,
  };
}

/** The same, of a call that succeeded. */
export const allowedCall = (changes: Readonly<Record<string, unknown>> = {}) =>
  deniedCall({ errorCode: undefined, errorMessage: undefined, ...changes });

/** A row by the names of its table's columns. */
export type Row = Readonly<Record<string, Value>>;

/** An answer, its rows by the names of their columns. */
export interface Asked {
  /** @throws Error for a table that the question does not declare. */
  rows(table: string): readonly Row[];
  totals(table: string): { readonly totalRows: number; readonly totalCalls: number };
  /** The one row of the table `summary`. */
  readonly summary: Row;
  readonly answer: readonly TableRows[];
  readonly scannedBytes: number;
}

/** How a question is asked; the window is `DAY` by default. */
export interface AskOptions extends Pick<LocalAthenaOptions, 'layout' | 'columns'> {
  readonly about?: Subject;
  readonly window?: Window;
  /** As they were typed. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly rowLimit?: number;
}

/** What questions are asked of: the same records, again and again. */
export interface Asker {
  ask(id: string, options?: Omit<AskOptions, 'layout' | 'columns'>): Promise<Asked>;
  /** What was sent to Athena, in order. */
  readonly statements: readonly string[];
  close(): Promise<void>;
}

export const CATALOGUE = readCatalogue();

/** Records behind an Athena endpoint, and the bot's own way to ask about them. The caller closes it. */
export async function askerOf(
  records: readonly object[],
  options: Pick<LocalAthenaOptions, 'layout' | 'columns'> = {},
): Promise<Asker> {
  const engine = await recordsEngine(records);
  const athena = await startLocalAthena({ engine, ...options });
  const client = clientAt(athena.url);
  const names = { catalog: 'AwsDataCatalog', database: 'security_analysis', table: 'cloudtrail', workgroup: 'primary' };
  const deployed = deployedTable({ client, ...names });
  const runner = athenaRunner({ client, deployed, ...names, poll: { firstMs: 5, growth: 1.5, longestMs: 50 } });
  return {
    statements: athena.statements,
    async ask(id, { about, window = DAY, parameters = {}, rowLimit = 1000 } = {}) {
      const detection = CATALOGUE.detections.get(id);
      if (!detection) throw new Error(`no detection ${id}`);
      const values = readParameters(detection.parameters, parameters);
      const query = { detection, window, about, parameters: values, rowLimit, token: randomUUID() };
      const { signal } = new AbortController();
      const { answer, statistics } = await runner.finish(await runner.start(query), query, signal);
      return { ...askedOf(detection, answer.tables), scannedBytes: statistics.scannedBytes };
    },
    async close() {
      client.destroy();
      await athena.close();
      engine.close();
    },
  };
}

/** Asks one built-in question of records. */
export async function ask(
  id: string,
  records: readonly object[],
  { layout, columns, ...options }: AskOptions = {},
): Promise<Asked> {
  const asker = await askerOf(records, { ...(layout ? { layout } : {}), ...(columns ? { columns } : {}) });
  try {
    return await asker.ask(id, options);
  } finally {
    await asker.close();
  }
}

function askedOf(detection: Detection, tables: readonly TableRows[]): Omit<Asked, 'scannedBytes'> {
  const tableOf = (name: string): TableRows => {
    const table = tables.find((one) => one.name === name);
    if (!table) throw new Error(`"${detection.id}" has no table ${name}`);
    return table;
  };
  const rows = (name: string): Row[] => {
    const names = detection.tables.find((table) => table.name === name)?.columns.map((column) => column.name) ?? [];
    return tableOf(name).rows.map((row) => Object.fromEntries(names.map((column, at) => [column, row[at] ?? null])));
  };
  return {
    rows,
    totals: (name) => ({ totalRows: tableOf(name).totalRows, totalCalls: tableOf(name).totalCalls }),
    summary: tables.some(({ name }) => name === 'summary') ? (rows('summary')[0] ?? {}) : {},
    answer: tables,
  };
}
