import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { TEMPLATE_PATH } from './template.js';

const RUN_MS = 90_000;
const isThere = spawnSync('cfn-lint', ['--version'], { timeout: RUN_MS }).status === 0;
const where = isThere ? 'cfn-lint' : 'cfn-lint (skipped: it is not installed; pip install cfn-lint)';

const folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lint = (template: string) => {
  const path = join(folder, 'template.yaml');
  writeFileSync(path, template);
  const { status, stdout } = spawnSync('cfn-lint', [path], { timeout: RUN_MS, encoding: 'utf8' });
  return { status, stdout };
};

(isThere ? describe : describe.skip)(where, () => {
  const template = readFileSync(TEMPLATE_PATH, 'utf8');

  it(
    'finds nothing in the template',
    () => {
      expect(lint(template)).toEqual({ status: 0, stdout: '' });
    },
    RUN_MS,
  );

  it(
    'would find what is wrong in it',
    () => {
      const { status, stdout } = lint(template.replace('BillingMode: PAY_PER_REQUEST', 'Billing: PAY_PER_REQUEST'));

      expect(status).not.toBe(0);
      expect(stdout).toContain("'Billing' was unexpected");
    },
    RUN_MS,
  );
});
