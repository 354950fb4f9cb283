import { setTimeout as wait } from 'node:timers/promises';
import type { Dice } from '../../src/local/sample/prng.js';
import type { Parameters } from './parameters.js';
import { type People, until } from './people.js';
import type { Scene } from './scene.js';

/** How far questions may be ahead of the kills that they are to live through. */
const AHEAD = 3;

/** Kills, and connections that break, while people ask. */
export class Weather {
  killed = 0;
  cut = 0;
  private isOver = false;

  constructor(
    private readonly scene: Scene,
    private readonly people: People,
    private readonly parameters: Parameters,
    private readonly dice: Dice,
  ) {}

  /** Whether the next question may be asked: kills are to hit running questions, so these wait for them, but for the last one. */
  readonly mayAsk = (): boolean =>
    this.isOver ||
    this.isKilledEnough ||
    this.people.pending === 0 ||
    this.people.asked.size < (this.killed + AHEAD) * this.questionsPerKill;

  /** Kills bots, all along the questions, each at a random moment while at least one runs. Resolves when all are done. */
  async kill(): Promise<void> {
    const { people, dice, parameters } = this;
    while (!this.isOver && !this.isKilledEnough) {
      await until(
        () => this.isOver || people.asked.size >= this.killed * this.questionsPerKill,
        Number.POSITIVE_INFINITY,
      );
      await until(() => this.isOver || people.pending > 0, Number.POSITIVE_INFINITY);
      await wait(dice.between(0, parameters.queryMs * 2));
      await this.calm();
      if (people.pending === 0 || this.isOver) continue;
      this.scene.bots.kill(dice.between(0, parameters.replicas - 1));
      this.killed += 1;
    }
  }

  /** Cuts a connection now and then, until it is over. */
  async cutSockets(): Promise<void> {
    const { socketDropMs, replicas } = this.parameters;
    if (socketDropMs === 0) return;
    for (;;) {
      await wait(socketDropMs, undefined, { ref: false });
      await this.calm();
      if (this.isOver) return;
      if (this.scene.slack.cutSocket(this.dice.between(0, replicas - 1))) this.cut += 1;
    }
  }

  end(): void {
    this.isOver = true;
    this.scene.faults.setRates(undefined);
  }

  private async calm(): Promise<void> {
    const { isGentle, replicas } = this.parameters;
    if (isGentle)
      await until(() => this.isOver || this.scene.slack.connections() >= replicas, Number.POSITIVE_INFINITY);
  }

  private get isKilledEnough(): boolean {
    return this.killed >= this.parameters.kills;
  }

  private get questionsPerKill(): number {
    const { questions, kills, killsWithin } = this.parameters;
    return kills === 0 ? Number.POSITIVE_INFINITY : (questions * killsWithin) / kills;
  }
}
