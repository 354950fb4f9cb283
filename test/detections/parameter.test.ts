import { describe, expect, it } from '@jest/globals';
import {
  exampleOf,
  PARAMETER_TYPES,
  type ParameterType,
  readParameter,
  readParameters,
} from '../../src/detections/parameter.js';
import { UserFacingError } from '../../src/errors.js';

const read = (type: ParameterType, text: string) => readParameter({ name: 'given', type }, text);

describe('readParameter', () => {
  it.each<[ParameterType, string]>([
    ['arn', 'arn:aws:iam::111122223333:user/alice'],
    ['arn', 'arn:aws-us-gov:sts::111122223333:assumed-role/Ops/alice@example.com'],
    ['arn', 'arn:aws:iam::111122223333:root'],
    ['access_key', 'AKIAIOSFODNN7EXAMPLE'],
    ['access_key', 'ASIAIOSFODNN7EXAMPLE'],
    ['ip', '192.0.2.7'],
    ['ip', '2001:db8::7'],
    ['account', '111122223333'],
    ['action', 'AssumeRole'],
    ['action', 'ListFunctions20150331'],
    ['service', 'sts.amazonaws.com'],
    ['text', "o'hara"],
    ['integer', '-10'],
  ])('takes for %s: %s', (type, text) => {
    expect(read(type, text)).toEqual({ type, text });
  });

  it.each<[ParameterType, string]>([
    ['arn', 'alice'],
    ['arn', 'arn:aws:s3:::reports'],
    ['arn', 'arn:aws:iam::111122223333:user/alice; DROP'],
    ['access_key', 'AKIA'],
    ['access_key', 'AIDACKCEVSQ6C2EXAMPLE'],
    ['access_key', 'akiaiosfodnn7example'],
    ['ip', '192.0.2.256'],
    ['ip', '192.0.2.0/24'],
    ['account', '11112222333'],
    ['account', '1111-2222-3333'],
    ['action', 'Assume Role'],
    ['action', 'sts:AssumeRole'],
    ['service', 'STS.amazonaws.com'],
    ['service', ''],
    ['text', ''],
    ['integer', '1.5'],
    ['integer', '1e3'],
    ['integer', '1234567890123456'],
  ])('refuses for %s, with an example: %j', (type, text) => {
    expect(() => read(type, text)).toThrow(UserFacingError);
    expect(() => read(type, text)).toThrow(
      `given="${text}" is no ${type.replace('_', ' ')}. Try ${exampleOf({ name: 'given', type })}.`,
    );
  });

  it.each(PARAMETER_TYPES)('takes its own example: %s', (type) => {
    const [, example = ''] = exampleOf({ name: 'given', type }).split('=');

    expect(read(type, example)).toEqual({ type, text: example });
  });

  it('quotes only the beginning of a long value', () => {
    expect(() => read('ip', 'x'.repeat(5000))).toThrow(`given="${'x'.repeat(60)}" is no ip`);
  });
});

describe('readParameters', () => {
  const PARAMETERS = [
    { name: 'suspect', type: 'arn' },
    { name: 'at_least', type: 'integer', fallback: '10' },
  ] as const;
  const suspect = 'arn:aws:iam::111122223333:user/alice';

  it('reads what is given, and the default of what is not', () => {
    expect(readParameters(PARAMETERS, { suspect })).toEqual({
      suspect: { type: 'arn', text: suspect },
      at_least: { type: 'integer', text: '10' },
    });
    expect(readParameters(PARAMETERS, { suspect, at_least: '3' })).toMatchObject({ at_least: { text: '3' } });
  });

  it('needs what has no default', () => {
    expect(() => readParameters(PARAMETERS, {})).toThrow(
      'This question needs suspect. Try suspect=arn:aws:iam::111122223333:user/alice.',
    );
  });

  it('refuses a name that the question does not have, and says which it has', () => {
    expect(() => readParameters(PARAMETERS, { suspect, Suspect: suspect })).toThrow(
      '"Suspect" is no parameter of this question. It takes suspect=arn:aws:iam::111122223333:user/alice at_least=10.',
    );
    expect(() => readParameters([], { a: 'b' })).toThrow('"a" is no parameter of this question. It takes none.');
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes no name for one that every object has: %s', (name) => {
    expect(() =>
      readParameters(
        PARAMETERS,
        Object.fromEntries([
          ['suspect', suspect],
          [name, 'x'],
        ]),
      ),
    ).toThrow(`"${name}" is no parameter`);
    expect(() => readParameters([{ name, type: 'text' }], {})).toThrow(`This question needs ${name}`);
  });
});
