/** The API refuses a request at once: HTTP 400 with this type. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  constructor(
    /** `InvalidRequestException`, `TooManyRequestsException`, … */
    readonly type: string,
    message: string,
    /** Athena's own classification beside the type: `MALFORMED_QUERY`, `INVALID_INPUT`. */
    readonly athenaErrorCode?: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Where something stands in a statement, as Trino counts: both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Athena cannot read the statement. It says so when the query is started, before there is an execution. */
export class UnreadableStatement extends RequestRefused {
  constructor({ line, column }: Position, problem: string) {
    super('InvalidRequestException', `line ${line}:${column}: ${problem}`, 'MALFORMED_QUERY');
  }
}

/** Trino's names for what is wrong with a statement that can be read, with the numbers that AthenaError reports for them. */
const ERROR_TYPES = {
  SYNTAX_ERROR: 1_001,
  INVALID_PARAMETER_USAGE: 1_006,
  FUNCTION_NOT_FOUND: 1_006,
  TYPE_MISMATCH: 1_006,
  COLUMN_NOT_FOUND: 1_006,
  AMBIGUOUS_NAME: 1_006,
  TABLE_NOT_FOUND: 1_100,
  SCHEMA_NOT_FOUND: 1_100,
  CATALOG_NOT_FOUND: 1_100,
  EXPRESSION_NOT_AGGREGATE: 1_006,
  EXPRESSION_NOT_SCALAR: 1_006,
  INVALID_COLUMN_REFERENCE: 1_006,
  NOT_SUPPORTED: 1_006,
  INVALID_CAST_ARGUMENT: 1_006,
  GENERIC_INTERNAL_ERROR: 1_003,
} as const;
export type FailureCode = keyof typeof ERROR_TYPES;

/** A query that was started and fails: state FAILED, with this as its reason. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  /** For `AthenaError.ErrorType`. https://docs.aws.amazon.com/athena/latest/ug/error-reference.html (as of November 2026) */
  readonly errorType: number;
  /** For `AthenaError.ErrorCategory`: 1 system, 2 user. */
  readonly errorCategory: number;
  constructor(code: FailureCode, problem: string, position?: Position) {
    super(`${code}: ${position ? `line ${position.line}:${position.column}: ` : ''}${problem}`);
    this.errorType = ERROR_TYPES[code];
    this.errorCategory = code === 'GENERIC_INTERNAL_ERROR' ? 1 : 2;
  }
}
