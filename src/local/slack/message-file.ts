import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../errors.js';
import { isObject, parseJson } from './json.js';
import type { Message } from './protocol.js';

const stored = z.object({
  version: z.literal(1),
  messages: z.array(
    z.object({
      channelId: z.string(),
      ts: z.string(),
      threadTs: z.string().optional(),
      userId: z.string(),
      text: z.string(),
      blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().exactOptional() })).optional(),
      editedTs: z.string().optional(),
      files: z
        .array(
          z.object({
            id: z.string(),
            name: z.string(),
            title: z.string(),
            size: z.number(),
            mimetype: z.string(),
            url: z.string(),
          }),
        )
        .optional(),
    }),
  ),
});

/** Changes come in bursts; one write a burst is enough. */
const WRITE_AFTER_MS = 200;

/** Keeps messages on disk between starts. A file is either the old one or the new one, never half of one. */
export class MessageFile {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly log: (line: string) => void,
  ) {}

  /** The messages of the last start. A file that cannot be read is put aside, not overwritten. */
  async read(): Promise<readonly Message[]> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (isObject(error) && error.code === 'ENOENT') return undefined;
      throw new Error(`cannot read the messages in ${this.path}`, { cause: error });
    });
    if (text === undefined) return [];

    const read = stored.safeParse(parseJson(text));
    if (read.success) return read.data.messages;
    await rename(this.path, `${this.path}.unreadable`);
    this.log(`${this.path} holds no messages of this version; it was renamed to ${this.path}.unreadable`);
    return [];
  }

  /** Writes soon. `messages` is asked then, so the file gets what is current. */
  schedule(messages: () => readonly Message[]): void {
    this.timer ??= setTimeout(() => this.flush(messages), WRITE_AFTER_MS);
  }

  /** Writes now, and waits until it is written. A write that fails is told to the log: the workspace goes on in memory. */
  flush(messages: () => readonly Message[]): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing
      .then(() => this.write(messages()))
      .catch((error: unknown) => this.log(`cannot keep messages in ${this.path}: ${messageOf(error)}`));
    return this.writing;
  }

  private async write(messages: readonly Message[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const next = `${this.path}.next`;
    await writeFile(next, JSON.stringify({ version: 1, messages }), { mode: 0o600 });
    await rename(next, this.path);
  }
}
