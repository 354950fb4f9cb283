import type { Logger } from 'pino';
import { UserFacingError } from '../errors.js';
import { inTurn } from '../in-turn.js';
import type { Case, CaseEvent, Closed, Noted, Opened, Reopened } from './case.js';
import type { Origin } from './origin.js';
import type { Channel, Clock, InvestigationStore } from './ports.js';

/** What cases are kept and shown with. */
export interface CasesDeps {
  readonly store: InvestigationStore;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly log: Logger;
  /** The window of a new case, as text. */
  readonly defaultWindow: string;
}

/** What a new case begins with. */
export interface Beginning {
  readonly title?: string | undefined;
  /** As text. */
  readonly window?: string | undefined;
}

/** The cases of a team: which one is meant, how one begins and ends. Methods throw `UserFacingError` for what a person can mend. */
export interface Cases {
  /** The case that a person speaks of: that of the thread; elsewhere the channel's open case, or its last one. */
  at(origin: Origin): Promise<Case | undefined>;
  /** The same where it is open. @throws UserFacingError in the thread of a closed one: what is asked there is not about another. */
  openAt(origin: Origin): Promise<Case | undefined>;
  /** @throws UserFacingError when there is none. */
  mustBeOpenAt(origin: Origin): Promise<Case>;
  /** The case that a button stands for; `undefined` when it is of another channel, or made up. */
  byId(origin: Origin, caseId: string): Promise<Case | undefined>;
  /** A case of the channel by its number; without one, that which is meant. */
  numbered(origin: Origin, caseNumber: number | undefined): Promise<Case>;
  /**
   * Begins a case, its card first, so that there is no case without a place to answer in.
   *
   * @returns the case, and whether another one was there first.
   */
  begin(origin: Origin, beginning: Beginning): Promise<{ case: Case; isNew: boolean }>;
  close(origin: Origin, note: string | undefined, investigation: Case): Promise<Case>;
  reopen(origin: Origin, investigation: Case): Promise<Case>;
  note(origin: Origin, text: string): Promise<Case>;
  /** Enters an event in a case's log, and shows the case as it is then. */
  enter(investigation: Case, event: CaseEvent): Promise<Case>;
  /** Enters a stranger who was turned away, once in a case. Never throws. */
  noteRefusal(origin: Origin): Promise<void>;
}

