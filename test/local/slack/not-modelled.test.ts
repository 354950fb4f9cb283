import { afterEach, describe, expect, it } from '@jest/globals';
import { NOT_MODELLED } from '../../../src/local/slack/not-modelled.js';
import { Stage } from './bolt-app.js';

const CHANNEL = 'C0INC042';
const stage = new Stage();
afterEach(() => stage.clear());

describe('what the workspace does not model', () => {
  it('is said in lines that each stand alone', () => {
    expect(NOT_MODELLED.length).toBeGreaterThan(0);
    expect(new Set(NOT_MODELLED).size).toBe(NOT_MODELLED.length);
  });

  it('is said for methods, and they are unknown', async () => {
    const client = stage.client(await stage.workspace());
    const named = NOT_MODELLED.find((line) => line.startsWith('methods')) ?? '';
    const methods = { files: 'files.info', reactions: 'reactions.add', pins: 'pins.add', search: 'search.messages' };

    for (const [family, method] of Object.entries(methods)) {
      expect(named).toContain(family);
      await expect(client.apiCall(method)).rejects.toMatchObject({ data: { error: 'unknown_method' } });
    }
  });

  it('is said for attachments, and they are refused', async () => {
    const client = stage.client(await stage.workspace());
    const post = client.chat.postMessage({ channel: CHANNEL, text: 'a', attachments: [{ text: 'b' }] });

    expect(NOT_MODELLED.join()).toContain('attachments (refused)');
    await expect(post).rejects.toMatchObject({ data: { error: 'invalid_attachments' } });
  });

  it('is said for rate limits, and there are none', async () => {
    const slack = await stage.workspace();
    const client = stage.client(slack);

    await Promise.all(Array.from({ length: 60 }, () => client.chat.postMessage({ channel: CHANNEL, text: 'a' })));

    expect(NOT_MODELLED.join()).toContain('rate limits');
    expect(slack.messages(CHANNEL)).toHaveLength(60);
  });
});
