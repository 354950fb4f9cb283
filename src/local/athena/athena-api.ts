import { RequestRefused } from './athena-errors.js';
import { Execution, type Surroundings } from './executions.js';
import * as requests from './requests.js';
import { resultPage } from './result-pages.js';
import { checkReadable } from './statement.js';
import type { TableLayout } from './table-layouts.js';
import { tableMetadata } from './table-metadata.js';
import { TransientFailure } from './transient-failure.js';

/** What the one table is called, how it is made, and where a workgroup that sets a results location has it. */
export interface Names {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly layout: TableLayout;
  /** Of every workgroup; `undefined`: a request has to bring its own. */
  readonly outputLocation: string | undefined;
}

/** Athena's operations, over JSON bodies. */
export class AthenaApi {
  readonly #executions = new Map<string, Execution>();
  /** By client request token. */
  readonly #started = new Map<string, { readonly request: string; readonly execution: Execution }>();
  /** Every QueryString that was accepted, in order; a repeated token does not repeat it. */
  readonly statements: string[] = [];

  constructor(
    private readonly names: Names,
    private readonly surroundings: Surroundings,
  ) {}

  /** The operation with a name, if there is one. */
  operation(name: string): ((body: unknown) => object | Promise<object>) | undefined {
    const operations: Readonly<Record<string, (body: unknown) => object | Promise<object>>> = {
      StartQueryExecution: (body) => this.#start(body),
      StopQueryExecution: (body) => this.#stop(body),
      GetQueryExecution: (body) => ({
        QueryExecution: describe(this.#find(requests.readRequest(requests.oneExecution, body).QueryExecutionId)),
      }),
      BatchGetQueryExecution: (body) => this.#batchGet(body),
      GetQueryResults: (body) => this.#results(body),
      GetTableMetadata: (body) => this.#table(body),
      GetDatabase: (body) => this.#database(body),
      GetDataCatalog: (body) => this.#catalog(body),
      GetWorkGroup: (body) => this.#workGroup(body),
    };
    return Object.hasOwn(operations, name) ? operations[name] : undefined;
  }

  /** Cancels what has not ended. */
  async close(): Promise<void> {
    const executions = [...this.#executions.values()];
    for (const execution of executions) execution.stop();
    await Promise.all(executions.map(({ ended }) => ended));
  }

  #start(body: unknown): object {
    const request = requests.readRequest(requests.startQueryExecution, body);
    const { ClientRequestToken: token, ...rest } = request;
    const before = this.#started.get(token);
    if (before) {
      if (before.request !== JSON.stringify(rest)) throw invalid('Idempotent parameters do not match');
      return { QueryExecutionId: before.execution.id };
    }
    const outputLocation = request.ResultConfiguration?.OutputLocation ?? this.names.outputLocation;
    if (!outputLocation) {
      throw invalid(
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      );
    }
    checkReadable(request.QueryString);
    const execution = new Execution(
      {
        sql: request.QueryString,
        parameters: request.ExecutionParameters ?? [],
        catalog: request.QueryExecutionContext?.Catalog ?? this.names.catalog,
        database: request.QueryExecutionContext?.Database ?? 'default',
        workGroup: request.WorkGroup ?? 'primary',
        outputLocation,
      },
      this.surroundings,
    );
    this.#executions.set(execution.id, execution);
    this.#started.set(token, { request: JSON.stringify(rest), execution });
    this.statements.push(request.QueryString);
    return { QueryExecutionId: execution.id };
  }

  #stop(body: unknown): object {
    this.#find(requests.readRequest(requests.oneExecution, body).QueryExecutionId).stop();
    return {};
  }

  #batchGet(body: unknown): object {
    const { QueryExecutionIds: ids } = requests.readRequest(requests.someExecutions, body);
    const found = ids.map((id) => this.#executions.get(id)).filter((execution) => execution !== undefined);
    const missing = ids.filter((id) => !this.#executions.has(id));
    return {
      QueryExecutions: found.map(describe),
      UnprocessedQueryExecutionIds: missing.map((id) => ({
        QueryExecutionId: id,
        ErrorCode: 'INVALID_INPUT',
        ErrorMessage: `QueryExecution ${id} was not found`,
      })),
    };
  }

  #results(body: unknown): object {
    const request = requests.readRequest(requests.resultPage, body);
    const { result, state } = this.#find(request.QueryExecutionId);
    if (state === 'QUEUED' || state === 'RUNNING') {
      throw invalid(`Query has not yet finished. Current state: ${state}`);
    }
    if (!result) throw invalid(`Query did not finish successfully. Final query state: ${state}`);
    return resultPage(result, request.MaxResults, request.NextToken);
  }

