// Run in a process of its own: `ours.js <folder> <first day> <last day>`.
import { readCatalogue } from '../../src/detections/catalogue.js';
import { ROWS_KEPT } from '../../src/investigation/execution.js';
import { ALL } from '../../src/investigation/window.js';
import { askLogs } from '../../src/local/ask/ask-logs.js';
import { type LogEngine, readLogs } from '../../src/local/athena/logs.js';
import { prepareStatement } from '../../src/local/athena/statement.js';
import { tableLayout } from '../../src/local/athena/table-layouts.js';
import { warmUp } from '../../src/local/athena/warm-up.js';
import { ATTACKER_ARN } from '../generator.js';
import { measure } from './measurement.js';
import { countCalls, questionsAbout } from './questions.js';

const [folder = '', first = '', last = ''] = process.argv.slice(2);
const questions = questionsAbout({ first, last });
const DATABASE = { catalog: 'AwsDataCatalog', database: 'security_analysis' };
const TABLE = { ...DATABASE, table: 'cloudtrail', layout: tableLayout('bootstrap') };
const SUBMISSION = { ...DATABASE, parameters: [], workGroup: 'primary', outputLocation: 's3://local-results/' };

/** What an investigation asks. */
const SHIPPED = ['authfail', 'about', 'coverage'] as const;

const CATALOGUE = readCatalogue();

await measure(questions.length, async () => {
  const reading = readLogs(folder);
  // As in the workspace: the SQL parser gets ready while the logs are read.
  warmUp();
  const engine = await reading;
  const rowsOf = async (sql: string) =>
    (await prepareStatement({ ...SUBMISSION, sql }, TABLE, engine).run(new AbortController().signal)).rows;
  return {
    ask: async (number) => (await rowsOf((questions[number] ?? questions[0]).sql)).map((row) => [...row]),
    countCalls: async () => Number((await rowsOf(countCalls({ first, last })))[0]?.[0]),
    shipped: SHIPPED.map((id) => () => askShipped(id, engine)),
  };
});

/** Over all days, as the bot does: at most a thousand rows of each table. */
function askShipped(id: string, logs: LogEngine): Promise<unknown> {
  const detection = CATALOGUE.detections.get(id);
  if (!detection) throw new Error(`no question ${id}`);
  const about = { kind: 'identity', value: ATTACKER_ARN } as const;
  return askLogs({ logs, detection, window: ALL, about, parameters: {}, rowLimit: ROWS_KEPT });
}
