import { setTimeout as wait } from 'node:timers/promises';
import type { Dice } from '../../src/local/sample/prng.js';
import { elementsIn, type PlacedElement } from '../../src/local/slack/elements.js';
import type { ActResult, Message } from '../../src/local/slack/protocol.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { type Seen, type Verdict, verdictOf } from './outcome.js';
import type { Parameters } from './parameters.js';
import type { Planned, Way } from './plan.js';
import type { Scene } from './scene.js';
import type { Watch } from './watch.js';

const LOOK_MS = 100;

/** A question that was asked. */
export interface Asked extends Planned {
  /** By a command where there was nothing to click on yet. */
  readonly askedBy: Way;
  readonly atMs: number;
  readonly bySlack?: string | undefined;
}

/** The people of a run. */
export class People {
  /** By their numbers, as they are asked. */
  readonly asked = new Map<number, Asked>();
  private readonly clicked = new Set<string>();

  constructor(
    private readonly scene: Scene,
    private readonly watch: Watch,
    private readonly parameters: Parameters,
    private readonly dice: Dice,
  ) {}

  /**
   * Each person asks one question after the other. Resolves when all were asked, and most are settled.
   *
   * @param mayAsk is waited for before every question.
   */
  async askAll(plan: readonly Planned[], mayAsk: () => boolean): Promise<void> {
    await Promise.all(
      this.scene.people.map(async (person) => {
        for (const planned of plan.filter((one) => one.person === person)) {
          await wait(this.dice.between(0, this.parameters.thinkMs));
          await until(mayAsk, Number.POSITIVE_INFINITY);
          await this.ask(planned);
          await until(() => this.isSettled(planned), this.parameters.patienceMs);
        }
      }),
    );
  }

  /** What came of a question, as the person and the channel see it. */
  seen(planned: Planned): Seen {
    return { ...this.watch.of(planned), bySlack: this.asked.get(planned.number)?.bySlack };
  }

  verdict(planned: Planned): Verdict {
    return verdictOf(this.seen(planned));
  }

  /** How many questions nobody knows the end of yet. */
  get pending(): number {
    return [...this.asked.values()].filter((asked) => !this.isSettled(asked)).length;
  }

  isSettled(planned: Planned): boolean {
    return this.verdict(planned) !== 'lost';
  }

  private async ask(planned: Planned): Promise<void> {
    const { number, sameAs, person, channel, window } = planned;
    if (sameAs !== undefined) await until(() => this.asked.has(sameAs), this.parameters.patienceMs);
    const click = planned.way === 'click' ? this.somethingToClick(channel) : undefined;
    const askedBy = planned.way === 'click' && !click ? 'command' : planned.way;
    const asked: Asked = { ...planned, askedBy, atMs: Date.now() };
    this.asked.set(number, asked);
    const { slack } = this.scene;
    const place = { as: person, channelId: channel };
    const result: ActResult = click
      ? await slack.act({ type: 'block_action', as: person, ...click })
      : askedBy === 'mention'
        ? await slack.act({ type: 'message', ...place, text: `@ir-bot authfail ${window}` })
        : await slack.act({ type: 'slash_command', ...place, text: `/ir authfail ${window}` });
    if (!result.ok) this.asked.set(number, { ...asked, bySlack: result.error ?? 'no reason' });
  }

  /** An identity of an answer in the channel that nobody has clicked on. */
  private somethingToClick(channel: string) {
    for (const message of this.scene.slack.messages(channel)) {
      for (const placed of elementsIn(message.blocks ?? [])) {
        const key = `${message.ts} ${placed.actionId}`;
        if (!isIdentity(placed) || this.clicked.has(key)) continue;
        this.clicked.add(key);
        return clickOn(message, placed);
      }
    }
    return undefined;
  }
}

const isIdentity = ({ actionId, element }: PlacedElement): boolean =>
  element.type === 'button' && actionId.startsWith(`${ACTIONS.pickSuspect}:`);

const clickOn = ({ channelId, ts }: Message, { actionId, blockId, element }: PlacedElement) => ({
  container: { channelId, ts },
  action: { type: 'button', action_id: actionId, block_id: blockId, value: element.value },
});

/** Waits for something, but not for ever. */
export async function until(isSo: () => boolean, atMostMs: number): Promise<void> {
  const endMs = performance.now() + atMostMs;
  while (!isSo() && performance.now() < endMs) await wait(LOOK_MS);
}
