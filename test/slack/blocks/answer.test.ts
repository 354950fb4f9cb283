import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Run } from '../../../src/investigation/run.js';
import { answerForms } from '../../../src/slack/blocks/answer.js';
import { MAX_TABLE_ROWS } from '../../../src/slack/blocks/limits.js';
import { ANY_ANSWER, answerOf, detectionOf, RUN, tablesIn, textsIn } from './answers.js';
import { refusalOf } from './refusal-of.js';
import { violationsIn } from './violations.js';

const AUTHFAIL = detectionOf('authfail');
const ABOUT = detectionOf('about');
const user = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc';
const REFUSED = answerOf(AUTHFAIL, {
  identities: [
    { actor: user('alice'), actor_type: 'user', denied: '1205', first_seen: '2026-11-24T03:12:40Z' },
    { actor: SESSION, actor_type: 'role', denied: '9' },
  ],
  calls: [{ eventtime: '2026-11-24T03:12:40Z', actor: user('alice'), eventname: 'ListUsers' }],
  activity: [
    { period: '2026-11-24T03', denied: '1205' },
    { period: '2026-11-23T11', denied: '9' },
  ],
  summary: [{ denied: '1214', outside_notebook: '9', outside_by_identity: '9', outside_by_code: '0', copies: '2' }],
});
const types = (form: { blocks: readonly { type: string }[] } | undefined) => form?.blocks.map(({ type }) => type);

