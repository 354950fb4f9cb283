import type { IncomingMessage, ServerResponse } from 'node:http';
import { visible } from '../../text.js';
import type { Files } from './files.js';
import { HttpError, readBytes } from './http.js';
import type { Parts } from './parts.js';

/** What a multipart form adds to its file. */
const FORM_BYTES = 64 * 1024;

/** Takes a file that comes in a multipart form, as the SDK sends it, or as it is. @throws HttpError */
export async function takeUpload(
  files: Files,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBytes(request, files.expectedSize(ticket) + FORM_BYTES);
  const content = await fileIn(body, request.headers['content-type'] ?? '');
  await files.receive(ticket, content);
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`OK - ${content.length}`);
}

/** Gives out a file of a message, always to be saved and never to be shown. @throws HttpError */
export async function sendFile(
  { workspace, files }: Parts,
  id: string,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const shared = workspace.file(id);
  const content = shared && (await files.contents.read(id));
  if (!content) throw new HttpError(404, 'There is no such file, or its message was deleted.');
  response.writeHead(200, {
    ...headers,
    'content-type': shared.mimetype,
    'content-length': content.length,
    'content-disposition': disposition(shared.name),
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(content);
}

async function fileIn(body: Buffer, type: string): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new HttpError(400, `This is no multipart form: ${String(cause)}`);
    });
  const file = [...form.values()].find((part) => typeof part !== 'string');
  if (!file) throw new HttpError(400, 'There is no file in the form.');
  return Buffer.from(await file.arrayBuffer());
}

/** RFC 6266: the name in ASCII for old clients, and in full. A name cannot leave its header, its folder or its direction. */
function disposition(name: string): string {
  const safe = visible(name.replace(/[/\\:*?"<>|]/g, '_'));
  const ascii = safe.replace(/[^\x20-\x7e]|%/g, '_');
  const encoded = encodeURIComponent(safe).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
