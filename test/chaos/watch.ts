import type { Message } from '../../src/local/slack/protocol.js';
import type { LocalSlack } from '../../src/local/slack/server.js';
import { type About, aboutOf, type Seen } from './outcome.js';
import type { Planned } from './plan.js';

const LOOK_MS = 250;
const NOTHING: Seen = { answers: [], failures: [], running: [], told: [], pointed: [] };

/** What is there to be seen of every question, looked at four times a second. */
export class Watch {
  private readonly known = new WeakMap<Message, { readonly about: About | undefined }>();
  private seen = new Map<string, Seen>();
  private print = '';
  private readonly timer = setInterval(() => this.look(), LOOK_MS);
  /** When something was last different, in epoch milliseconds. */
  changedMs = Date.now();

  constructor(
    private readonly slack: LocalSlack,
    private readonly places: { readonly channels: readonly string[]; readonly people: readonly string[] },
  ) {}

  /** What came of a question so far, but for what Slack itself said. */
  of({ channel, person }: Planned): Seen {
    return this.seen.get(`${channel} ${person}`) ?? NOTHING;
  }

  /** Looks once more. */
  look(): void {
    const { channels, people } = this.places;
    const messages = [
      ...channels.flatMap((channel) => this.slack.messages(channel)),
      ...people.flatMap((person) => this.slack.ephemerals(person)),
    ];
    const seen = new Map<string, Seen>();
    const print: string[] = [];
    for (const message of messages) {
      const about = this.aboutOf(message);
      if (!about) continue;
      const key = `${message.channelId} ${about.asker}`;
      seen.set(key, withMessage(seen.get(key) ?? NOTHING, message, about));
      print.push(`${message.ts} ${about.sort}`);
    }
    this.seen = seen;
    const now = print.join();
    if (now !== this.print) this.changedMs = Date.now();
    this.print = now;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private aboutOf(message: Message): About | undefined {
    const known = this.known.get(message) ?? { about: aboutOf(message) };
    this.known.set(message, known);
    return known.about;
  }
}

function withMessage(seen: Seen, message: Message, { sort }: About): Seen {
  if (sort === 'answer') return { ...seen, answers: [...seen.answers, message] };
  if (sort === 'running') return { ...seen, running: [...seen.running, message] };
  if (sort === 'pointed') return { ...seen, pointed: [...seen.pointed, message] };
  return message.ephemeralFor === undefined
    ? { ...seen, failures: [...seen.failures, message] }
    : { ...seen, told: [...seen.told, message] };
}
