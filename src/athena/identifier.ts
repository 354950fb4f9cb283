/** Athena's names of databases, tables and columns, as `config.ts` takes them: no name needs more, and none of these needs care. */
export const IDENTIFIER = /^[a-z0-9_]{1,255}$/;

/**
 * The name of a database, table or column in SQL. Names come from configuration and from our own code, never from people or logs.
 *
 * @throws Error when it has anything but lower-case letters, digits and underscores.
 */
export function identifier(name: string): string {
  if (!IDENTIFIER.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a database, table or column`);
  return `"${name}"`;
}
