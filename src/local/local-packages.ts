import { readFileSync } from 'node:fs';
import { UserFacingError } from '../errors.js';

/** What reads logs on this machine. */
export const LOG_PACKAGES = ['@duckdb/node-api', '@polyglot-sql/sdk'] as const;
/** What the local workspace is made of beside them. */
export const WORKSPACE_PACKAGES = ['dynalite', 'open', 'ws'] as const;

/** The package.json of the bot, the same way from `src/` and from `dist/`. */
export const packageJson = (): string => readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/**
 * Makes sure that packages are installed which the bot itself runs without.
 *
 * @throws UserFacingError with the command that adds those that are missing.
 */
export function requirePackages(names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const wanted = missing.map((name) => `${name}@${versionOf(name)}`).join(' ');
  throw new UserFacingError(
    `this reads logs on this machine, with packages that are not installed here. Add them: npm i ${wanted}\n` +
      'The bot itself needs none of them: ir-bot check, ir-bot start.',
  );
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

const versionOf = (name: string): string => new RegExp(`"${name}":\\s*"([^"]+)"`).exec(packageJson())?.[1] ?? 'latest';
