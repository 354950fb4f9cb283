import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import { visible } from '../../text.js';
import type { FileContents } from './file-contents.js';
import { HttpError } from './http.js';
import { LIMITS } from './limits.js';
import type { SharedFile } from './protocol.js';
import { SlackError } from './slack-error.js';

/** By the end of the name, as Slack tells them; what is not here is bytes. */
const MIME_TYPES: ReadonlyMap<string, string> = new Map([
  ['.csv', 'text/csv'],
  ['.json', 'application/json'],
  ['.md', 'text/markdown'],
  ['.txt', 'text/plain'],
]);

interface Upload {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  isReceived: boolean;
}

/**
 * Files on their way into the workspace: a URL is issued, takes the content once, and then the file is shared.
 * https://docs.slack.dev/messaging/working-with-files (as of November 2026)
 */
export class Files {
  /** By the ticket in the URL, and by the file's id. */
  private readonly urls = new Map<string, Upload>();
  private readonly unshared = new Map<string, Upload>();

  constructor(
    readonly contents: FileContents,
    private readonly origin: string,
  ) {}

  /**
   * A URL that takes one file.
   *
   * @param size - bytes that the file will have
   * @throws SlackError
   */
  issueUrl(name: string, size: number): { readonly fileId: string; readonly uploadUrl: string } {
    if (size === 0 || name === '') throw new SlackError('missing_argument');
    if (size > LIMITS.fileBytes) throw new SlackError('file_upload_size_restricted');
    const upload = { id: `F${randomBytes(8).toString('hex').toUpperCase()}`, name, size, isReceived: false };
    const ticket = randomBytes(16).toString('hex');
    this.urls.set(ticket, upload);
    this.unshared.set(upload.id, upload);
    return { fileId: upload.id, uploadUrl: `${this.origin}/upload/${ticket}` };
  }

  /** How many bytes a URL takes. @throws HttpError when it takes none, or no more */
  expectedSize(ticket: string): number {
    return this.uploadBy(ticket).size;
  }

  /** Takes the content of a file, once. @throws HttpError when it is not as long as was said */
  async receive(ticket: string, content: Buffer): Promise<void> {
    const upload = this.uploadBy(ticket);
    if (content.length !== upload.size) {
      throw new HttpError(400, `The file has ${content.length} bytes and was to have ${upload.size}.`);
    }
    this.urls.delete(ticket);
    await this.contents.write(upload.id, content);
    upload.isReceived = true;
  }

  /** Shares files that were received: each can be shared once. @throws SlackError when there is one that cannot, and shares none */
  share(wanted: readonly { readonly id: string; readonly title?: string | undefined }[]): readonly SharedFile[] {
    const shared = wanted.map(({ id, title }) => {
      const upload = this.unshared.get(id);
      if (!upload?.isReceived) throw new SlackError('file_not_found');
      return describe(upload, title);
    });
    for (const { id } of shared) this.unshared.delete(id);
    return shared;
  }

  private uploadBy(ticket: string): Upload {
    const upload = this.urls.get(ticket);
    if (!upload) throw new HttpError(404, 'This URL takes no file, or has taken one.');
    return upload;
  }
}

function describe({ id, name, size }: Upload, title: string | undefined): SharedFile {
  const mimetype = MIME_TYPES.get(extname(name).toLowerCase()) ?? 'application/octet-stream';
  return {
    id,
    name,
    title: title || name,
    size,
    mimetype,
    url: `/local/files/${id}/${encodeURIComponent(visible(name))}`,
  };
}
