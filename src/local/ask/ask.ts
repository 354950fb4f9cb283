import { once } from 'node:events';
import type { WriteStream } from 'node:tty';
import { counted, visible } from '../../text.js';
import type { ReadOptions } from '../athena/logs.js';
import { type Format, readAskOptions } from './ask-options.js';
import { csvText } from './csv-text.js';
import { jsonText } from './json-text.js';
import type { Printable } from './printable.js';
import { readQuestion } from './read-question.js';
import { tableText } from './table-text.js';

/** Where an answer, and what else there is to say, goes. */
export interface Terminal {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY'>>;
}

const TEXTS: Readonly<Record<Format, (printable: Printable) => Iterable<string>>> = {
  table: tableText,
  csv: csvText,
  json: jsonText,
};

/** Long enough to be one write, short enough to be one text. */
const WRITE_CHARACTERS = 65_536;

/**
 * `ir-bot ask`: one question to a folder of logs. The answer goes to stdout, what could not be read to stderr.
 *
 * @throws UserFacingError for what cannot be asked like this; any other error for what failed.
 */
export async function ask(args: readonly string[], env: NodeJS.ProcessEnv, terminal: Terminal): Promise<void> {
  const given = readAskOptions(args);
  const options = { ...given, detections: given.detections ?? (env.IR_DETECTIONS_DIR?.trim() || undefined) };
  const question = readQuestion(options, new Date());
  // Loading the engine and the SQL parser takes long: not before it is known that there is something to ask.
  const { ALL_ROWS, askLogs } = await import('./ask-logs.js');
  const answer = await askLogs({ ...question, logs: options.logs, rowLimit: ALL_ROWS }, reporting(terminal));
  if (answer.events === 0 && !question.window.span)
    terminal.stderr.write(`warning: there are no events in ${visible(options.logs)}\n`);
  await write(TEXTS[options.format]({ question, answer }), terminal.stdout);
}

/** Progress is for who looks on; it wipes itself off. */
function reporting({ stderr }: Terminal): ReadOptions {
  const wipe = stderr.isTTY ? '\r\u001b[2K' : '';
  return {
    onWarning: (warning) => stderr.write(`${wipe}warning: ${visible(warning)}\n`),
    onProgress: ({ files, totalFiles }) => {
      if (!stderr.isTTY) return;
      const line =
        files < totalFiles ? `reading ${files.toLocaleString('en-US')} of ${counted(totalFiles, 'file')} …` : '';
      stderr.write(`${wipe}${line}`);
    },
  };
}

async function write(pieces: Iterable<string>, stdout: NodeJS.WritableStream): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < WRITE_CHARACTERS) continue;
    if (!stdout.write(text)) await once(stdout, 'drain');
    text = '';
  }
  if (text !== '') stdout.write(text);
}