describe('answerForms', () => {
  it('says a sentence, then shows the table, the picture, the notes, the cost, and what to do next', () => {
    const [best] = answerForms({ ...RUN, notSearched: ['mx-central-1 (not in the list)'] }, REFUSED, AUTHFAIL);

    expect(types(best)).toEqual([
      'rich_text',
      'data_table',
      'data_visualization',
      'context',
      'context',
      'context',
      'context',
      'actions',
    ]);
    expect(best?.text).toBe('2 identities were refused 1,214 times; user/alice makes 99 % of it.');
    expect(textsIn(best?.blocks.slice(3, 7))).toEqual([
      'The notebook\'s filter leaves out 9 of these: 9 by role sessions and other callers without "iam" in their ARN, 0 under codes that are not on its list.',
      '2 copies of events that were delivered more than once set aside.',
      'Not searched: mx-central-1 (not in the list).',
      '1.2 GB · $0.006 · 4.1 s · authfail · 2026-11-23 10:41 → 2026-11-24 10:41 UTC · asked by <@U0ALICE>',
    ]);
    expect(refusalOf(best?.blocks ?? [])).toBeUndefined();
  });

  it('gives up the picture first, then one kind of table after the other', () => {
    const forms = answerForms(RUN, REFUSED, AUTHFAIL);

    expect(forms).toHaveLength(4);
    expect(forms.map((form) => types(form)?.slice(1, 3))).toEqual([
      ['data_table', 'data_visualization'],
      ['data_table', 'context'],
      ['rich_text', 'table'],
      ['rich_text', 'rich_text'],
    ]);
    expect(JSON.stringify(forms[3]?.blocks)).toContain('user/alice');
  });

  it('draws what happened when, over the window', () => {
    const [best] = answerForms(RUN, REFUSED, AUTHFAIL);

    expect(best?.blocks[2]).toMatchObject({
      title: 'Refused calls per 2 hours',
      chart: { type: 'bar', series: [{ name: 'Refused' }], axis_config: { x_label: 'UTC' } },
    });
    expect(JSON.stringify(best?.blocks[2])).toContain('{"label":"24 Nov 02:00","value":1205}');
  });

  it('draws nothing where a part of the picture was not read', () => {
    const cut = answerOf(
      AUTHFAIL,
      { identities: [{ actor: user('alice') }], activity: [{ period: '2026-11-24T03' }] },
      { totalRows: 9 },
    );

    expect(answerForms(RUN, cut, AUTHFAIL)).toHaveLength(3);
  });

  it('shows the table that was asked for', () => {
    const run: Run = { ...RUN, view: 'calls' };

    expect(tablesIn(answerForms(run, REFUSED, AUTHFAIL)[0]?.blocks ?? [])[0]?.[0]).toContain('Time (UTC)');
    expect(tablesIn(answerForms(RUN, REFUSED, AUTHFAIL)[0]?.blocks ?? [])).toEqual([
      [
        ['Identity', 'Type', 'Refused', 'Actions', 'Addresses', 'First (UTC)', 'Last (UTC)'],
        ['user/alice', 'user', '1,205', '–', '–', '2026-11-24 03:12:40', '–'],
        ['Ops/i-0abc', 'role', '9', '–', '–', '–', '–'],
      ],
    ]);
  });

  it('says that the table that was asked for is empty, where others are not', () => {
    const [best] = answerForms({ ...RUN, view: 'roles' }, REFUSED, AUTHFAIL);

    expect(JSON.stringify(best?.blocks[1])).toContain('nothing found');
    expect(JSON.stringify(best?.blocks.at(-1))).toContain('Refused identities · 2 rows');
  });

  it('says that nothing matched, what was asked and what was not searched, instead of an empty table', () => {
    const run: Run = { ...RUN, about: { kind: 'identity', value: user('alice') }, notSearched: ['before 2025-11-01'] };
    const forms = answerForms(run, answerOf(ABOUT, { summary: [{ total: '0', copies: '0' }] }), ABOUT);

    expect(forms).toHaveLength(1);
    expect(types(forms[0])).toEqual(['rich_text', 'context', 'context']);
    expect(textsIn(forms[0]?.blocks[0]).join('')).toBe(
      'What it did: no matching events in 2026-11-23 10:41 → 2026-11-24 10:41 UTC about user/alice.',
    );
    expect(JSON.stringify(forms[0]?.blocks[1])).toContain('Not searched: before 2025-11-01.');
  });

  it('says how many rows are not shown, and what the sentence compares', () => {
    const identities = Array.from({ length: 130 }, (_, at) => ({ actor: user(`u${at}`), denied: '1' }));
    const shownOf = (count: number, changes: object) =>
      JSON.stringify(
        answerForms(RUN, answerOf(AUTHFAIL, { identities: identities.slice(0, count) }, changes), AUTHFAIL)[0]?.blocks,
      );

    expect(shownOf(130, { totalRows: 2310 })).toContain('Shown: the first 100 of 2,310 rows. A shorter window');
    expect(shownOf(130, { totalRows: 2310 })).toContain(
      'The sentence above compares the first 130 of 2,310 rows of \\"Refused identities\\".',
    );
    expect(shownOf(130, { isCutOff: true })).toContain('Shown: the first 100 of at least 130 rows');
    expect(shownOf(3, {})).not.toContain('Shown:');
  });

  it('says which parameters were given', () => {
    const notebook = detectionOf('notebook-2.5');
    const run: Run = { ...RUN, parameters: { suspect: { type: 'arn', text: user('alice') } } };

    expect(JSON.stringify(answerForms(run, answerOf(notebook, {}), notebook))).toContain(
      `Asked with: suspect=${user('alice')}`,
    );
  });

  it('shows log data only where Slack takes it as text', () => {
    const hostile = '<!channel> *x* `y` <https://evil.example|ok> :aws:';
    const answer = answerOf(AUTHFAIL, { identities: [{ actor: hostile, denied: '1' }], summary: [{ denied: '1' }] });

    for (const { text, blocks } of answerForms({ ...RUN, notSearched: [hostile] }, answer, AUTHFAIL)) {
      expect(text).not.toMatch(/<!|<http/);
      expect(mrkdwnIn(blocks).join()).not.toContain('evil');
      expect(JSON.stringify(blocks)).not.toMatch(/"emoji":true|"type":"(?:user|broadcast|link)"/);
    }
  });

  it('stays within Slack’s limits for any rows, in every form', () => {
    fc.assert(
      fc.property(ANY_ANSWER, ({ detection, view, about, notSearched, tables }) => {
        const run: Run = { ...RUN, detection: detection.id, view, about, notSearched };
        for (const { text, blocks } of answerForms(run, { tables }, detection)) {
          expect(violationsIn({ text, blocks })).toEqual([]);
          expect(textsIn(blocks).join('').length).toBeLessThanOrEqual(13_000);
          for (const rows of tablesIn(blocks)) {
            expect(rows.length).toBeGreaterThan(1);
            expect(rows.length).toBeLessThanOrEqual(MAX_TABLE_ROWS + 1);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('escapes what Slack would take for markup in the line of the cost', () => {
    const cheap: Run = { ...RUN, statistics: { scannedBytes: 1, totalMs: 400 } };

    expect(textsIn(answerForms(cheap, REFUSED, AUTHFAIL)[0]?.blocks).join()).toContain('1 B · &lt; $0.001 · 0.4 s');
  });
});

const mrkdwnIn = (blocks: unknown): string[] =>
  [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => text ?? '');
