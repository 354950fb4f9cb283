// Renews the README's pictures: the story that test/e2e/story.test.ts plays in Debian's Chromium, with its pictures kept.
import { spawnSync } from 'node:child_process';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(process.execPath, [...jest, 'test/e2e/story.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, IR_SCREENSHOTS: 'docs/images' },
});
process.exitCode = status ?? 1;
