import type { WebClient } from '@slack/web-api';
import { UserFacingError } from '../errors.js';
import type { Pace } from './pacing.js';
import { codeOf, forPeople } from './refusals.js';

/** A text that is put into a thread as a file. */
export interface TextFile {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** Puts files into a thread. */
export type Upload = (channelId: string, threadTs: string, files: readonly TextFile[]) => Promise<void>;

/** Files of one message. https://slack.com/help/articles/201330736 (as of November 2026) */
const FILES_AT_ONCE = 10;

/**
 * Puts text files into threads, a message for each ten.
 *
 * @returns an `Upload` that throws UserFacingError where the app may not upload files; those before may be there already.
 */
export function buildUpload({ client, pace }: { client: WebClient; pace: Pace }): Upload {
  return async (channelId, threadTs, files) => {
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      await pace(channelId);
      const batch = files.slice(start, start + FILES_AT_ONCE);
      await client.files
        .uploadV2({
          channel_id: channelId,
          thread_ts: threadTs,
          // The bytes themselves: those that a file's SHA-256 is of.
          file_uploads: batch.map(({ name, title, text }) => ({
            filename: name,
            title,
            file: Buffer.from(text, 'utf8'),
          })),
        })
        .catch((cause: unknown) => {
          throw codeOf(cause) === 'missing_scope' ? noScope(cause) : forPeople(cause);
        });
    }
  };
}

const noScope = (cause: unknown): UserFacingError =>
  new UserFacingError(
    'I may not upload files in this workspace. Whoever manages the app adds the scope files:write at https://api.slack.com/apps and installs the app again; then try once more.',
    { cause },
  );
