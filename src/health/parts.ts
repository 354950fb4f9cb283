import { type AthenaClient, GetTableMetadataCommand, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.js';
import { messageOf } from '../errors.js';
import { codeOf } from '../slack/refusals.js';
import type { Part } from './readiness.js';

/** A part answers, and cannot be used as it is. */
class NotUsable extends Error {
  /** @param state a word for how it is: the name of the error, which whoever asks is told. */
  constructor(state: string, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = state;
  }
}

/** What the parts are reached with. */
export interface PartsDeps {
  readonly config: Pick<Config, 'athena' | 'state'>;
  readonly athena: AthenaClient;
  readonly dynamodb: DynamoDBClient;
  /** Rejects when Slack does not take the bot's token. */
  readonly checkToken: () => Promise<void>;
}

/** The four that a question needs, each by a call that reads its description: no query, no item, no message. */
export function partsOf({ config, athena, dynamodb, checkToken }: PartsDeps): readonly Part[] {
  const { catalog, database, table, workgroup } = config.athena;
  return [
    {
      name: 'stateTable',
      async reach(abortSignal) {
        const command = new DescribeTableCommand({ TableName: config.state.table });
        const { Table } = await dynamodb.send(command, { abortSignal });
        const { TableStatus: status = 'UNKNOWN' } = Table ?? {};
        if (status === 'ACTIVE' || status === 'UPDATING') return;
        throw new NotUsable(`StateTable_${status}`, `state table "${config.state.table}" is ${status}`);
      },
    },
    {
      name: 'athenaWorkgroup',
      async reach(abortSignal) {
        const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: workgroup }), { abortSignal });
        if (WorkGroup?.State !== 'DISABLED') return;
        throw new NotUsable('WorkGroup_DISABLED', `workgroup "${workgroup}" is disabled`);
      },
    },
    {
      name: 'cloudTrailTable',
      async reach(abortSignal) {
        const names = { CatalogName: catalog, DatabaseName: database, TableName: table };
        await athena.send(new GetTableMetadataCommand(names), { abortSignal });
      },
    },
    {
      name: 'slack',
      reach: () =>
        checkToken().catch((cause: unknown) => {
          throw new NotUsable(codeOf(cause) ?? 'Unreachable', messageOf(cause), { cause });
        }),
    },
  ];
}
