import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { UserFacingError } from '../../src/errors.js';
import type { Evidence } from '../../src/investigation/ports.js';
import { blocksOf, download, openChannel } from './open-channel.js';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function open() {
  const opened = await openChannel();
  close = opened.close;
  return opened;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** So many files, with what is not ASCII in them. */
const evidence = (count: number): Evidence => ({
  by: 'U0ALICE',
  at: '2026-11-24T11:00:00.000Z',
  files: Array.from({ length: count }, (_, at) => {
    const text = `arn,denied\nuser/é–日本-${at},${at}\n`;
    return { name: `case-7-${at}.csv`, title: `Table ${at}`, text, sha256: sha256(text) };
  }),
});

describe('the evidence of a case', () => {
  it('is a list with the sum of each file, and the files after it, ten a message', async () => {
    const { channel, investigation, messages } = await open();
    const exported = evidence(12);

    await channel.postEvidence(investigation, exported);

    const [list, first, second, ...others] = messages().slice(1);
    expect([list, first, second].map((message) => message?.threadTs)).toEqual(Array(3).fill(investigation.threadTs));
    for (const file of exported.files) expect(blocksOf(list)).toContain(file.sha256);
    expect(first?.files?.map(({ name }) => name)).toEqual(exported.files.slice(0, 10).map(({ name }) => name));
    expect(second?.files?.map(({ title }) => title)).toEqual(['Table 10', 'Table 11']);
    expect(others).toEqual([]);
  });

  it('is downloaded as the bytes that the sums are of', async () => {
    const { slack, channel, investigation, last } = await open();
    const exported = evidence(2);

    await channel.postEvidence(investigation, exported);

    for (const [at, file] of exported.files.entries()) {
      expect(sha256(await download(slack, last(), at))).toBe(file.sha256);
    }
  });

  it('leaves no list of files that are not there, and says what the app lacks', async () => {
    const { slack, channel, investigation, messages } = await open();
    slack.failNext('files.getUploadURLExternal', { error: 'missing_scope' });

    const refused = channel.postEvidence(investigation, evidence(1));

    await expect(refused).rejects.toThrow(UserFacingError);
    await expect(refused).rejects.toThrow('files:write');
    expect(messages()).toHaveLength(1);
  });

  it('waits where Slack has had too many calls', async () => {
    const { slack, channel, investigation, last } = await open();
    slack.failNext('files.completeUploadExternal', { status: 429, retryAfterSeconds: 1 });

    await channel.postEvidence(investigation, evidence(1));

    expect(last()?.files).toHaveLength(1);
  });
});

describe('the names of people', () => {
  it('come from the workspace', async () => {
    const { channel } = await open();

    expect((await channel.namesOf(['U0BOB'])).get('U0BOB')).toBe('bob');
  });
});
