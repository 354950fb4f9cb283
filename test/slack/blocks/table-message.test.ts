import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ShownTable } from '../../../src/investigation/ports.js';
import { readPlaceValue } from '../../../src/slack/blocks/button-value.js';
import { tableForms } from '../../../src/slack/blocks/table-message.js';
import { ANY_ANSWER, answerOf, detectionOf, RUN, tablesIn, textsIn } from './answers.js';
import { violationsIn } from './violations.js';

const ABOUT = detectionOf('about');
const tableNamed = (name: string, detection = ABOUT) => {
  const table = detection.tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const SHOWN: ShownTable = {
  run: {
    ...RUN,
    about: { kind: 'identity', value: 'arn:aws:iam::111122223333:user/alice' },
    notSearched: ['mx-central-1'],
    answer: answerOf(ABOUT, {
      services: [{ eventsource: 'iam.amazonaws.com', total: '21', refused: '20' }],
      actions: [{ eventname: 'ListUsers', total: '21' }],
    }),
  },
  detection: ABOUT,
  table: tableNamed('services'),
  by: 'U0BOB',
  at: '2026-11-24T10:47:30.000Z',
};

describe('tableForms', () => {
  it('shows a table, saying whose and how old it is, and offers the others and a fresh answer', () => {
    const [best] = tableForms(SHOWN);
    const buttons = JSON.stringify(best?.blocks.at(-1));

    expect(textsIn(best?.blocks[0]).join('')).toBe(
      'Services used about user/alice, 2026-11-23 10:41 → 2026-11-24 10:41 UTC · from the answer of 10:41 UTC, 6 min old · for ',
    );
    expect(tablesIn(best?.blocks ?? [])[0]?.[1]?.slice(0, 3)).toEqual(['iam', '21', '20']);
    expect(JSON.stringify(best?.blocks[2])).toContain('Not searched: mx-central-1.');
    for (const part of ['"Ask again"', 'Actions tried · 1 row']) expect(buttons).toContain(part);
    expect(readPlaceValue(/"value":"([^"]*services)"/.exec(buttons)?.[1])).toMatchObject({ table: 'services' });
  });

  it('has a simpler form for each kind of table that Slack may refuse', () => {
    expect(tableForms(SHOWN).map(({ blocks }) => blocks.find(({ type }) => type !== 'rich_text')?.type)).toEqual([
      'data_table',
      'table',
      'context',
    ]);
  });

  it('says that there is nothing in a table without rows', () => {
    const [best] = tableForms({ ...SHOWN, table: tableNamed('errors') });

    expect(JSON.stringify(best?.blocks)).toContain('nothing found');
  });

  it('stays within Slack’s limits for any rows', () => {
    fc.assert(
      fc.property(ANY_ANSWER, fc.nat(), ({ detection, tables, about, notSearched }, pick) => {
        const table = detection.tables[pick % detection.tables.length] ?? tableNamed('events');
        const run = { ...RUN, about, notSearched, answer: { tables } };
        for (const { text, blocks } of tableForms({ ...SHOWN, run, detection, table })) {
          expect(violationsIn({ text, blocks })).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
