import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type ContentRules, jsonField, readContent } from './content.js';
import { LIMITS } from './limits.js';
import { LOCAL_BOT } from './people.js';
import type { Message } from './protocol.js';
import { SlackError } from './slack-error.js';
import type { Draft, Workspace } from './workspace.js';

/** Where an answer by a `response_url` goes: the person and channel it was issued for, and the message that was clicked. */
export interface ResponseTarget {
  readonly userId: string;
  readonly channelId: string;
  readonly original?: Message | undefined;
}

/** What a `response_url`, or the acknowledgement of a slash command, takes. */
export const answerArgs = z.object({
  text: z.string().optional(),
  blocks: jsonField.optional(),
  attachments: jsonField.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

/** The URLs by which an app answers an interaction, in channels it is not in too: five times within 30 minutes. */
export class ResponseUrls {
  private readonly issued = new Map<
    string,
    { readonly target: ResponseTarget; readonly untilEpochMs: number; uses: number }
  >();

  constructor(
    private readonly workspace: Workspace,
    private readonly rules: ContentRules,
    private readonly origin: string,
    private readonly nowMs: () => number = Date.now,
  ) {}

  issue(target: ResponseTarget): string {
    const id = randomBytes(16).toString('hex');
    this.issued.set(id, { target, untilEpochMs: this.nowMs() + LIMITS.responseUrlMs, uses: 0 });
    return `${this.origin}/response/${id}`;
  }

  /** Answers by the id in a URL. @throws SlackError `used_url`, `expired_url`, or what is wrong with the answer */
  use(id: string, body: unknown): void {
    const url = this.issued.get(id);
    if (!url || url.uses >= LIMITS.responseUrlUses) throw new SlackError('used_url');
    if (this.nowMs() > url.untilEpochMs) throw new SlackError('expired_url');
    url.uses += 1;
    this.answer(url.target, body);
  }

  /** Puts an answer where its target says. @throws SlackError */
  answer({ userId, channelId, original }: ResponseTarget, body: unknown): void {
    const read = answerArgs.safeParse(body);
    if (!read.success) throw new SlackError('invalid_payload');
    const args = read.data;
    if (args.delete_original) {
      if (original) this.workspace.delete(original);
      return;
    }
    const content = readContent(args, LIMITS.postTextCharacters, this.rules);
    if (args.replace_original && original) {
      this.workspace.edit(original, content);
      return;
    }
    const draft: Draft = { ...content, channelId, userId: LOCAL_BOT.id, threadTs: args.thread_ts };
    this.workspace.post(args.response_type === 'in_channel' ? draft : { ...draft, ephemeralFor: userId });
  }
}