/** Leads the cases of all teams. */
export function buildCases({ store, channel, clock, log, defaultWindow }: CasesDeps): Cases {
  // People who ask in a new channel at the same time open one case, and see one card.
  const take = inTurn();
  const deed = ({ userId }: Origin) => ({ by: userId, at: clock.now().toISOString() });

  async function at({ teamId, channelId, threadTs }: Origin): Promise<Case | undefined> {
    const last = await store.lastCaseIn(teamId, channelId);
    if (threadTs === undefined || last === undefined || last.threadTs === threadTs) return last;
    return (await store.caseOfThread(teamId, channelId, threadTs)) ?? last;
  }

  async function openAt(origin: Origin): Promise<Case | undefined> {
    const found = await at(origin);
    if (found?.status !== 'closed') return found;
    if (found.threadTs === origin.threadTs) throw isClosed(found);
    return undefined;
  }

  async function mustBeOpenAt(origin: Origin): Promise<Case> {
    const found = await at(origin);
    if (found?.status === 'closed') throw isClosed(found);
    if (!found) throw noCase();
    return found;
  }

  async function byId({ teamId, channelId }: Origin, caseId: string): Promise<Case | undefined> {
    const found = await store.load(caseId);
    return found?.teamId === teamId && found.channelId === channelId ? found : undefined;
  }

  async function enter(investigation: Case, event: CaseEvent): Promise<Case> {
    const head = await store.append(investigation.id, event);
    await channel.updateCard(head);
    return head;
  }

  /** What ends a case or begins it anew is said in its thread, where the team reads; its card says it, too. */
  async function announce(head: Case, event: Noted | Closed | Reopened): Promise<Case> {
    await channel.updateCard(head);
    // It is in the log: whoever is told that it failed would do it once more.
    await channel
      .postDeed(head, event)
      .catch((err: unknown) =>
        log.error({ err, caseId: head.id, deed: event.type }, 'the thread was not told of a deed'),
      );
    return head;
  }

  async function begin(origin: Origin, { title, window = defaultWindow }: Beginning) {
    // Whoever came before in this bot has opened one by now: then there is no card to be taken back.
    const open = await store.lastCaseIn(origin.teamId, origin.channelId);
    if (open?.status === 'open') return { case: open, isNew: false };
    const opened: Omit<Opened, 'threadTs'> = {
      type: 'opened',
      number: await store.nextCaseNumber(origin.teamId),
      teamId: origin.teamId,
      channelId: origin.channelId,
      window,
      title,
      ...deed(origin),
    };
    const card = await channel.postCard({ ...opened, threadTs: '' });
    const outcome = await store.open({ ...opened, ...card });
    if (!outcome.isNew) {
      await channel
        .remove(origin.channelId, card.threadTs)
        .catch((err: unknown) => log.error({ err, channelId: origin.channelId }, 'a card without a case was left'));
    }
    log.info({ caseId: outcome.case.id, channelId: origin.channelId, isNew: outcome.isNew }, 'case opened');
    return outcome;
  }

  return {
    at,
    openAt,
    mustBeOpenAt,
    byId,
    enter,
    async numbered(origin, caseNumber) {
      const found = caseNumber === undefined ? await at(origin) : await store.load(`${origin.teamId}-${caseNumber}`);
      if (!found) throw caseNumber === undefined ? noCase() : unknown(caseNumber);
      if (found.channelId !== origin.channelId) throw elsewhere(found);
      return found;
    },
    begin: (origin, beginning) => take(`${origin.teamId}|${origin.channelId}`, () => begin(origin, beginning)),
    async close(origin, note, investigation) {
      const closed: Closed = { type: 'closed', note, ...deed(origin) };
      const { case: head, isNew } = await store.close(investigation.id, closed);
      if (!isNew) throw isClosed(head);
      return announce(head, closed);
    },
    async reopen(origin, investigation) {
      const reopened: Reopened = { type: 'reopened', ...deed(origin) };
      const { case: open, isNew } = await store.reopen(investigation.id, reopened);
      if (!isNew) throw isOpen(open);
      return announce(open, reopened);
    },
    async note(origin, text) {
      const noted: Noted = { type: 'noted', text, ...deed(origin) };
      const open = await mustBeOpenAt(origin);
      return announce(await store.append(open.id, noted), noted);
    },
    async noteRefusal(origin) {
      try {
        const last = await store.lastCaseIn(origin.teamId, origin.channelId);
        if (last?.status !== 'open' || last.refused.includes(origin.userId)) return;
        await store.append(last.id, { type: 'refused', ...deed(origin) });
      } catch (err) {
        log.error({ err, channelId: origin.channelId, userId: origin.userId }, 'a refusal could not be kept');
      }
    },
  };
}

/** Said where a case is needed and the channel has none. */
export const noCase = (): UserFacingError =>
  new UserFacingError('No case is open in this channel. The first question opens one: /ir authfail');

/** Said of a case that takes no questions any more. */
export const isClosed = ({ number }: Case): UserFacingError =>
  new UserFacingError(
    `Case ${number} is closed. To go on with it, type in its channel: /ir reopen ${number}. A new question there opens a new case.`,
  );

/** Said of a case that is in the way of another. */
export const isOpen = ({ number }: Case): UserFacingError =>
  new UserFacingError(`Case ${number} is open in this channel. To begin or reopen another, close it first: /ir close`);

const unknown = (caseNumber: number): UserFacingError =>
  new UserFacingError(`There is no case ${caseNumber}. /ir cases lists those there are.`);

const elsewhere = ({ number, channelId }: Case): UserFacingError =>
  new UserFacingError(
    `Case ${number} is not of this channel. Type it where the case is: channel ${channelId}; /ir cases has links.`,
  );
