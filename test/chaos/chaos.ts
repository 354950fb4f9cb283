import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { createDice } from '../../src/local/sample/prng.js';
import { faultsIn, type KeptCase, readCases } from './kept-cases.js';
import { type Parameters, readParameters } from './parameters.js';
import { People, until } from './people.js';
import { type Planned, planOf } from './plan.js';
import { inquiry, reportOf } from './report.js';
import { openScene, type Scene } from './scene.js';
import { missed, type Tally } from './tally.js';
import { Watch } from './watch.js';
import { Weather } from './weather.js';

const BOT = 'U0IRBOT';
const STARTUP_MS = 20_000;

/** One run, from the first question until everything has come to rest. `inquiries` say what is known of questions that went wrong. */
export async function chaos(parameters: Parameters): Promise<{ tally: Tally; inquiries: readonly string[] }> {
  const scene = await openScene(parameters);
  const watch = new Watch(scene.slack, scene);
  const heldUp = monitorEventLoopDelay();
  try {
    scene.bots.start();
    await until(() => runningBots(scene) >= parameters.replicas, STARTUP_MS);
    if (runningBots(scene) < parameters.replicas) throw new Error(`the bots do not start:\n${saidBy(scene)}`);
    const plan = planOf(parameters, new Date());
    const dice = createDice(parameters.seed, 'run');
    const people = new People(scene, watch, parameters, dice.fork('people'));
    const weather = new Weather(scene, people, parameters, dice.fork('weather'));
    scene.faults.setRates(parameters.rates);
    heldUp.enable();
    scene.athena.setDelays({ queuedMs: parameters.queryMs / 5, runningMs: parameters.queryMs });
    void weather.cutSockets();
    const killing = weather.kill();
    await people.askAll(plan, weather.mayAsk);
    await rest(people, watch, parameters);
    weather.end();
    await killing;
    return await judge({ scene, watch, people, weather, plan, heldUp });
  } finally {
    heldUp.disable();
    watch.stop();
    await scene.close();
  }
}

const runningBots = ({ bots }: Scene): number => bots.lines.filter(({ msg }) => msg === 'ir-bot is running').length;

const saidBy = ({ bots }: Scene): string => bots.lines.map(({ bot, text }) => `${bot}: ${text}`).join('\n');

/** Until every question is settled and nothing has happened for a while, or it takes too long. */
async function rest(people: People, watch: Watch, { restMs, quietMs }: Parameters): Promise<void> {
  const isQuiet = () => people.pending === 0 && Date.now() - watch.changedMs > quietMs;
  await until(isQuiet, restMs);
}

interface Rested {
  readonly scene: Scene;
  readonly watch: Watch;
  readonly people: People;
  readonly weather: Weather;
  readonly plan: readonly Planned[];
  readonly heldUp: IntervalHistogram;
}

async function judge({ scene, watch, people, weather, plan, heldUp }: Rested) {
  const stopMs = await scene.bots.stop();
  await wait(100);
  watch.look();
  const cases = await readCases(scene.dynamodbUrl);
  const questions = plan.flatMap((planned) => {
    const asked = people.asked.get(planned.number);
    const verdict = people.verdict(planned);
    return asked ? [{ asked, verdict, seen: people.seen(planned), ofSlack: asked.bySlack !== undefined }] : [];
  });
  const tally: Tally = {
    faults: scene.faults.counts,
    kills: weather.killed,
    socketCuts: weather.cut,
    questions,
    leftRunning: questions.reduce((sum, { seen }) => sum + seen.running.length, 0),
    strayCards: strayCards(scene, cases),
    wrongCases: cases.flatMap(faultsIn),
    ackMs: scene.attempts.filter(({ outcome }) => outcome === 'acknowledged').map(({ tookMs }) => tookMs),
    unacknowledged: scene.attempts.filter(({ outcome, isCut }) => outcome !== 'acknowledged' && !isCut).length,
    heldUpMs: heldUp.max / 1e6,
    lives: scene.bots.lives,
    stopMs,
    lines: scene.bots.lines,
  };
  const wrong = questions.filter(
    ({ verdict, seen }) => verdict === 'lost' || verdict === 'duplicated' || seen.running.length > 0,
  );
  return { tally, inquiries: wrong.map((one) => inquiry(one, cases, scene.bots.lines)) };
}

/** Every card of a case is a message in its channel; other messages of the bot there are none's. */
function strayCards({ slack, channels }: Scene, cases: readonly KeptCase[]): number {
  const cards = new Set(cases.map(({ head }) => `${head.channelId} ${head.threadTs}`));
  return channels
    .flatMap((channel) => slack.messages(channel))
    .filter(({ userId, threadTs, ts }) => userId === BOT && (threadTs === undefined || threadTs === ts))
    .filter(({ channelId, ts }) => !cards.has(`${channelId} ${ts}`)).length;
}

/** `npm run test:chaos -- --profile=kills --seed=7 …`. @returns whether every target was met */
export async function run(args: readonly string[]): Promise<boolean> {
  const parameters = readParameters(args);
  const { seed, questions, channels, people, replicas } = parameters;
  process.stdout.write(
    `chaos, seed ${seed}: ${questions} questions by ${people} people in ${channels} channels to ${replicas} bots\n`,
  );
  const startMs = performance.now();
  const { tally, inquiries } = await chaos(parameters);
  process.stdout.write(`${inquiries.join('')}\n${reportOf(tally)}`);
  process.stdout.write(`it took ${((performance.now() - startMs) / 1_000).toFixed(0)} s\n`);
  return missed(tally).length === 0;
}
