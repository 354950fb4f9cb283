import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Where one machine's workspace is kept between starts, under the folder it was started in. */
export const WORKSPACE_FOLDER = '.ir-bot';

/** A sample that ends longer ago is written anew, so that "the last 24 hours" have the incident in them. */
const SAMPLE_KEPT_MS = 6 * 3_600_000;

/** The workspace's folder, made when missing and emptied first with `fresh`. */
export async function workspaceFolder(fresh: boolean): Promise<string> {
  if (fresh) await rm(WORKSPACE_FOLDER, { recursive: true, force: true });
  await mkdir(WORKSPACE_FOLDER, { recursive: true });
  return WORKSPACE_FOLDER;
}

/** The sample's folder, written when there is none or it has grown old. @returns where its logs are. */
export async function sampleFolder(workspace: string, now: Date): Promise<string> {
  const folder = join(workspace, 'sample');
  const stamp = join(folder, 'written-at');
  const writtenAt = await readFile(stamp, 'utf8').catch(() => '');
  if (now.getTime() - Date.parse(writtenAt) < SAMPLE_KEPT_MS) return join(folder, 'logs');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'logs'), { recursive: true });
  const worker = new Worker(new URL('sample/sample-worker.js', import.meta.url), {
    workerData: { folder: join(folder, 'logs'), now },
  });
  await once(worker, 'message');
  // Last: a sample that was not finished has no stamp, and is written again.
  await writeFile(stamp, now.toISOString());
  return join(folder, 'logs');
}
