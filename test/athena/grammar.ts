import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A token of a statement. */
export interface SqlToken {
  readonly kind: 'text' | 'integer' | 'other';
  readonly text: string;
}

/** Trino's grammar, which Athena's is made of. */
export interface TrinoGrammar {
  /** What is wrong in a statement, one sentence each: `line 2, column 14: …`. */
  errorsIn(sql: string): readonly string[];
  /** Blanks and comments left out. */
  tokensOf(sql: string): readonly SqlToken[];
}

/** `dt-sql-parser`, as far as it is used. */
interface Bundle {
  readonly trino: {
    validate(
      sql: string,
    ): readonly { readonly startLine: number; readonly startColumn: number; readonly message: string }[];
    getAllTokens(
      sql: string,
    ): readonly { readonly type: number; readonly channel: number; readonly text: string | undefined }[];
  };
  readonly lexer: { readonly STRING: number; readonly INTEGER_VALUE: number };
}

const ENTRY = `
import { TrinoSQL } from 'dt-sql-parser';
export { TrinoSqlLexer as lexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer.js';
export const trino = new TrinoSQL();`;
const SHOWN = 0;

/** Loads the grammar in about a second. Its package is written for bundlers, its imports lack file extensions: so it is bundled first. */
export async function trinoGrammar(): Promise<TrinoGrammar> {
  const folder = await mkdtemp(join(tmpdir(), 'trino-grammar-'));
  const outfile = join(folder, 'grammar.mjs');
  try {
    const stdin = { contents: ENTRY, resolveDir: import.meta.dirname };
    await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
    const { trino, lexer }: Bundle = await import(outfile);
    return {
      errorsIn: (sql) =>
        trino
          .validate(sql)
          .map(({ startLine, startColumn, message }) => `line ${startLine}, column ${startColumn}: ${message}`),
      tokensOf: (sql) =>
        trino
          .getAllTokens(sql)
          .filter(({ channel, text }) => channel === SHOWN && text !== undefined && text !== '<EOF>')
          .map(({ type, text = '' }) => ({
            kind: type === lexer.STRING ? 'text' : type === lexer.INTEGER_VALUE ? 'integer' : 'other',
            text,
          })),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
