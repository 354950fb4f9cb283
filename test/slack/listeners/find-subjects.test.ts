import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSubject } from '../../../src/detections/subject.js';
import { findSubjects } from '../../../src/slack/listeners/shortcuts/find-subjects.js';
import { ANY_TEXT } from '../blocks/texts.js';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com';
const KEY = 'AKIAIOSFODNN7EXAMPLE';

const valuesIn = (message: Parameters<typeof findSubjects>[0]) => findSubjects(message).map(({ value }) => value);
const section = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

describe('findSubjects', () => {
  it.each([
    ['a user', ALICE],
    ['root', 'arn:aws:iam::111122223333:root'],
    ['a role', 'arn:aws:iam::111122223333:role/service-role/Ops'],
    ['a session', SESSION],
    ['another partition', 'arn:aws-us-gov:iam::111122223333:user/alice'],
    ['an access key', KEY],
    ['a temporary key', 'ASIAIOSFODNN7EXAMPLE'],
    ['an address', '192.0.2.7'],
    ['an IPv6 address', '2001:db8::7'],
    ['an IPv6 address with an IPv4 one in it', '2001:db8::192.0.2.7'],
  ])('finds %s, however it stands in a sentence', (_, value) => {
    for (const text of [
      value,
      `who is ${value}?`,
      `(${value})`,
      `It was ${value}.`,
      `"${value}",`,
      `by=${value}\nat 10:41`,
    ]) {
      expect(findSubjects({ text })).toEqual([readSubject(value)]);
    }
  });

  it.each([
    [
      'a session whose address Slack made a link',
      'arn:aws:sts::111122223333:assumed-role/Admin/<mailto:alice@example.com|alice@example.com>',
      [SESSION],
    ],
    ['what Slack escaped', `&lt;${ALICE}&gt; &amp; co`, [ALICE]],
    ['a host that is a link', '<http://192.0.2.7/x|192.0.2.7>', ['192.0.2.7']],
    ['a link', '<http://192.0.2.7/x>', ['192.0.2.7']],
    [
      'a port, and one address as a network',
      '192.0.2.7:443 192.0.2.8/32 [2001:db8::7]:443',
      ['192.0.2.7', '192.0.2.8', '2001:db8::7'],
    ],
    ['the same twice', `${KEY} ${KEY}`, [KEY]],
  ])('finds it in %s', (_, text, expected) => {
    expect(valuesIn({ text })).toEqual(expected);
  });

  it.each([
    ['a network', '192.0.2.0/24 2001:db8::/32'],
    ['a version', 'Chrome/120.0.0.1 v1.2.3.4 1.2.3.4.5'],
    ['no address', '999.0.2.7 1.2.3 10:41:00'],
    ['what is no identity', 'arn:aws:iam::111122223333:policy/Ops arn:aws:s3:::bucket arn:aws:iam::111122223333:user/'],
    ['a longer word', `x${KEY} ${KEY}x AKIASHORT`],
    ['parts of a type or an ARN', 'AWS::IAM::Role Ec2::Address arn:aws:ec2:us-east-1:111122223333:instance/i-1'],
    ['nothing', ''],
  ])('passes over %s', (_, text) => {
    expect(findSubjects({ text })).toEqual([]);
  });

  it('reads the text, then blocks and attachments as people read them', () => {
    const found = valuesIn({
      text: `see ${KEY}`,
      blocks: [
        section(
          { type: 'text', text: 'arn:aws:sts::111122223333:assumed-role/Admin/' },
          { type: 'link', url: 'mailto:alice@example.com', text: 'alice@example.com' },
          { type: 'text', text: ' from ' },
          { type: 'link', url: 'http://192.0.2.7' },
        ),
        { type: 'section', fields: [{ type: 'mrkdwn', text: `\`${ALICE}\`` }] },
        { type: 'data_table', rows: [[{ type: 'raw_text', text: '192.0.2.8' }]] },
      ],
      attachments: [{ fallback: KEY, fields: [{ title: 'Source', value: '192.0.2.9' }], footer: '192.0.2.10' }],
    });

    expect(found).toEqual([KEY, SESSION, '192.0.2.7', ALICE, '192.0.2.8', '192.0.2.9', '192.0.2.10']);
  });

  it('reads nothing that people do not read', () => {
    const message = {
      user: '192.0.2.7',
      ts: '192.0.2.7',
      blocks: [{ type: 'image', image_url: 'https://192.0.2.7/', block_id: KEY }],
    };

    expect(findSubjects(message)).toEqual([]);
  });

  const subjects = fc.uniqueArray(
    fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((ip) => ip !== '::'),
      fc.stringMatching(/^AKIA[A-Z0-9]{16}$/),
      fc.stringMatching(/^[\w+=@-]{1,64}$/).map((name) => `arn:aws:iam::111122223333:user/${name}`),
    ),
    { minLength: 1, maxLength: 14 },
  );

  it('finds the first ten, in their order, wherever they stand', () => {
    const between = fc.constantFrom(' ', '\n', ', ', '; ', ' (', '. ', ' &amp; ', '|', '` `');
    fc.assert(
      fc.property(subjects, between, (values, gap) => {
        const parts = values.slice(1);
        const message = { text: values[0], blocks: [section({ type: 'text', text: parts.join(gap) })] };

        expect(valuesIn(message)).toEqual(values.slice(0, 10));
      }),
    );
  });

  it('finds only what can be asked about, each once, in whatever a message holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            ANY_TEXT,
            subjects.map((all) => all.join(':')),
          ),
        ),
        fc.jsonValue(),
        (texts, anything) => {
          const found = findSubjects({
            text: texts.join(''),
            blocks: texts.map((text) => ({ text })),
            attachments: anything,
          });

          expect(found.length).toBeLessThanOrEqual(10);
          expect(new Set(found.map(({ value }) => value)).size).toBe(found.length);
          for (const subject of found) expect(readSubject(subject.value)).toEqual(subject);
        },
      ),
    );
  });

  it.each(['a-', '1:', '1.', ':', 'a.', 'arn:aws:iam::111122223333:', 'AKIA', '1.1.1.1/', '1.1.1.1'])(
    'takes no longer for a long message of %j than Slack waits',
    (piece) => {
      const startedMs = performance.now();

      findSubjects({ text: piece.repeat(200_000 / piece.length) });

      expect(performance.now() - startedMs).toBeLessThan(1_000);
    },
  );
});