  async #table(body: unknown): Promise<object> {
    const { CatalogName, DatabaseName, TableName } = requests.readRequest(requests.oneTable, body);
    this.#assertDatabase(CatalogName, DatabaseName);
    if (!same(TableName, this.names.table)) throw metadata(`EntityNotFoundException: Table ${TableName} not found.`);
    const { clock, engine } = this.surroundings;
    const { layout, table: name } = this.names;
    return { TableMetadata: tableMetadata({ name, layout, engine: await engine, today: clock.now() }) };
  }

  #database(body: unknown): object {
    const { CatalogName, DatabaseName } = requests.readRequest(requests.oneDatabase, body);
    this.#assertDatabase(CatalogName, DatabaseName);
    return { Database: { Name: this.names.database } };
  }

  #catalog(body: unknown): object {
    const { Name } = requests.readRequest(requests.oneCatalog, body);
    if (!same(Name, this.names.catalog)) throw invalid(`DataCatalog ${Name} was not found`);
    return { DataCatalog: { Name: this.names.catalog, Type: 'GLUE', Parameters: {} } };
  }

  #workGroup(body: unknown): object {
    const { WorkGroup } = requests.readRequest(requests.oneWorkGroup, body);
    const { outputLocation } = this.names;
    return {
      WorkGroup: {
        Name: WorkGroup,
        State: 'ENABLED',
        Configuration: {
          ResultConfiguration: outputLocation ? { OutputLocation: outputLocation } : {},
          EnforceWorkGroupConfiguration: false,
          PublishCloudWatchMetricsEnabled: false,
          EngineVersion: ENGINE_VERSION,
          ...(this.surroundings.cutoffBytes() === undefined
            ? {}
            : { BytesScannedCutoffPerQuery: this.surroundings.cutoffBytes() }),
        },
      },
    };
  }

  #assertDatabase(catalog: string, database: string): void {
    if (!same(catalog, this.names.catalog)) throw invalid(`DataCatalog ${catalog} was not found`);
    if (!same(database, this.names.database))
      throw metadata(`EntityNotFoundException: Database ${database} not found.`);
  }

  #find(id: string): Execution {
    const execution = this.#executions.get(id);
    if (!execution) throw invalid(`QueryExecution ${id} was not found`);
    return execution;
  }
}

const ENGINE_VERSION = {
  SelectedEngineVersion: 'Athena engine version 3',
  EffectiveEngineVersion: 'Athena engine version 3',
} as const;

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const invalid = (message: string) => new RequestRefused('InvalidRequestException', message, 'INVALID_INPUT');
const metadata = (message: string) => new RequestRefused('MetadataException', message);
const epochSeconds = (time: Date): number => time.getTime() / 1_000;

/** An execution as GetQueryExecution returns it. Its parameters are not part of it, as in Athena. */
function describe(execution: Execution): object {
  const { submission, failure, times } = execution;
  return {
    QueryExecutionId: execution.id,
    Query: submission.sql,
    StatementType: 'DML',
    SubstatementType: 'SELECT',
    ResultConfiguration: { OutputLocation: `${submission.outputLocation.replace(/\/$/, '')}/${execution.id}.csv` },
    QueryExecutionContext: { Catalog: submission.catalog.toLowerCase(), Database: submission.database },
    WorkGroup: submission.workGroup,
    EngineVersion: ENGINE_VERSION,
    Status: {
      State: execution.state,
      SubmissionDateTime: epochSeconds(execution.submittedAt),
      ...(execution.endedAt ? { CompletionDateTime: epochSeconds(execution.endedAt) } : {}),
      ...(execution.reason ? { StateChangeReason: execution.reason } : {}),
      ...(failure
        ? {
            AthenaError: {
              ErrorCategory: failure.errorCategory,
              ErrorType: failure.errorType,
              Retryable: failure instanceof TransientFailure,
              ErrorMessage: failure.message,
            },
          }
        : {}),
    },
    Statistics: {
      DataScannedInBytes: execution.scannedBytes,
      QueryQueueTimeInMillis: times.queuedMs,
      EngineExecutionTimeInMillis: times.runningMs,
      TotalExecutionTimeInMillis: times.totalMs,
      QueryPlanningTimeInMillis: 0,
      ServicePreProcessingTimeInMillis: 0,
      ServiceProcessingTimeInMillis: 0,
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
  };
}
