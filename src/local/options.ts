import { parseArgs } from 'node:util';
import { messageOf } from '../errors.js';

/** What `npm run local` was told. */
export interface LocalOptions {
  /** A folder of CloudTrail logs; the sample without it. */
  readonly logs?: string | undefined;
  readonly port: number;
  /** Opens the page in the browser. */
  readonly open: boolean;
  /** Forgets the workspace, the cases and the sample of earlier starts. */
  readonly fresh: boolean;
}

/** How `npm run local` is used. */
export const USAGE = `npm run local -- [--logs DIR] [--port N] [--no-open] [--fresh]

  --logs DIR   a folder of CloudTrail *.json or *.json.gz, as S3 delivers them or loose; without it, a made-up week
  --port N     of the page (default 8123); 0 takes any free one
  --no-open    does not open the page in the browser
  --fresh      forgets the workspace, the cases and the sample of earlier starts`;

const DEFAULT_PORT = 8123;

/** @throws Error with the usage when an option is unknown or wrong. */
export function readOptions(args: readonly string[]): LocalOptions {
  const { values } = parse(args);
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port ${values.port} is not a port, 0 to 65535\n\n${USAGE}`);
  }
  return { logs: values.logs, port, open: values['no-open'] !== true, fresh: values.fresh === true };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        logs: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        fresh: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new Error(`${messageOf(cause)}\n\n${USAGE}`, { cause });
  }
}
