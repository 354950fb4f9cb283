// dist/ from src/: the TypeScript by tsc, the detections as they are, and the local workspace's page as one bundle.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
cpSync('src/detections', 'dist/detections', { recursive: true, filter: (path) => !path.endsWith('.ts') });

const { build } = await import('esbuild');
await build({
  entryPoints: ['src/local/slack/page/page.tsx'],
  outdir: 'dist/local/slack/page',
  bundle: true,
  minify: true,
  jsx: 'automatic',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
cpSync('src/local/slack/page/index.html', 'dist/local/slack/page/index.html');
