import { describe, expect, it } from '@jest/globals';
import { type Sample, soakSection } from '../../bench/soak-section.js';

const MIB = 2 ** 20;
const sample = (atSeconds: number, changes: Partial<Sample> = {}): Sample => ({
  ...{ atSeconds, rssBytes: 100 * MIB, heapUsedBytes: 50 * MIB, resources: ['TCPSocketWrap'] },
  ...{ loopDelayMs: { p50: 10, p99: 20, max: 30 } },
  ...changes,
});
const section = (of: (atSeconds: number) => Partial<Sample>, unanswered = 0) => {
  const samples = Array.from({ length: 60 }, (_, at) => sample(at, of(at)));
  return soakSection({ size: { seconds: 60, channels: 20 }, samples, unanswered });
};

describe('the report on a soak', () => {
  it('tells by how much memory grows a minute', () => {
    const { about } = section((at) => ({ rssBytes: (100 + at / 20) * MIB }));

    expect(about.join()).toContain('RSS grows by 3.00 MiB a minute over the whole, by 3.00 in the second half');
  });

  it('takes the delays that were counted last', () => {
    const { targets } = section((at) => ({ loopDelayMs: { p50: 10, p99: at === 59 ? 50 : 1, max: 90 } }));

    expect(targets[0]).toMatchObject({ isMet: false, measured: '50.0 ms (median 10.0, longest 90)' });
  });

  it('misses handles that grow, and says of which kind', () => {
    const grown = Array.from({ length: 4 }, () => 'Timeout');

    const { targets } = section((at) => ({ resources: ['TCPSocketWrap', ...(at < 40 ? [] : grown)] }));

    expect(targets[1]).toMatchObject({ isMet: false, measured: '5 after 1', reason: 'the kinds that grew: Timeout.' });
  });

  it('takes handles that come and go', () => {
    const { targets } = section((at) => ({ resources: at % 2 ? ['Timeout', 'Timeout', 'Timeout'] : [] }));

    expect(targets[1]).toMatchObject({ isMet: true });
  });

  it('misses a question without an answer', () => {
    expect(section(() => ({}), 1).targets[2]).toMatchObject({ isMet: false, measured: '1' });
  });
});
