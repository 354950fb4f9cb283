/** What we use of dynalite 4, which comes without types: https://github.com/architect/dynalite */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the LevelDB database; in memory without it. */
    readonly path?: string;
    /** How long a new table stays in CREATING. */
    readonly createTableMs?: number;
  }

  /** A server that does not listen yet. Its `close` also closes the database, when it listens. */
  function dynalite(options?: Options): Server;
  export = dynalite;
}

declare module 'dynalite/db/index.js' {
  /** The database behind the server. `open` fails where another process holds the folder. */
  function create(options: { readonly path: string }): {
    readonly db: { open(): Promise<void>; close(): Promise<void> };
  };

  export { create };
}
