import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { messageOf } from '../errors.js';
import { COLUMN_KINDS, type Detection, ROW_LIMIT, type Table } from './detection.js';
import { PARAMETER_TYPES, type Parameter, readParameter } from './parameter.js';
import { readSentence } from './sentence.js';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
/** zod says of a record's key only that it is invalid. */
const names = {
  error: ({ code }: { readonly code: string }) =>
    code === 'invalid_key' ? 'names are lower case: letters, digits and underscores' : undefined,
};
/** Buttons carry the name of a table in a value that Slack keeps short. */
const tableName = z.string().regex(/^[a-z][a-z0-9_]{0,23}$/);
const tableNames = {
  error: ({ code }: { readonly code: string }) =>
    code === 'invalid_key' ? 'names of tables are lower case: up to 24 letters, digits and underscores' : undefined,
};
const columns = z
  .record(name, z.enum(COLUMN_KINDS), names)
  .refine((all) => Object.keys(all).length >= 1 && Object.keys(all).length <= 20, '1 to 20 columns');
const parameterType = z.enum(PARAMETER_TYPES);
const FORM = z
  .strictObject({
    title: z.string().min(1).max(50),
    asks: z.string().min(1).max(150),
    sentence: z.string().min(1),
    notes: z.array(z.string().min(1)).default([]),
    about: z.literal('subject').optional(),
    parameters: z
      .record(
        name,
        z.union([parameterType, z.strictObject({ type: parameterType, default: z.coerce.string() })]),
        names,
      )
      .default({}),
    columns: columns.optional(),
    tables: z.record(tableName, z.strictObject({ title: z.string().min(1).max(50), columns }), tableNames).optional(),
    source: z.string().min(1),
  })
  .refine((form) => (form.columns === undefined) !== (form.tables === undefined), 'it needs columns or tables');
type Form = z.output<typeof FORM>;

/** What the one table of a question is called that does not name it. */
const ONLY_TABLE = 'rows';
const ID = /^[a-z][a-z0-9._-]{0,49}$/;
/** A form is the first comment of the file, and nothing stands before it. */
const FILE = /^\/\*\r?\n([\s\S]*?)\r?\n\*\/\r?\n([\s\S]+)$/;
const LINES_BEFORE_FORM = 1;
/** Text, quoted names and comments are passed over; what is left of `:name` is a parameter. A `?` would be one without a name. */
const TOKENS = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?|:([a-z_][a-z0-9_]*)/g;

/** Something that is wrong in a line of a file, counted from 1. */
class WrongLine extends Error {
  constructor(
    readonly line: number | undefined,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads a detection file.
 *
 * @param id the file's name without `.sql`
 * @throws Error naming the file, the line where that is known, and what is wrong in it.
 */
export function readDetection(id: string, text: string): Detection {
  try {
    if (!ID.test(id)) throw new Error('its name is no id: a lower-case letter, then letters, digits, dots, - and _');
    const [, formText, sqlText = ''] = FILE.exec(text) ?? [];
    if (formText === undefined) {
      throw new WrongLine(1, 'it must begin with its form in a comment, /* … */, and go on with one SELECT');
    }
    const { form, lineOf } = readForm(formText);
    const tables = tablesOf(form);
    const parameters = inLine(lineOf('parameters'), () => parametersOf(form));
    inLine(lineOf('sentence'), () => readSentence(form.sentence, tables));
    for (const note of form.notes) inLine(lineOf('notes'), () => readSentence(note, tables));
    const firstSqlLine = text.slice(0, text.length - sqlText.length).split('\n').length;
    return {
      id,
      title: form.title,
      asks: form.asks,
      sentence: form.sentence,
      notes: form.notes,
      isAboutSubject: form.about === 'subject',
      parameters,
      tables,
      namesTables: form.tables !== undefined,
      source: form.source.trim(),
      ...readSql(sqlText, parameters, firstSqlLine),
    };
  } catch (cause) {
    const line = cause instanceof WrongLine && cause.line !== undefined ? `, line ${cause.line}` : '';
    throw new Error(`detection ${id}.sql${line}: ${messageOf(cause)}`, { cause });
  }
}

/** A form, and in which line of the file a part of it stands. */
interface ReadForm {
  readonly form: Form;
  readonly lineOf: (part: keyof Form) => number | undefined;
}

function readForm(text: string): ReadForm {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line + LINES_BEFORE_FORM;
  const lineAtPath = (path: readonly string[]) => {
    const offset = NODE.safeParse(document.getIn(path, true)).data?.range[0];
    return offset === undefined ? undefined : lineAt(offset);
  };
  const [error] = document.errors;
  if (error) throw new WrongLine(lineAt(error.pos[0]), error.message);
  const read = FORM.safeParse(document.toJS());
  if (read.success) return { form: read.data, lineOf: (part) => lineAtPath([part]) };
  const path = pathOf(read.error.issues[0]);
  const problem = z.prettifyError(read.error).replaceAll(/\s*\n\s*/g, ' ');
  throw new WrongLine(lineAtPath(path) ?? lineAtPath(path.slice(0, -1)), problem);
}

/** Gives an error of reading the line that it is about. */
function inLine<T>(line: number | undefined, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new WrongLine(line, messageOf(cause));
  }
}

/** Where something is wrong: a key that is not known is no part of zod's own path. */
const pathOf = (issue: z.core.$ZodIssue | undefined): string[] =>
  [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].map(String);

const NODE = z.object({ range: z.tuple([z.number()]).rest(z.number()) });

function tablesOf(form: Form): Table[] {
  const declared = form.tables ?? { [ONLY_TABLE]: { title: form.title, columns: form.columns ?? {} } };
  return Object.entries(declared).map(([table, { title, columns: kinds }]) => ({
    name: table,
    title,
    columns: Object.entries(kinds).map(([column, kind]) => ({ name: column, kind })),
  }));
}

function parametersOf({ parameters }: Form): Parameter[] {
  return Object.entries(parameters).map(([parameter, form]) => {
    if (parameter === ROW_LIMIT) throw new Error(`${ROW_LIMIT} is the bot's own parameter; leave it out of the form`);
    if (typeof form === 'string') return { name: parameter, type: form };
    const declared = { name: parameter, type: form.type, fallback: form.default };
    readParameter(declared, form.default);
    return declared;
  });
}

function readSql(
  text: string,
  parameters: readonly Parameter[],
  firstLine: number,
): Pick<Detection, 'sql' | 'placeholders'> {
  const known = [...parameters.map((parameter) => parameter.name), ROW_LIMIT];
  const placeholders: string[] = [];
  const sql = text.replace(TOKENS, (token, parameter: string | undefined, offset: number) => {
    const line = firstLine + text.slice(0, offset).split('\n').length - 1;
    if (token === '?') throw new WrongLine(line, 'a ? has no name; write :name, and declare it under parameters');
    if (parameter === undefined) return token;
    if (!known.includes(parameter)) {
      throw new WrongLine(line, `:${parameter} is not declared; there is ${known.map((one) => `:${one}`).join(', ')}`);
    }
    placeholders.push(parameter);
    return '?';
  });
  const unused = parameters.find((parameter) => !placeholders.includes(parameter.name));
  if (unused) throw new Error(`its parameter ${unused.name} is declared, but :${unused.name} is nowhere in the SQL`);
  return { sql: sql.trim().replace(/;$/, ''), placeholders };
}
