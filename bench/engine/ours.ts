// Run in a process of its own: `ours.js <folder> <first day> <last day>`.
import { readLogs } from '../../src/local/athena/logs.js';
import { prepareStatement, warmUp } from '../../src/local/athena/statement.js';
import { tableLayout } from '../../src/local/athena/table-layouts.js';
import { measure } from './measurement.js';
import { questionsAbout } from './questions.js';

const [folder = '', first = '', last = ''] = process.argv.slice(2);
const questions = questionsAbout({ first, last });
const DATABASE = { catalog: 'AwsDataCatalog', database: 'security_analysis' };
const TABLE = { ...DATABASE, table: 'cloudtrail', layout: tableLayout('bootstrap') };
const SUBMISSION = { ...DATABASE, parameters: [], workGroup: 'primary', outputLocation: 's3://local-results/' };

await measure(questions.length, async () => {
  const reading = readLogs(folder);
  // As in the workspace: the SQL parser gets ready while the logs are read.
  warmUp();
  const engine = await reading;
  return async (number) => {
    const { sql } = questions[number] ?? questions[0];
    const { rows } = await prepareStatement({ ...SUBMISSION, sql }, TABLE, engine).run(new AbortController().signal);
    return rows.map((row) => [...row]);
  };
});
