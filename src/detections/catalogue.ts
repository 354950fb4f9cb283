import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../errors.js';
import { type Detection, shownTables, type Table } from './detection.js';
import { readDetection } from './read-detection.js';

/** A table of a question that has a name of its own among what can be asked: `/ir services`. */
export interface View {
  readonly detection: Detection;
  readonly table: Table;
}

/** All questions that can be asked. */
export interface Catalogue {
  /** By id: the built-in ones in the order of their names, then the team's own. */
  readonly detections: ReadonlyMap<string, Detection>;
  /** The ids of the team's own. */
  readonly own: ReadonlySet<string>;
  /** Tables of the built-in questions, by name. */
  readonly views: ReadonlyMap<string, View>;
}

/** The folder of the detections that come with the bot. */
export const BUILT_IN_FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The question that a responder begins with. */
export const FIRST_QUESTION = 'authfail';
/** The question that is asked about a subject. */
export const ABOUT = 'about';
/** Its table of the identities behind a key, an address, a user agent or a role. */
export const CALLERS = 'callers';

/**
 * Reads the built-in questions, and every `*.sql` of the team's own folder.
 *
 * @param reserved words that no question may be called by: the commands.
 * @throws Error naming the first file that is wrong, and why.
 */
export function readCatalogue(ownFolder?: string, reserved: readonly string[] = []): Catalogue {
  const builtIn = readFolder(BUILT_IN_FOLDER);
  const views = viewsOf(builtIn);
  const own = ownFolder === undefined ? [] : readFolder(ownFolder);
  const taken = new Set([...builtIn.map(({ id }) => id), ...views.keys(), ...reserved]);
  const clash = own.find(({ id }) => taken.has(id));
  if (clash)
    throw new Error(`detection ${clash.id}.sql in ${ownFolder}: "${clash.id}" is taken; give the file another name`);
  return {
    detections: new Map([...builtIn, ...own].map((detection) => [detection.id, detection])),
    own: new Set(own.map(({ id }) => id)),
    views,
  };
}

function readFolder(folder: string): Detection[] {
  return filesOf(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readDetection(basename(name, '.sql'), readFileSync(join(folder, name), 'utf8')));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new Error(`the detections in ${folder} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** A question with one table is shown by its id. */
function viewsOf(detections: readonly Detection[]): Map<string, View> {
  const views = new Map<string, View>();
  for (const detection of detections) {
    if (!detection.namesTables) continue;
    for (const table of shownTables(detection)) {
      if (views.has(table.name)) throw new Error(`two questions have a table "${table.name}"`);
      views.set(table.name, { detection, table });
    }
  }
  return views;
}
