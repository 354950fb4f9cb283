/** A column's type as a tree. Names of fields are in lower case, as SQL sees them. */
export type HiveType =
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, HiveType> }
  | { readonly kind: 'array'; readonly items: HiveType }
  | { readonly kind: 'map'; readonly keys: HiveType; readonly values: HiveType }
  /** `string`, `bigint`, `timestamp`, …: the name in lower case, its length or precision not part of it. */
  | { readonly kind: 'scalar'; readonly name: string };

/** Marks between names; a name in backticks, where a backtick is doubled; any other name. Blanks part them and say nothing. */
const TOKEN = /\s*(?:([<>,:()])|`((?:[^`]|``)+)`|([^\s<>,:()`]+))/y;
const MAX_DEPTH = 100;
const MAX_QUOTED_CHARACTERS = 200;

interface Token {
  readonly text: string;
  readonly isMark: boolean;
}

/**
 * Reads a type as Hive and Glue write it: `struct<type:string,sessioncontext:struct<…>>`, `array<…>`, `map<string,string>`,
 * `decimal(10,2)`. Case and blanks do not matter, and a field's name may stand in backticks.
 *
 * @throws Error when it is no such type, with the type and what was expected.
 */
export function parseHiveType(text: string): HiveType {
  const tokens = new Tokens(text);
  const type = readType(tokens, 0);
  tokens.expectEnd();
  return type;
}

/** The type of a field below a type, `sessioncontext.sessionissuer.arn`, if it is there. Only structs have fields. */
export function fieldOf(type: HiveType, path: readonly string[]): HiveType | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return type;
  const field = type.kind === 'struct' ? type.fields.get(name) : undefined;
  return field && fieldOf(field, rest);
}

/** A type in one word, for people: `text` for what compares as text, or its kind or name. */
export function nameOfType(type: HiveType): string {
  if (type.kind !== 'scalar') return type.kind;
  return ['string', 'varchar', 'char'].includes(type.name) ? 'text' : type.name;
}

function readType(tokens: Tokens, depth: number): HiveType {
  if (depth > MAX_DEPTH) throw tokens.unexpected(`at most ${MAX_DEPTH} types in each other`);
  const inner = () => readType(tokens, depth + 1);
  const name = tokens.name('a type').toLowerCase();
  if (!tokens.take('<')) return readScalar(name, tokens);
  if (name === 'struct') return readStruct(tokens, inner);
  if (name !== 'array' && name !== 'map') throw tokens.unexpected(`struct, array or map before "<", not "${name}",`);
  const first = inner();
  if (name === 'array') {
    tokens.expect('>');
    return { kind: 'array', items: first };
  }
  tokens.expect(',');
  const values = inner();
  tokens.expect('>');
  return { kind: 'map', keys: first, values };
}

function readStruct(tokens: Tokens, inner: () => HiveType): HiveType {
  const fields = new Map<string, HiveType>();
  if (tokens.take('>')) return { kind: 'struct', fields };
  do {
    const name = tokens.name('the name of a field').toLowerCase();
    tokens.expect(':');
    fields.set(name, inner());
  } while (tokens.take(','));
  tokens.expect('>');
  return { kind: 'struct', fields };
}

/** Some names are several words: `timestamp with local time zone`. */
function readScalar(first: string, tokens: Tokens): HiveType {
  let name = first;
  while (tokens.isName()) name += ` ${tokens.name('a type').toLowerCase()}`;
  if (tokens.take('(')) {
    do {
      const size = tokens.name('a number');
      if (!/^\d+$/.test(size)) throw tokens.unexpected(`a number, not "${size}",`);
    } while (tokens.take(','));
    tokens.expect(')');
  }
  return { kind: 'scalar', name };
}

/** The words and marks of a type, read from left to right. */
class Tokens {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(private readonly text: string) {
    this.#tokens = tokensOf(text);
  }

  isName(): boolean {
    return this.#tokens[this.#next]?.isMark === false;
  }

  name(wanted: string): string {
    const token = this.#tokens[this.#next];
    if (!token || token.isMark) throw this.unexpected(wanted);
    this.#next += 1;
    return token.text;
  }

  take(mark: string): boolean {
    const token = this.#tokens[this.#next];
    if (!token?.isMark || token.text !== mark) return false;
    this.#next += 1;
    return true;
  }

  expect(mark: string): void {
    if (!this.take(mark)) throw this.unexpected(`"${mark}"`);
  }

  expectEnd(): void {
    if (this.#next < this.#tokens.length) throw this.unexpected('the end');
  }

  unexpected(wanted: string): Error {
    const token = this.#tokens[this.#next];
    return malformed(this.text, `${wanted} is expected where ${token ? `"${token.text}"` : 'it ends'}`);
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const at = TOKEN.lastIndex;
    const [, mark, quoted, plain] = TOKEN.exec(text) ?? [];
    const name = quoted?.replaceAll('``', '`') ?? plain;
    if (mark === undefined && name === undefined) throw malformed(text, `a backtick is not closed at character ${at}`);
    tokens.push({ text: mark ?? name ?? '', isMark: mark !== undefined });
  }
  return tokens;
}

function malformed(text: string, problem: string): Error {
  const shown = text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
  return new Error(`${JSON.stringify(shown)} is no type of a column: ${problem}`);
}
