import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Detection } from './detection.js';
import { readDetection } from './read-detection.js';

/** All questions by their id, in the order of their names. */
export type Catalogue = ReadonlyMap<string, Detection>;

/** The folder of the detections that come with the bot. */
export const BUILT_IN_FOLDER = fileURLToPath(new URL('.', import.meta.url));

/**
 * Reads every `*.sql` of a folder.
 *
 * @throws Error naming the first file that is wrong, and why.
 */
export function readCatalogue(folder: string = BUILT_IN_FOLDER): Catalogue {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return new Map(
    files.map((name) => {
      const detection = readDetection(basename(name, '.sql'), readFileSync(join(folder, name), 'utf8'));
      return [detection.id, detection];
    }),
  );
}

/** The questions that are asked about an identity as soon as it is chosen as the suspect, in the order of the answers. */
export const DRILL_DOWN = ['services', 'actions', 'timeline', 'events'] as const;
