import { parseArgs } from 'node:util';
import { messageOf, UserFacingError } from '../errors.js';

/** What `ir-bot check` was told. */
export interface CheckOptions {
  /** The ids of the channels that the bot is to work in; those of IR_CHANNELS when there is none. */
  readonly channels: readonly string[];
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

/** How `ir-bot check` is used. */
export const USAGE = `ir-bot check [--channel=C…] [--json]

  Says whether the bot can go live with this environment: one line a check, and what to do about what is wrong. It ends with 0
  when nothing is, else with 1. It writes one item of its own to the state table, and asks Athena for one event, which it stops
  once it has read more than 10 MB.

  --channel=ID  a channel that the bot is to work in, by its id; can be given several times (default: those of IR_CHANNELS)
  --json        prints one line of JSON instead`;

const CHANNEL = /^[CG][A-Z0-9]{2,}$/;

/** @throws UserFacingError with the usage when an option is unknown or wrong. */
export function readOptions(args: readonly string[]): CheckOptions {
  const { channel = [], json = false, help = false } = parse(args);
  const channels = channel.flatMap((list) => list.split(/[\s,]+/)).filter((id) => id !== '');
  const wrong = channels.find((id) => !CHANNEL.test(id));
  if (wrong !== undefined) {
    throw new UserFacingError(`--channel=${wrong} is no channel's id (C… or G…, not its name)\n\n${USAGE}`);
  }
  return { channels, isJson: json, isHelp: help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        channel: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UserFacingError(`${messageOf(cause)}\n\n${USAGE}`, { cause });
  }
}
