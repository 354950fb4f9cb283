// dist/ from src/: the TypeScript file by file, the detections as they are, and the local workspace's page as one bundle.
// esbuild only takes the types off, in a second where the compiler takes five; `npm run check` is what checks them.
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const PAGE = 'src/local/slack/page';

const sources = readdirSync('src', { recursive: true })
  .map((path) => join('src', path))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith(join(PAGE, '/')));

rmSync('dist', { recursive: true, force: true });
cpSync('src/detections', 'dist/detections', { recursive: true, filter: (path) => !path.endsWith('.ts') });
await Promise.all([
  build({
    entryPoints: sources,
    outdir: 'dist',
    outbase: 'src',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
  }),
  build({
    entryPoints: [`${PAGE}/page.tsx`],
    outdir: 'dist/local/slack/page',
    bundle: true,
    minify: true,
    jsx: 'automatic',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  }),
]);
cpSync(`${PAGE}/index.html`, 'dist/local/slack/page/index.html');
chmodSync('dist/local/cli.js', 0o755);
