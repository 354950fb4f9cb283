import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const sources = async (): Promise<{ path: string; imports: string[] }[]> => {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = relative('src', join(parentPath, name));
      const text = await readFile(join('src', path), 'utf8');
      const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, to]) =>
        relative('src', join('src', path, '..', to ?? '')),
      );
      return { path, imports };
    }),
  );
};

/** A part, and the parts that it must not know. design: slack → investigation → detections; adapters know the domain's ports. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['detections/', /^(investigation|slack|athena|dynamodb|local|app|start|config)/],
  ['investigation/', /^(slack|athena|dynamodb|local|app|start|config)/],
  ['athena/', /^(slack|dynamodb|local|app|start)/],
  ['dynamodb/', /^(slack|athena|local|app|start)/],
  ['slack/', /^(athena|dynamodb|local|app|start)/],
];

describe('the layers', () => {
  it.each(FORBIDDEN)('%s knows only what is below it', async (part, forbidden) => {
    const inside = (await sources()).filter(({ path }) => path.startsWith(part));

    expect(inside.length).toBeGreaterThan(0);
    expect(
      inside.flatMap(({ path, imports }) => imports.filter((to) => forbidden.test(to)).map((to) => `${path} → ${to}`)),
    ).toEqual([]);
  });

  it('nothing outside the stand-ins imports them', async () => {
    const outside = (await sources()).filter(({ path }) => !path.startsWith('local/'));

    expect(
      outside.flatMap(({ path, imports }) =>
        imports.filter((to) => to.startsWith('local/')).map((to) => `${path} → ${to}`),
      ),
    ).toEqual([]);
  });
});

describe('the lock file', () => {
  const LOCK = z.object({
    packages: z.record(
      z.string(),
      z.object({ hasInstallScript: z.boolean().optional(), integrity: z.string().optional() }),
    ),
  });
  const PACKAGE = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

  it('has no package whose install script was not decided on, and none that may run', async () => {
    const { packages } = LOCK.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
    const { allowScripts } = PACKAGE.parse(JSON.parse(await readFile('package.json', 'utf8')));
    const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = new Set(scripted.map(([path]) => path.replace(/^.*node_modules\//, '')));
    names.delete('fsevents');

    expect(Object.values(allowScripts)).not.toContain(true);
    expect([...names].sort()).toEqual(Object.keys(allowScripts).sort());
  });

  it('has the hash of every package', async () => {
    const { packages } = LOCK.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));

    expect(Object.entries(packages).filter(([path, { integrity }]) => path !== '' && integrity === undefined)).toEqual(
      [],
    );
  });
});
