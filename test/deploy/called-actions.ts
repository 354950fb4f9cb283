import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A call of AWS's that is not one of its API's by name. */
const UNLIKE: ReadonlyMap<string, string> = new Map([
  ['waitUntilTableExists', 'DescribeTable'],
  ['Get', 'GetItem'],
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
  ['Delete', 'DeleteItem'],
  ['BatchGet', 'BatchGetItem'],
  ['BatchWrite', 'BatchWriteItem'],
]);

const SERVICES: ReadonlyMap<string, string> = new Map([
  ['client-athena', 'athena'],
  ['client-dynamodb', 'dynamodb'],
  ['lib-dynamodb', 'dynamodb'],
]);

/**
 * The IAM actions of all AWS calls that the bot's code imports: commands, pages and waiters. The stand-ins are not the bot.
 *
 * @throws Error on a client that no action is known of.
 */
export async function calledActions(): Promise<readonly string[]> {
  const texts = await sources();
  return [...new Set(texts.flatMap(actionsOf))].sort();
}

/** The IAM actions that the bot's code names to operators. */
export async function advisedActions(): Promise<readonly string[]> {
  const texts = await sources();
  const named = texts.flatMap((text) => [
    ...text.matchAll(/'((?:athena|dynamodb|glue|kms|lakeformation|s3):[A-Z]\w+)'/g),
  ]);
  return [...new Set(named.map(([, action = '']) => action))].sort();
}

async function sources(): Promise<readonly string[]> {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.startsWith('src/local/'));
  return Promise.all(paths.map((path) => readFile(path, 'utf8')));
}

function actionsOf(text: string): readonly string[] {
  return [...text.matchAll(/import \{([^}]+)\} from '@aws-sdk\/([\w-]+)'/g)].flatMap(([, names = '', client = '']) => {
    const service = SERVICES.get(client);
    if (service === undefined) throw new Error(`no action is known of @aws-sdk/${client}`);
    return names
      .split(',')
      .map((name) => name.trim())
      .flatMap((name) => {
        const [, call] =
          /^(?:paginate(\w+))$/.exec(name) ?? /^(\w+)Command$/.exec(name) ?? /^(waitUntil\w+)$/.exec(name) ?? [];
        return call === undefined ? [] : [`${service}:${UNLIKE.get(call) ?? call}`];
      });
  });
}
