import type { Origin } from '../../../investigation/origin.js';
import type { HelpLine } from '../../blocks/help.js';
import type { ListenerDeps } from '../deps.js';
import type { Reply } from '../reply.js';

/** One word after `/ir`: a file beside this one, and a line in `index.ts`. */
export interface Command extends HelpLine {
  readonly name: string;
  /** Whether it asks CloudTrail. */
  readonly asks?: true;
  /**
   * @param rest what stands after the name.
   * @param triggerId with which Slack opens a form, for 3 seconds; it gives none for a mention.
   * @returns what the person alone is shown, if anything.
   */
  run(deps: ListenerDeps, origin: Origin, rest: string, triggerId?: string): Promise<Reply | undefined>;
}
