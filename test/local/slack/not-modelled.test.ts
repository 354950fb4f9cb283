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
    const methods = {
      'files but their upload': 'files.info',
      reactions: 'reactions.add',
      pins: 'pins.add',
      search: 'search.messages',
    };

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

  it('is said for files in several channels, and they are refused', async () => {
    const client = stage.client(await stage.workspace());
    const share = client.apiCall('files.completeUploadExternal', {
      files: [{ id: 'F0' }],
      channels: 'C0INC042,C0GENERAL',
    });

    expect(NOT_MODELLED.join()).toContain('several channels (refused)');
    await expect(share).rejects.toMatchObject({ data: { error: 'invalid_arguments' } });
  });

  it('is said for methods of the special tier, and they may be called at will', async () => {
    const client = stage.client(await stage.workspace());

    const answers = await Promise.all(Array.from({ length: 300 }, () => client.auth.test()));

    expect(NOT_MODELLED.join()).toContain('auth.test');
    expect(answers.every(({ ok }) => ok)).toBe(true);
  });

  it('is said for scopes: a token without that of a method may call it', async () => {
    const slack = await stage.workspace({ scopes: ['commands'] });

    const { response_metadata } = await stage.client(slack).files.getUploadURLExternal({ filename: 'a', length: 1 });

    expect(NOT_MODELLED.join()).toContain('scopes');
    expect(response_metadata).toMatchObject({ scopes: ['commands'] });
  });
});
