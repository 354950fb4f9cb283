import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from './json.js';

/** What files hold, by their ids: in a folder, or in memory where nothing is kept between starts. */
export class FileContents {
  private readonly inMemory = new Map<string, Buffer>();

  /** @param folder - made when the first file comes */
  constructor(private readonly folder: string | undefined) {}

  async write(id: string, content: Buffer): Promise<void> {
    if (this.folder === undefined) {
      this.inMemory.set(id, content);
      return;
    }
    await mkdir(this.folder, { recursive: true });
    const next = join(this.folder, `${id}.next`);
    await writeFile(next, content, { mode: 0o600 });
    await rename(next, join(this.folder, id));
  }

  /** @returns `undefined` when there is no such file */
  async read(id: string): Promise<Buffer | undefined> {
    if (this.folder === undefined) return this.inMemory.get(id);
    return readFile(join(this.folder, id)).catch((error: unknown) => {
      if (isObject(error) && error.code === 'ENOENT') return undefined;
      throw new Error(`cannot read the file ${id} in ${this.folder}`, { cause: error });
    });
  }
}
