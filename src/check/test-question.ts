import { randomUUID } from 'node:crypto';
import type { DeployedTable } from '../athena/deployed-table.js';
import type { TableLayout } from '../athena/layout.js';
import { athenaRunner } from '../athena/runner.js';
import { readDetection } from '../detections/read-detection.js';
import { billedBytes, priceUsd } from '../investigation/cost.js';
import { type Query, QueryInterrupted } from '../investigation/ports.js';
import { readWindow, type Window } from '../investigation/window.js';
import { bytesText, priceText } from '../text.js';
import { athenaFailure } from './athena-failure.js';
import type { AthenaCheckSettings } from './athena-settings.js';
import { type Outcome, passed, unchecked, warned } from './check.js';

/** How long the test question may take. Queues of a busy account take most of it. */
export const TEST_TIMEOUT_MS = 90_000;
/** Athena bills 10 MB for any query: up to there, the answer costs no more. */
const MAX_BYTES = 10 * 2 ** 20;

/** One event will do, and nothing of it is wanted. */
const QUESTION = readDetection(
  'check',
  `/*
title: Whether the logs can be read
asks: Is there any event?
sentence: "{rows.first:total}"
columns: { total: count }
source: https://docs.aws.amazon.com/athena/latest/ug/select.html
*/
SELECT count(*) AS total FROM (SELECT eventtime FROM events LIMIT 1)
`,
);

/**
 * Asks whether there is any event in the partitions of the last hour, in one region and account where the table can be read by
 * those. It is stopped once it has read more than 10 MB. A table that has no partitions by day is not asked: it would be read whole.
 */
export async function askTestQuestion(
  settings: AthenaCheckSettings,
  deployed: DeployedTable,
  ended: AbortSignal,
): Promise<Outcome> {
  const layout = await deployed.layout();
  const window = lastHoursDays(new Date());
  if (!window.span || layout.daysCondition(dayOf(window.span.from), dayOf(window.span.to)) === undefined) {
    return unchecked('the table has no partitions by day, so that the smallest question reads, and costs, all of it');
  }
  const { place, layout: narrow } = narrowed(layout, settings);
  const runner = athenaRunner({
    ...settings.athena,
    client: settings.client,
    deployed: { ...deployed, layout: async () => narrow },
  });
  const query: Query = {
    detection: QUESTION,
    window,
    parameters: {},
    rowLimit: 1,
    token: `check-${randomUUID()}`,
  };
  const tooMuch = new AbortController();
  try {
    const executionId = await runner.start(query);
    const { answer, statistics } = await runner.finish(
      executionId,
      query,
      AbortSignal.any([ended, tooMuch.signal]),
      ({ scannedBytes }) => scannedBytes > MAX_BYTES && tooMuch.abort(new Error('it has read enough')),
    );
    const isFound = answer.tables.some(({ rows }) => rows.some(([total]) => total !== '0'));
    return isFound
      ? passed(`answered; ${costText(statistics)}`)
      : warned(`answered, but there is no event${place}; ${costText(statistics)}`, NO_EVENT);
  } catch (cause) {
    if (cause instanceof QueryInterrupted && tooMuch.signal.aborted) {
      return passed(`the logs can be read; stopped as meant, ${costText(cause.statistics)}`);
    }
    return athenaFailure(cause, 'answer a question', settings);
  }
}

const NO_EVENT =
  'Is the trail logging, and are its files where the table looks for them? CloudTrail delivers within about 15 minutes; /ir doctor shows the newest event.';

const costText = ({ scannedBytes }: { readonly scannedBytes: number }): string =>
  `it read ${bytesText(scannedBytes)} (${priceText(priceUsd(billedBytes(scannedBytes)))})`;

/** The whole of the days that the last hour is in: within them, the first event that is read will do. */
function lastHoursDays(now: Date): Window {
  const anHourAgo = new Date(now.getTime() - 3_600_000).toISOString();
  return readWindow(`${dayOf(anHourAgo)}..now`, now);
}

const dayOf = (time: string): string => time.slice(0, 10);

const REGION_KEYS = ['region_partition', 'region'];
const ACCOUNT_KEYS = ['account_partition', 'account'];

/** The same table, read in the bot's own region and account alone where its partitions are by those and it lists them. */
function narrowed(layout: TableLayout, { region, account }: AthenaCheckSettings) {
  const { partitionKeys, coverage } = layout;
  const keyOf = (names: readonly string[]) => partitionKeys.find((key) => names.includes(key));
  const bounds = [
    { key: keyOf(REGION_KEYS), value: coverage.regions?.includes(region) ? region : undefined },
    { key: keyOf(ACCOUNT_KEYS), value: coverage.accounts?.find((listed) => listed === account) },
  ].flatMap(({ key, value }) => (key === undefined || value === undefined ? [] : [{ key, value }]));
  const narrow: TableLayout = {
    ...layout,
    daysCondition: (first, last) => {
      const days = layout.daysCondition(first, last);
      return days && [days, ...bounds.map(({ key, value }) => `${key} = '${value}'`)].join(' AND ');
    },
  };
  return {
    layout: narrow,
    place: ` in the partitions of the last hour${bounds.map(({ value }) => ` of ${value}`).join('')}`,
  };
}
