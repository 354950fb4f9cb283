import assert from 'node:assert/strict';
import { readCatalogue } from '../src/detections/catalogue.js';
import type { Detection, TableRows, Value } from '../src/detections/detection.js';
import { readParameters } from '../src/detections/parameter.js';
import type { Window } from '../src/investigation/window.js';
import { FAILURE_QUERIES, suspectQueries } from './cost-notebook.js';
import type { Cost, CountedTable } from './cost-table.js';

/** The same investigation in three ways, and what each cost. */
export interface Comparison {
  /** The notebook's six queries as they stand: no bound in time. */
  readonly notebook: Cost;
  /** The same six, inside the window. */
  readonly bounded: Cost;
  /** The bot's two questions, inside the window. */
  readonly bot: Cost;
}

const { detections } = readCatalogue();
const NOTEBOOK_CODES = [
  'Client.UnauthorizedOperation',
  'Client.InvalidPermission.NotFound',
  'Client.OperationNotPermitted',
  'AccessDenied',
];

/**
 * Investigates whoever is refused most, in three ways.
 *
 * @throws AssertionError when the bot and the notebook's queries inside the same window do not give the same numbers.
 */
export async function compareInvestigations(table: CountedTable, window: Window): Promise<Comparison> {
  const bot = await table.costOf(() => askBot(table, window));
  const { suspect } = bot.result;
  const bounded = await table.costOf(() => askBounded(table, window, suspect));
  const notebook = await table.costOf(() => askNotebook(table));
  assertSameAnswers(bot.result, bounded.result);
  return { notebook: notebook.cost, bounded: bounded.cost, bot: bot.cost };
}

interface BotAnswers {
  readonly suspect: string;
  readonly authfail: readonly TableRows[];
  readonly about: readonly TableRows[];
}

/** By id, the one table that each of the notebook's queries gives. */
type NotebookAnswers = ReadonlyMap<string, readonly TableRows[]>;

async function askBot(table: CountedTable, window: Window): Promise<BotAnswers> {
  const authfail = await table.ask({ detection: detectionOf('authfail'), window, parameters: {} });
  const [[suspect] = []] = columnsOf('authfail', authfail, 'identities', ['actor']);
  if (!suspect) throw new Error(`nobody is refused in ${window.text}: there is nothing to investigate`);
  const about = await table.ask({
    detection: detectionOf('about'),
    window,
    about: { kind: 'identity', value: suspect },
    parameters: {},
  });
  return { suspect, authfail, about };
}

async function askBounded(table: CountedTable, window: Window, suspect: string): Promise<NotebookAnswers> {
  const answers = new Map<string, readonly TableRows[]>();
  for (const detection of detections.values()) {
    if (!detection.id.startsWith('notebook-')) continue;
    const parameters = readParameters(detection.parameters, detection.parameters.length > 0 ? { suspect } : {});
    answers.set(detection.id, await table.ask({ detection, window, parameters }));
  }
  return answers;
}

async function askNotebook(table: CountedTable): Promise<void> {
  await table.send(FAILURE_QUERIES.latest);
  const [[suspect] = []] = await table.send(FAILURE_QUERIES.byIdentity);
  if (!suspect) throw new Error("the notebook's filter finds nobody: there is nothing to investigate");
  for (const sql of suspectQueries(suspect)) await table.send(sql);
}

/** The notebook counts raw rows, the bot each event once; without copies in the logs, the numbers are the same. */
function assertSameAnswers({ authfail, about }: BotAnswers, notebook: NotebookAnswers): void {
  const ofNotebook = (id: string, columns: readonly string[]) => columnsOf(id, notebook.get(id) ?? [], 'rows', columns);
  const ofAbout = (name: string, columns: readonly string[]) => columnsOf('about', about, name, columns);
  const refused = columnsOf('authfail', authfail, 'codes', ['actor', 'code', 'total'])
    .filter(([actor, code]) => actor?.includes('iam') && NOTEBOOK_CODES.includes(code ?? ''))
    .map(([actor = null, , total = null]) => [actor, total]);
  const same: readonly (readonly [string, Rows, Rows])[] = [
    ['refusals by identity', summed(refused), ofNotebook('notebook-2.2', ['arn', 'total'])],
    ...(
      [
        ['services', 'notebook-2.4', ['eventsource', 'total']],
        ['actions', 'notebook-2.5', ['eventname', 'total']],
        ['timeline', 'notebook-2.6', ['eventtime', 'eventsource', 'eventname', 'awsregion', 'total']],
      ] as const
    ).map(([name, id, columns]) => [name, ofAbout(name, columns), ofNotebook(id, columns)] as const),
  ];
  for (const [name, ours, theirs] of same) {
    assert.ok(ours.length > 0, `the bot finds no ${name}`);
    assert.deepEqual(inOrder(ours), inOrder(theirs), `the bot and the notebook do not agree on ${name}`);
  }
}

type Rows = readonly (readonly Value[])[];

function detectionOf(id: string): Detection {
  const detection = detections.get(id);
  if (!detection) throw new Error(`there is no question "${id}"`);
  return detection;
}

/** Some columns of a table of an answer, in the order of their names. A question with one table calls it as it likes. */
function columnsOf(id: string, answer: readonly TableRows[], name: string, columns: readonly string[]): Rows {
  const { tables, namesTables } = detectionOf(id);
  const form = tables.find((table) => !namesTables || table.name === name);
  const rows = answer.find((table) => table.name === form?.name)?.rows;
  if (!form || !rows) throw new Error(`"${id}" has no table "${name}"`);
  const places = columns.map((column) => form.columns.findIndex((one) => one.name === column));
  return rows.map((row) => places.map((place) => row[place] ?? null));
}

/** Numbers by name, those of the same name added up. */
function summed(rows: Rows): Rows {
  const sums = new Map<Value, number>();
  for (const [name = null, number] of rows) sums.set(name, (sums.get(name) ?? 0) + Number(number));
  return [...sums].map(([name, sum]) => [name, String(sum)]);
}

const inOrder = (rows: Rows): string[] => rows.map((row) => JSON.stringify(row)).sort();
