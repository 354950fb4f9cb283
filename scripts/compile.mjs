// Compiles sources to a place of their own, as scripts/build.mjs does to dist, so that what runs there is not disturbed by a build.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const PAGE = join('src/local/slack/page', '/');

/** The TypeScript files of a folder, without declarations, tests, and the page, which runs in a browser. */
export const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !/\.(?:d|test)\.ts$/.test(path) && !path.startsWith(PAGE));

/** Compiles these and the bot to a folder, whose earlier content goes. */
export async function compile(sources, folder) {
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [...sources, ...sourcesIn('src')],
    outdir: folder,
    outbase: '.',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
  });
  cpSync('src/detections', join(folder, 'src/detections'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
}
