// Known advisories of what the bot runs with, from the registry that npm is configured with. High and critical ones fail; where no
// advisory source answers, that is said, and nothing is called clean. `--timeout-seconds N` gives up earlier than after a minute;
// other arguments are npm's (`--registry=https://…`).
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const FAILING = ['high', 'critical'];

/** npm's report, version 2: https://docs.npmjs.com/cli/v11/commands/npm-audit (as of November 2026) */
const severity = z.enum(['info', 'low', 'moderate', 'high', 'critical']);
const reason = z.object({ title: z.string(), url: z.string(), range: z.string() });
const vulnerability = z.object({ name: z.string(), severity, via: z.array(z.union([z.string(), reason])) });
const report = z.object({
  vulnerabilities: z.record(z.string(), vulnerability),
  metadata: z.object({ dependencies: z.object({ prod: z.number() }) }),
});
const refusal = z.object({ message: z.string().min(1) });
const failure = z.object({ error: z.object({ summary: z.string().min(1) }) });

const { values, tokens } = parseArgs({
  options: { 'timeout-seconds': { type: 'string', default: '60' } },
  strict: false,
  tokens: true,
});
const forNpm = tokens.flatMap((token) =>
  token.kind === 'option' && token.name !== 'timeout-seconds' ? [`${token.rawName}=${token.value ?? true}`] : [],
);
process.exitCode = judge(await ask(forNpm, Number(values['timeout-seconds'])));

/** @returns what npm printed, or that it did not come to an end */
async function ask(options, timeoutSeconds) {
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', ...options];
  const npm = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let late;
  const alarm = setTimeout(() => {
    late = `no answer within ${timeoutSeconds} seconds`;
    // The group: npm may be a script around the program that waits.
    process.kill(-npm.pid, 'SIGKILL');
  }, timeoutSeconds * 1000);
  const failed = new Promise((resolve) => npm.once('error', ({ message }) => resolve({ errors: message })));
  const printed = Promise.all([text(npm.stdout), text(npm.stderr)]).then(([json, errors]) => ({ json, errors }));
  const outcome = await Promise.race([printed, failed]);
  clearTimeout(alarm);
  return { ...outcome, late };
}

/** Prints one line, and one for each package with an advisory. @returns the exit code */
function judge({ json = '', errors = '', late }) {
  const printed = parsed(json);
  const unanswered = late ?? refusal.safeParse(printed).data?.message;
  if (unanswered !== undefined) {
    console.log(`advisories were not checked: ${firstLine(unanswered)}`);
    return 0;
  }
  const read = report.safeParse(printed);
  if (!read.success) {
    // Not the source but the question is wrong: a lock file that is not there, an npm that is too old.
    const why = failure.safeParse(printed).data?.error.summary ?? (errors.trim() || 'npm said nothing');
    console.log(`advisories cannot be checked: ${firstLine(why)}`);
    return 1;
  }
  const found = Object.values(read.data.vulnerabilities);
  const failing = found.filter((one) => FAILING.includes(one.severity));
  for (const one of found) console.log(lineOf(one));
  const packages = `${read.data.metadata.dependencies.prod} production packages`;
  console.log(`advisories were checked: ${found.length} of ${packages} have one, ${failing.length} high or critical`);
  return failing.length > 0 ? 1 : 0;
}

function firstLine(said) {
  return said.split('\n')[0];
}

function lineOf({ name, severity: how, via }) {
  const reasons = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.range}) ${one.url}`));
  return `  ${how}: ${name}: ${reasons.join('; ')}`;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
