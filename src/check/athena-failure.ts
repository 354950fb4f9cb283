import { AthenaServiceException } from '@aws-sdk/client-athena';
import { adviceFor } from '../athena/advice.js';
import { QueryFailed, QueryInterrupted } from '../investigation/ports.js';
import { statementsFor } from './athena-policy.js';
import type { AthenaCheckSettings } from './athena-settings.js';
import { failed, type Outcome } from './check.js';
import { type Denial, denialIn, deniedByAdvice, firstLineOf } from './denial.js';

/**
 * What Athena refused, with its advice and the missing permission. What is no refusal is thrown on.
 *
 * @param attempt to follow on "Athena refused to".
 */
export function athenaFailure(cause: unknown, attempt: string, settings: AthenaCheckSettings): Outcome {
  const error = cause instanceof QueryInterrupted ? cause.cause : cause;
  const { seen, reason, denial } = reasonOf(error);
  const statements = statementsFor(denial, reason, settings);
  const told = adviceFor(reason, settings.athena, false);
  // Where Athena's reason is none that is known, people are told to ask again; here nobody asked.
  const advice = told.replace(/^Ask again.*/, 'Check again in a minute; if it stays like that, AWS knows more of it.');
  return {
    ...failed(
      `Athena refused to ${attempt}: ${seen}`,
      ...(denial ? deniedByAdvice(denial) : []),
      ...(statements.length > 0 ? [] : [advice]),
    ),
    statements,
  };
}

/** The error code of Trino that a reason begins with: `HIVE_BAD_DATA`. */
const CODE = /^[A-Z][A-Z_]{3,}(?=:)/;
/**
 * How reasons begin that tell of a permission or a place, and quote no row. Records tell of denials, too, so that a reason is known
 * by its beginning alone.
 */
const OF_PERMISSION =
  /^(?:(?:PERMISSION_DENIED|GENERIC_\w+|HIVE_METASTORE_ERROR|HIVE_CANNOT_OPEN_SPLIT): )?(?:Error opening Hive split|(?:Permission|Access) denied|Insufficient (?:permissions|Lake Formation)|User: arn:|You are not authorized|No output location|Unable to verify)/i;

/** A reason for us to read, and as much of it as may be shown. */
interface Reason {
  readonly seen: string;
  readonly reason: string;
  readonly denial?: Denial | undefined;
}

/** The reason of a query that ran may quote the logs: of that, no more than its code is taken, unless it is known to hold none. */
function reasonOf(error: unknown): Reason {
  if (error instanceof AthenaServiceException && error.$fault === 'client') {
    return { seen: firstLineOf(error), reason: `${error.name}: ${error.message}`, denial: denialIn(error) };
  }
  if (!(error instanceof QueryFailed)) throw error;
  const { reason, cause } = error;
  if (cause instanceof Error || OF_PERMISSION.test(reason)) {
    return { seen: firstLineOf(reason), reason, denial: denialIn(cause ?? new Error(reason)) };
  }
  const code = CODE.exec(reason)?.[0] ?? 'the query failed';
  return { seen: code, reason: code };
}
