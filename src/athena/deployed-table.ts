import { type AthenaClient, GetTableMetadataCommand, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { readLayout, type TableLayout, UnknownLayout } from './layout.js';
import { explained, refused } from './refusal.js';

/** The CloudTrail table and the workgroup that questions go to, as they are deployed. */
export interface DeployedTable {
  /**
   * The table's layout, asked of Athena and kept for ten minutes; concurrent callers share one request; a failure is not kept.
   *
   * @throws QueryFailed with reason and advice when Athena refuses or the layout is unknown; Error otherwise.
   */
  layout(): Promise<TableLayout>;
  /**
   * Bytes at which the workgroup cuts a query off; undefined: no cap. Asked and kept as the layout is.
   *
   * @throws QueryFailed with reason and advice when Athena refuses; Error otherwise.
   */
  scanCapBytes(): Promise<number | undefined>;
}

/** Which table and workgroup, and the client to ask with. */
export interface DeployedTableSettings {
  readonly client: AthenaClient;
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
  /** The time of day; the machine's by default. */
  readonly now?: () => Date;
}

/** Tables change rarely, and who mends one does not want to restart the bot. */
const KEPT_MS = 10 * 60_000;

/** Asks Athena for the definitions that a question depends on. Nothing is asked before it is needed. */
export function deployedTable(settings: DeployedTableSettings): DeployedTable {
  const { now = () => new Date() } = settings;
  return {
    layout: kept(() => askLayout(settings, now()), now),
    scanCapBytes: kept(() => askScanCap(settings), now),
  };
}

async function askLayout(settings: DeployedTableSettings, today: Date): Promise<TableLayout> {
  const { client, catalog, database, table } = settings;
  const name = `${database}.${table}`;
  const command = new GetTableMetadataCommand({ CatalogName: catalog, DatabaseName: database, TableName: table });
  const { TableMetadata } = await client.send(command).catch((cause: unknown) => {
    throw explained(cause, `reading the definition of ${name}`, settings);
  });
  if (!TableMetadata) throw new Error(`Athena gave no definition of ${name}`);
  try {
    return readLayout(TableMetadata, today);
  } catch (cause) {
    if (!(cause instanceof UnknownLayout)) throw cause;
    const advice = `Is ${name} the CloudTrail table? Check IR_ATHENA_DATABASE and IR_ATHENA_TABLE.`;
    throw refused(`${name} cannot be asked. ${cause.message}`, advice, cause);
  }
}

async function askScanCap(settings: DeployedTableSettings): Promise<number | undefined> {
  const { client, workgroup } = settings;
  const { WorkGroup } = await client.send(new GetWorkGroupCommand({ WorkGroup: workgroup })).catch((cause: unknown) => {
    throw explained(cause, `reading the workgroup "${workgroup}"`, settings);
  });
  return WorkGroup?.Configuration?.BytesScannedCutoffPerQuery;
}

/** Answers again with what was asked less than ten minutes ago, unless that failed. */
function kept<T>(ask: () => Promise<T>, now: () => Date): () => Promise<T> {
  let latest: { readonly answer: Promise<T>; readonly untilMs: number } | undefined;
  return () => {
    const nowMs = now().getTime();
    if (latest && nowMs < latest.untilMs) return latest.answer;
    const asked = { answer: ask(), untilMs: nowMs + KEPT_MS };
    latest = asked;
    asked.answer.catch(() => {
      if (latest === asked) latest = undefined;
    });
    return asked.answer;
  };
}
