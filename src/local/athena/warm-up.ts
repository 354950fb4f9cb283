import { FIRST_QUESTION, readCatalogue } from '../../detections/catalogue.js';
import { ALL } from '../../investigation/window.js';
import { LOCAL_TABLE, localStatement, localSubmission } from './local-statement.js';
import { prepareStatement } from './statement.js';

/** The SQL parser compiles itself while it is used, which takes most of a second: better while nobody waits for an answer. */
export function warmUp(): void {
  const detection = readCatalogue().detections.get(FIRST_QUESTION);
  if (!detection) throw new Error(`"${FIRST_QUESTION}" is not in the catalogue`);
  const statement = localStatement({ detection, window: ALL, parameters: {}, rowLimit: 1 });
  prepareStatement(localSubmission(statement), LOCAL_TABLE, {
    bytesOf: () => 0,
    query: () => Promise.reject(new Error('only prepared')),
  });
}
