// Run in a process of its own: `bare.js <folder> <first day> <last day>`.
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdbType, RECORD } from '../../src/local/athena/schema.js';
import { measure } from './measurement.js';
import { countCalls, duckdbSql, questionsAbout } from './questions.js';

const [folder = '', first = '', last = ''] = process.argv.slice(2);
const questions = questionsAbout({ first, last });

/** What anybody would write who has DuckDB and these logs: every column, as text, under the names of the records. */
const LOAD = `CREATE TEMP TABLE cloudtrail AS SELECT unnest(Records, max_depth := 2),
    regexp_extract(filename, 'CloudTrail/([^/]+)/(\\d{4}/\\d{2}/\\d{2})/', 1) AS region_partition,
    regexp_extract(filename, 'CloudTrail/([^/]+)/(\\d{4}/\\d{2}/\\d{2})/', 2) AS date_partition,
    regexp_extract(filename, 'AWSLogs/(\\d{12})/', 1) AS account_partition
  FROM read_json('${folder.replaceAll("'", "''")}/AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz', filename = true,
    maximum_object_size = 104857600, columns = {Records: '${duckdbType(RECORD, 'record')}[]'})`;

await measure(questions.length, async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(LOAD);
  return {
    ask: async (number) => {
      const reader = await connection.runAndReadAll(duckdbSql(questions[number] ?? questions[0]));
      return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    },
    countCalls: async () => {
      const [[calls] = []] = (await connection.runAndReadAll(countCalls({ first, last }))).getRows();
      return Number(calls);
    },
    shipped: [],
  };
});
