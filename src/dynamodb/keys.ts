/** The two attributes that identify an item of the state table, both text. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Digits of a log entry's number: items of one case sort as text, so 9 has to come before 10. */
const SEQ_DIGITS = 10;

/** Digits of a case's number, in lists that sort by it. */
const NUMBER_DIGITS = 12;
/** Numbers whose cases are in one item of the list of the open ones: 5 KB where all are. Of most, hardly any is. */
const OPEN_TOGETHER = 500;
/** The same of a person's list, in which no item is ever empty. */
const PERSONS_TOGETHER = 20;

/** Where all log entries of a case begin, for a query. */
export const LOG_PREFIX = 'LOG#';
/** Where all runs of a case begin, for a query. */
export const RUN_PREFIX = 'RUN#';

/** The partition that holds everything of one case. */
export const casePartition = (caseId: string): string => `CASE#${caseId}`;

/** What a case amounts to. */
export const headKey = (caseId: string): ItemKey => ({ pk: casePartition(caseId), sk: 'HEAD' });

/** One entry of a case's log. Keys of one case sort by `seq`. */
export const logKey = (caseId: string, seq: number): ItemKey => ({
  pk: casePartition(caseId),
  sk: `${LOG_PREFIX}${String(seq).padStart(SEQ_DIGITS, '0')}`,
});

/** One question of a case. */
export const runKey = (caseId: string, runId: string): ItemKey => ({
  pk: casePartition(caseId),
  sk: `${RUN_PREFIX}${runId}`,
});

/** Where the rows of a question's answer begin, for a query. */
export const rowsPrefix = (runId: string): `${string}#` => `ROWS#${runId}#`;

/** The rows of one table of a question's answer. */
export const rowsKey = (caseId: string, runId: string, table: string): ItemKey => ({
  pk: casePartition(caseId),
  sk: `${rowsPrefix(runId)}${table}`,
});

/** The partition that tells in which order a team asked its questions. */
export const askedPartition = (teamId: string): string => `ASKED#${teamId}`;

/** One of them. Keys of one team sort by the time at which it was asked, as ISO text. */
export const askedKey = (teamId: string, askedAt: string, caseId: string, runId: string): ItemKey => ({
  pk: askedPartition(teamId),
  sk: `${askedAt}#${caseId}#${runId}`,
});

/** What came in for a team, in its order. */
export const inboxPartition = (teamId: string): string => `INBOX#${teamId}`;

/** One request that came in. Keys of one team sort by the time at which it did, as ISO text. */
export const inboxKey = (teamId: string, at: string, id: string): ItemKey => ({
  pk: inboxPartition(teamId),
  sk: `${at}#${id}`,
});

/** The first time that a request came in. */
export const deliveryKey = (teamId: string, id: string): ItemKey => ({ pk: `DELIVERY#${teamId}#${id}`, sk: 'FIRST' });

/** After every time, for a query. */
export const LAST = '~';

/** Which run asks a question of a case. */
export const asksKey = (caseId: string, question: string): ItemKey => ({
  pk: casePartition(caseId),
  sk: `ASKS#${question}`,
});

/** Which case is a channel's newest. */
export const openKey = (teamId: string, channelId: string): ItemKey => ({
  pk: `CHANNEL#${teamId}#${channelId}`,
  sk: 'OPEN',
});

/** Which case has a thread of a channel. */
export const threadKey = (teamId: string, channelId: string, threadTs: string): ItemKey => ({
  pk: openKey(teamId, channelId).pk,
  sk: `THREAD#${threadTs}`,
});

/** The last case number that a team gave out. */
export const counterKey = (teamId: string): ItemKey => ({ pk: `TEAM#${teamId}`, sk: 'CASES' });

/** The part of the list of a team's open cases that a case is in. Parts sort by the lowest number that could be in them. */
export const openCasesKey = (teamId: string, number: number): ItemKey => ({
  pk: `OPENCASES#${teamId}`,
  sk: partOf(number, OPEN_TOGETHER),
});

/** The same of the cases that a person is in. */
export const personsCasesKey = (teamId: string, userId: string, number: number): ItemKey => ({
  pk: `PERSON#${teamId}#${userId}`,
  sk: partOf(number, PERSONS_TOGETHER),
});

const partOf = (number: number, together: number): string =>
  String(number - (number % together)).padStart(NUMBER_DIGITS, '0');

/** A key as error messages name it. Quoted, since parts of it come from outside. */
export const describeKey = ({ pk, sk }: ItemKey): string => `pk=${JSON.stringify(pk)} sk=${JSON.stringify(sk)}`;
