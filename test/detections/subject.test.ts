import { describe, expect, it } from '@jest/globals';
import { readSubject, type SubjectKind, shortSubject } from '../../src/detections/subject.js';
import { UserFacingError } from '../../src/errors.js';

describe('readSubject', () => {
  it.each<[string, SubjectKind]>([
    ['arn:aws:iam::111122223333:user/alice', 'identity'],
    ['arn:aws:iam::111122223333:root', 'identity'],
    ['arn:aws:sts::111122223333:assumed-role/Ops/i-0abc', 'identity'],
    ['arn:aws:sts::111122223333:federated-user/alice', 'identity'],
    ['arn:aws:iam::111122223333:role/Ops', 'role'],
    ['arn:aws-us-gov:iam::111122223333:role/service-role/Ops', 'role'],
    ['AKIAIOSFODNN7EXAMPLE', 'key'],
    ['ASIAIOSFODNN7EXAMPLE', 'key'],
    ['192.0.2.7', 'address'],
    ['2001:db8::7', 'address'],
  ])('reads %s as %s', (text, kind) => {
    expect(readSubject(text)).toEqual({ kind, value: text });
  });

  it.each(['agent:aws-cli/2.17', 'agent:[S3Console/0.4, aws-internal/3]', 'agent:192.0.2.7'])(
    'reads %s as a user agent',
    (text) => {
      expect(readSubject(text)).toEqual({ kind: 'agent', value: text.slice('agent:'.length) });
    },
  );

  it.each(['alice', '', 'agent:', 'AIDACKCEVSQ6C2EXAMPLE', '192.0.2.0/24', 'arn:aws:s3:::reports', "x' OR 1=1"])(
    'refuses %j with examples',
    (text) => {
      expect(() => readSubject(text)).toThrow(UserFacingError);
      expect(() => readSubject(text)).toThrow(
        `"${text}" is no ARN of an identity, no access key id and no IP address.`,
      );
      expect(() => readSubject(text)).toThrow('agent:aws-cli/2.17');
    },
  );
});

describe('shortSubject', () => {
  it.each<[SubjectKind, string, string]>([
    ['identity', 'arn:aws:iam::111122223333:user/alice', 'user/alice'],
    ['identity', 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc', 'Ops/i-0abc'],
    ['role', 'arn:aws:iam::111122223333:role/Ops', 'role/Ops'],
    ['key', 'AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['agent', 'aws-cli/2.17', 'aws-cli/2.17'],
  ])('says %s %s as %s', (kind, value, said) => {
    expect(shortSubject({ kind, value })).toBe(said);
  });
});
