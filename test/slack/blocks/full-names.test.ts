import { describe, expect, it } from '@jest/globals';
import { fullNamesMessage } from '../../../src/slack/blocks/full-names.js';
import { detectionOf, textsIn } from './answers.js';

const AUTHFAIL = detectionOf('authfail');
const [TABLE] = AUTHFAIL.tables;
if (!TABLE) throw new Error('a question has a table');
const ALICE = 'arn:aws:iam::111122223333:user/alice';
const said = (values: readonly string[]): string =>
  textsIn(fullNamesMessage({ detection: AUTHFAIL, table: TABLE, values }).blocks).join('|');

describe('fullNamesMessage', () => {
  it('shows each identity short and in full, and once where it has no short name', () => {
    expect(said([ALICE, 'ec2.amazonaws.com'])).toBe(
      `Refused calls · Refused identities: full ARNs|user/alice|  →  |${ALICE}|ec2.amazonaws.com`,
    );
  });

  it('says how many there is no room for, and where they are', () => {
    const values = Array.from({ length: 130 }, (_, at) => `${ALICE}${at}`);

    expect(said(values)).toContain('user/alice99|');
    expect(said(values)).not.toContain('user/alice100|');
    expect(said(values)).toContain('30 more not shown: /ir export has all of them in a file.');
  });

  it('says that there is none', () => {
    expect(said([])).toContain('no identity in this table');
  });
});
