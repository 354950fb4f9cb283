import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { acknowledgements } from '../../../src/slack/listeners/acknowledgements.js';

/** Something that Slack waits for, and how it ends. */
function request() {
  let end = (): void => {};
  const acknowledged = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { acknowledged, end };
}

describe('what Slack does not wait for', () => {
  it('begins when everything has been acknowledged, that which came meanwhile too', async () => {
    const { first, none } = acknowledgements();
    const [one, other] = [request(), request()];
    const order: string[] = [];

    const all = [
      first(() => one.acknowledged).then(() => order.push('one')),
      none().then(() => order.push('work')),
      first(() => other.acknowledged).then(() => order.push('other')),
    ];
    one.end();
    await wait(50);
    other.end();
    await Promise.all(all);

    expect(order).toEqual(['one', 'other', 'work']);
  });

  it('begins at once when nothing is to be acknowledged, and when that was not possible', async () => {
    const { first, none } = acknowledgements();

    await none();
    const failed = await first(() => Promise.reject(new Error('no connection'))).catch((err: Error) => err.message);
    await none();

    expect(failed).toBe('no connection');
  });

  it('waits for a second at most', async () => {
    const { first, none } = acknowledgements();
    const slow = request();
    let isOver = false;

    const acknowledging = first(() => slow.acknowledged).then(() => {
      isOver = true;
    });
    await none();

    expect(isOver).toBe(false);
    slow.end();
    await acknowledging;
  });
});
