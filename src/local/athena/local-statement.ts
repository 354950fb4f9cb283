import { readLayout } from '../../athena/layout.js';
import { type Statement, statementOf } from '../../athena/statement.js';
import type { Query } from '../../investigation/ports.js';
import type { Submission } from './executions.js';
import { tableLayout } from './table-layouts.js';
import { tableMetadata } from './table-metadata.js';

/** A table as the stand-in has it, whatever the logs: all columns there are, and partitions that no log is needed to define. */
export const LOCAL_TABLE = {
  catalog: 'AwsDataCatalog',
  database: 'security_analysis',
  table: 'cloudtrail',
  layout: tableLayout('manual-account', 'current'),
} as const;
const NO_LOGS = { dates: [], regions: [], accounts: [] } as const;

/** A question's statement over that table, as Athena would get it. */
export function localStatement(query: Omit<Query, 'token'>): Statement {
  const today = new Date();
  const metadata = tableMetadata({ name: LOCAL_TABLE.table, layout: LOCAL_TABLE.layout, engine: NO_LOGS, today });
  const layout = readLayout({ ...metadata, CreateTime: today }, today);
  return statementOf({ ...query, token: '' }, { ...LOCAL_TABLE, layout });
}

/** That statement as the stand-in takes it. */
export const localSubmission = ({ sql, executionParameters }: Statement): Submission => ({
  sql,
  parameters: executionParameters,
  catalog: LOCAL_TABLE.catalog,
  database: LOCAL_TABLE.database,
  workGroup: 'primary',
  outputLocation: '',
});
