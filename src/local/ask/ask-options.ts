import { parseArgs } from 'node:util';
import { messageOf, UserFacingError } from '../../errors.js';

/** How an answer is printed. */
export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** What `ir-bot ask` was told, word for word but for the format. */
export interface AskOptions {
  /** Of a question, or of a table of one (`services`). */
  readonly id: string;
  readonly logs: string;
  readonly window: string;
  readonly suspect?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly format: Format;
  readonly table?: string | undefined;
  /** The folder of the team's own questions. */
  readonly detections?: string | undefined;
}

/** How `ir-bot ask` is used. */
export const USAGE = `ir-bot ask QUESTION --logs DIR [options]

  --logs DIR          a folder of CloudTrail *.json or *.json.gz, as S3 delivers them or loose
  --window W          24h, 7d, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z (UTC), or all, which is the default
  --suspect S         whom a question is about: an ARN, an access key id, an IP address, or agent: and a user agent
  --param NAME=VALUE  a parameter of the question; may be repeated
  --format F          table (the default), csv or json
  --table NAME        only this table of the answer
  --detections DIR    a folder of questions of your own; by default IR_DETECTIONS_DIR

  Exit code: 0 with rows or without, 2 for what cannot be asked, 1 for what failed.`;

/**
 * Reads the words after `ir-bot ask`.
 *
 * @throws UserFacingError when one is unknown, wrong or missing.
 */
export function readAskOptions(args: readonly string[]): AskOptions {
  const { values, positionals } = parse(args);
  const [id, ...rest] = positionals;
  if (id === undefined) throw new UserFacingError(`Which question? Try ir-bot ask authfail --logs DIR.\n\n${USAGE}`);
  if (rest.length > 0) throw new UserFacingError(`"${rest[0]}" is one word too many after ${id}.\n\n${USAGE}`);
  if (!values.logs)
    throw new UserFacingError('--logs is missing: the folder that holds the CloudTrail files, such as AWSLogs.');
  return {
    id,
    logs: values.logs,
    window: values.window ?? 'all',
    suspect: values.suspect,
    parameters: parametersOf(values.param ?? []),
    format: formatOf(values.format),
    table: values.table,
    detections: values.detections,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        logs: { type: 'string' },
        window: { type: 'string' },
        suspect: { type: 'string' },
        param: { type: 'string', multiple: true },
        format: { type: 'string' },
        table: { type: 'string' },
        detections: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UserFacingError(`${messageOf(cause)}\n\n${USAGE}`);
  }
}

function formatOf(text = 'table'): Format {
  const format = FORMATS.find((one) => one === text);
  if (!format) throw new UserFacingError(`--format "${text}" is none of ${FORMATS.join(', ')}.`);
  return format;
}

function parametersOf(texts: readonly string[]): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const text of texts) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserFacingError(`--param "${text}" is no name=value. Try --param key=AKIAIOSFODNN7EXAMPLE.`);
    }
    if (parameters.has(name)) throw new UserFacingError(`--param ${name} is given twice.`);
    parameters.set(name, value);
  }
  return Object.fromEntries(parameters);
}
