import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf } from '../errors.js';
import { COLUMN_KINDS, type Detection, PARAMETERS, type Parameter } from './detection.js';
import { readSentence } from './sentence.js';

const columnName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'column names are lower case');
const FORM = z.strictObject({
  title: z.string().min(1).max(50),
  asks: z.string().min(1).max(150),
  sentence: z.string().min(1),
  columns: z
    .record(columnName, z.enum(COLUMN_KINDS))
    .refine((columns) => Object.keys(columns).length >= 1 && Object.keys(columns).length <= 20, '1 to 20 columns'),
  source: z.string().min(1),
});

/** A form is the first comment of the file, and nothing stands before it. */
const FILE = /^\/\*\n([\s\S]*?)\n\*\/\n([\s\S]+)$/;
/** Text, quoted names and comments are passed over; what is left of `:name` is a parameter. */
const TOKENS = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|:([a-z_]+)/g;

/**
 * Reads a detection file.
 *
 * @param id the file's name without `.sql`
 * @throws Error naming the file and what is wrong in it.
 */
export function readDetection(id: string, text: string): Detection {
  try {
    const file = FILE.exec(text);
    if (!file) throw new Error('it must begin with its form in a comment, /* … */, and go on with one SELECT');
    const form = FORM.parse(parse(file[1] ?? ''));
    const columns = Object.entries(form.columns).map(([name, kind]) => ({ name, kind }));
    readSentence(
      form.sentence,
      columns.map(({ name }) => name),
    );
    return { ...form, id, columns, source: form.source.trim(), ...readSql(file[2] ?? '') };
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new Error(`detection ${id}.sql: ${reason}`, { cause });
  }
}

function readSql(text: string): Pick<Detection, 'sql' | 'parameters'> {
  const parameters: Parameter[] = [];
  const sql = text.trim().replace(TOKENS, (token, name: string | undefined) => {
    if (name === undefined) return token;
    const parameter = PARAMETERS.find((known) => known === name);
    if (!parameter)
      throw new Error(`:${name} is not a parameter; there is ${PARAMETERS.map((p) => `:${p}`).join(', ')}`);
    parameters.push(parameter);
    return '?';
  });
  return { sql, parameters };
}
