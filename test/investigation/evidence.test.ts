import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../src/investigation/run.js';
import { AUTHFAIL, anAnswer, deedsOf, OF_ALICE, openStages, SCANNED_BYTES, SERVICES, type Stages } from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const STATISTICS = { scannedBytes: SCANNED_BYTES, totalMs: 1500 };

describe('the evidence of a case', () => {
  it('is a timeline, and each table of the newest answer to each question', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.ask(from(), AUTHFAIL);
    await investigation.ask(from(), AUTHFAIL);
    await investigation.chooseSuspect(from({ userId: 'U0BOB' }), OF_ALICE);

    await investigation.exportEvidence(from());

    const [evidence] = stage.evidence;
    const names = evidence?.files.map(({ name }) => name) ?? [];
    expect(names[0]).toBe('case-1-timeline.md');
    expect(names).toContain('case-1-01-authfail-identities.csv');
    expect(names).toContain('case-1-02-about-user-alice-services.csv');
    expect(names.filter((name) => name.includes('authfail-identities'))).toHaveLength(1);
    expect(await deedsOf(stage)).toContain('exported');
  });

  it('keeps an answer over a newer span beside a later one over an older span', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.ask(from(), AUTHFAIL);
    const [first] = stage.runs;
    stage.wait(6 * 3_600_000);
    await investigation.ask(from(), AUTHFAIL);
    await investigation.ask(from(), { ...AUTHFAIL, window: first?.window });

    await investigation.exportEvidence(from());

    const files = stage.evidence[0]?.files.filter(({ name }) => name.endsWith('authfail-identities.csv'));
    expect(files?.map(({ window }) => window)).toEqual([
      '2026-11-23 16:41 → 2026-11-24 16:41 UTC',
      '2026-11-23 10:41 → 2026-11-24 10:41 UTC',
    ]);
  });

  it('has the sum of every file, in the timeline and in the history too', async () => {
    const stage = stages.stageOf();
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    await stage.investigation.exportEvidence(stage.from());

    const files = stage.evidence[0]?.files ?? [];
    const sums = files.map(({ text }) => createHash('sha256').update(text).digest('hex'));
    expect(files.map(({ sha256 }) => sha256)).toEqual(sums);
    for (const sum of sums.slice(1)) expect(files[0]?.text).toContain(sum);
    expect((await stage.investigation.history(stage.from()))?.log.at(-1)).toMatchObject({
      type: 'exported',
      files: files.map(({ name, sha256 }) => ({ name, sha256 })),
    });
  });

  it('has all rows of an answer, beyond those that Slack shows, and says where there are more', async () => {
    const rows = (tables: Answer): Answer => ({
      tables: tables.tables.map((table) =>
        table.name === 'identities'
          ? { ...table, rows: Array.from({ length: 700 }, () => table.rows[0] ?? []), totalRows: 5_000 }
          : table,
      ),
    });
    const stage = stages.stageOf({
      finish: async ({ detection }) => ({ answer: rows(anAnswer(detection)), statistics: STATISTICS }),
    });
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    await stage.investigation.exportEvidence(stage.from());

    const file = stage.evidence[0]?.files.find(({ name }) => name.endsWith('identities.csv'));
    expect(file?.rows).toEqual({ written: 700, total: 5_000, isCutOff: false });
    expect(file?.text.trimEnd().split('\n')).toHaveLength(701);
  });

  it('reads rows again for which the store had no room, and starts no query for that', async () => {
    const long = 'x'.repeat(2_000);
    const wide = (answer: Answer): Answer => ({
      tables: answer.tables.map((table) =>
        table.name === 'calls'
          ? { ...table, rows: Array.from({ length: 400 }, () => (table.rows[0] ?? []).map(() => long)), totalRows: 400 }
          : table,
      ),
    });
    const stage = stages.stageOf({
      finish: async ({ detection }) => ({ answer: wide(anAnswer(detection)), statistics: STATISTICS }),
    });
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    await stage.investigation.exportEvidence(stage.from());

    const file = stage.evidence[0]?.files.find(({ name }) => name.endsWith('calls.csv'));
    expect(file?.rows).toMatchObject({ written: 400, total: 400 });
    expect(stage.started).toHaveLength(1);
  });

  it('is complete for a closed case too', async () => {
    const { investigation, from, evidence } = stages.stageOf();
    await investigation.ask(from(), AUTHFAIL);
    await investigation.close(from(), 'Done.');

    await investigation.exportEvidence(from(), 1);

    expect(evidence[0]?.files[0]?.text).toMatch(/Closed: .* by alice \(U0ALICE\): Done\./);
  });
});

describe('the timeline', () => {
  it('says who did what when, what came out, and what it cost', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.open(from(), 'Leaked key');
    await investigation.ask(from(), AUTHFAIL);
    stage.wait(61_000);
    await investigation.chooseSuspect(from({ userId: 'U0BOB' }), OF_ALICE);
    await investigation.ask(from(), SERVICES);
    await investigation.note(from(), 'Owner was called.');
    await investigation.noteRefusal(from({ userId: 'U0CAROL' }));

    await investigation.exportEvidence(from());

    const text = stage.evidence[0]?.files[0]?.text ?? '';
    expect(text).toContain('# Case 1: Leaked key\n');
    expect(text).toContain('| 2026-11-24 10:41:00 | alice (U0ALICE) | opened the case: Leaked key |');
    expect(text).toContain('→ 1 identity was refused 7 times; user/alice makes all of it. | 1 | 25.0 MB | < $0.001 |');
    expect(text).toContain('| 2026-11-24 10:42:01 | bob (U0BOB) | chose user/alice as the suspect |');
    expect(text).toContain('looked at');
    expect(text).toContain('noted: Owner was called.');
    expect(text).toContain('| carol (U0CAROL) | was refused |');
  });

  it.each([
    ['a table', 'a | b', 'a \\| b'],
    ['emphasis and code', '**x** `y` _z_', '\\*\\*x\\*\\* \\`y\\` \\_z\\_'],
    ['HTML', '<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    ['a link', '[click](https://198.51.100.7)', '\\[click\\](https\\://198.51.100.7)'],
    ['a bare address', 'see www.example.com', 'see www\\.example.com'],
    ['a mention', '@everyone', '\\@everyone'],
    ['lines', 'one\n# two', 'one⟨U+000A⟩\\# two'],
  ])('takes what people type as text: %s', async (_, typed, written) => {
    const { investigation, from, evidence } = stages.stageOf();
    await investigation.open(from());
    await investigation.note(from(), typed);

    await investigation.exportEvidence(from());

    expect(evidence[0]?.files[0]?.text).toContain(`noted: ${written} |`);
  });
});
