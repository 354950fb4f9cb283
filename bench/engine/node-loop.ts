// Run in a process of its own: `node-loop.js <folder> refused | calls <arn>`, as anybody would write it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const [folder = '', question, arn] = process.argv.slice(2);
const REFUSED = /AccessDenied|UnauthorizedOperation/;

/** Only what is asked for: looking at each field of each record would be most of the time. */
const records = z.object({
  Records: z.array(
    z.custom<{ errorCode?: string; eventTime: string; eventID: string; userIdentity?: { arn?: string } }>(),
  ),
});

const lines: string[] = [];
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.json.gz')) continue;
  const { Records } = records.parse(JSON.parse(gunzipSync(readFileSync(join(folder, path))).toString()));
  for (const { errorCode, eventTime, eventID, userIdentity } of Records) {
    if (question === 'refused' && REFUSED.test(errorCode ?? '')) lines.push(`${userIdentity?.arn ?? ''}\t${eventTime}`);
    if (question === 'calls' && userIdentity?.arn === arn) lines.push(eventID);
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
