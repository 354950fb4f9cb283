import { Dialect, tokenize } from '@polyglot-sql/sdk';
import { z } from 'zod';
import { type Position, UnreadableStatement } from './athena-errors.js';

/** The dialect to read with: Athena's engine is Trino. The SDK's own `athena` takes `\` in a string for an escape, which Athena does not. */
export const ATHENA_DIALECT = Dialect.Trino;

/** One word, literal or sign of a statement. */
export interface Token {
  /** `VAR`, `STRING`, `L_PAREN`, `SELECT`, … */
  readonly type: string;
  /** As written, without quotes. */
  readonly text: string;
  /** Offsets in the statement, in code points. */
  readonly start: number;
  readonly end: number;
}

const TOKENS = z.array(
  z.object({ token_type: z.string(), text: z.string(), span: z.object({ start: z.number(), end: z.number() }) }),
);

/** Takes a statement apart. @throws UnreadableStatement when a string or comment does not end. */
export function readTokens(sql: string): Token[] {
  const result = tokenize(sql, ATHENA_DIALECT);
  if (!result.success) {
    throw new UnreadableStatement(positionAt(sql, result.errorStart ?? 0), 'token recognition error');
  }
  return TOKENS.parse(result.tokens).map(({ token_type, text, span }) => ({ type: token_type, text, ...span }));
}

/** Line and column, both from 1, of an offset in code points. */
export function positionAt(sql: string, offset: number): Position {
  const lines = [...sql].slice(0, offset).join('').split('\n');
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}

/** A statement with some of its words replaced. */
export interface Edited {
  readonly sql: string;
  /** Where an offset in the edited statement was in the original; inside a replaced word, where that began. */
  readonly originalOffset: (offset: number) => number;
}

/** Replaces words of a statement. `replacement` returns what to put, or `undefined` to leave the word. */
export function editTokens(
  sql: string,
  tokens: readonly Token[],
  replacement: (token: Token, index: number) => string | undefined,
): Edited {
  const characters = [...sql];
  const kept: { readonly from: number; readonly original: number }[] = [];
  let edited: string[] = [];
  let end = 0;
  tokens.forEach((token, index) => {
    const text = replacement(token, index);
    if (text === undefined) return;
    kept.push({ from: edited.length, original: end });
    edited = edited.concat(characters.slice(end, token.start));
    kept.push({ from: edited.length, original: token.start });
    edited = edited.concat([...text]);
    end = token.end;
  });
  kept.push({ from: edited.length, original: end });
  return {
    sql: [...edited, ...characters.slice(end)].join(''),
    originalOffset: (offset) => {
      const part = kept.findLast(({ from }) => from <= offset) ?? { from: 0, original: 0 };
      const isReplaced = kept.indexOf(part) % 2 === 1;
      return isReplaced ? part.original : part.original + offset - part.from;
    },
  };
}
