import type { Origin } from '../../../investigation/origin.js';
import type { Rendered } from '../../blocks/answer.js';
import type { HelpLine } from '../../blocks/help.js';
import type { ListenerDeps } from '../deps.js';

/** One word after `/ir`: a file beside this one, and a line in `index.ts`. */
export interface Command extends HelpLine {
  readonly name: string;
  /** @param words what stands after the name. @returns what the person alone is shown, if anything. */
  run(deps: ListenerDeps, origin: Origin, words: readonly string[]): Promise<Rendered | undefined>;
}
