import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A copy of the repository, in which things may be changed, and built, without anybody noticing. */
export interface ScratchCopy {
  readonly folder: string;
  /** Runs a line of the shell in it, however it ends. */
  run(line: string): Promise<{ readonly code: number | null; readonly output: string }>;
  remove(): Promise<void>;
}

/** Copies these files and folders. The packages are those that are installed here. */
export async function scratchCopy(paths: readonly string[]): Promise<ScratchCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'ir-bot-copy-'));
  for (const path of paths) await cp(path, join(folder, path), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    run: (line) =>
      new Promise((done, reject) => {
        const child = spawn('sh', ['-c', line], {
          cwd: folder,
          env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
        });
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.on('error', reject).on('close', (code) => done({ code, output }));
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
