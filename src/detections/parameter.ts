import { isIP } from 'node:net';
import { UserFacingError } from '../errors.js';
import { isIdentityArn } from './identity.js';
import { isAccessKey } from './subject.js';

/** What a parameter's value has to look like, and one that does. */
interface TypeForm {
  readonly is: (text: string) => boolean;
  readonly example: string;
}

const anyText = (text: string): boolean => text.length > 0;

const TYPES = {
  arn: { is: isIdentityArn, example: 'arn:aws:iam::111122223333:user/alice' },
  access_key: { is: isAccessKey, example: 'AKIAIOSFODNN7EXAMPLE' },
  ip: { is: (text) => isIP(text) !== 0, example: '192.0.2.7' },
  account: { is: (text) => /^\d{12}$/.test(text), example: '111122223333' },
  action: { is: (text) => /^[A-Za-z][A-Za-z0-9_]{0,127}$/.test(text), example: 'AssumeRole' },
  service: { is: (text) => /^[a-z0-9][a-z0-9.-]{1,127}$/.test(text), example: 'sts.amazonaws.com' },
  text: { is: anyText, example: 'any text' },
  integer: { is: (text) => /^-?\d{1,15}$/.test(text), example: '10' },
} satisfies Record<string, TypeForm>;

export type ParameterType = keyof typeof TYPES;

/** The types that a parameter can have. */
export const PARAMETER_TYPES: readonly ParameterType[] = [
  'arn',
  'access_key',
  'ip',
  'account',
  'action',
  'service',
  'text',
  'integer',
];

/** A parameter of this name is the case's suspect, unless somebody is named. */
export const SUSPECT = 'suspect';

/** A parameter as a detection's form declares it. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** The text that stands in when none is given. */
  readonly fallback?: string | undefined;
}

/** A parameter's value, checked. `integer` reaches Athena as digits, everything else as a text literal. */
export interface ParameterValue {
  readonly type: ParameterType;
  readonly text: string;
}

/** A value that a parameter takes, for help and errors. */
export const exampleOf = ({ name, type }: Parameter): string => `${name}=${TYPES[type].example}`;

/**
 * Holds a text against a parameter's type.
 *
 * @throws UserFacingError with an example when it does not fit.
 */
export function readParameter(parameter: Parameter, text: string): ParameterValue {
  const { name, type } = parameter;
  if (TYPES[type].is(text)) return { type, text };
  throw new UserFacingError(
    `${name}="${text.slice(0, 60)}" is no ${type.replace('_', ' ')}. Try ${exampleOf(parameter)}.`,
  );
}

/**
 * The values of all of a question's parameters.
 *
 * @param given texts by name, as they were typed.
 * @throws UserFacingError for a name that the question does not have, a value that does not fit, or one that is missing.
 */
export function readParameters(
  parameters: readonly Parameter[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, ParameterValue>> {
  const unknown = Object.keys(given).find((name) => !parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) {
    const known = parameters.length === 0 ? 'It takes none.' : `It takes ${parameters.map(exampleOf).join(' ')}.`;
    throw new UserFacingError(`"${unknown.slice(0, 60)}" is no parameter of this question. ${known}`);
  }
  return Object.fromEntries(
    parameters.map((parameter) => {
      const text = Object.hasOwn(given, parameter.name) ? given[parameter.name] : parameter.fallback;
      if (text === undefined) {
        throw new UserFacingError(`This question needs ${parameter.name}. Try ${exampleOf(parameter)}.`);
      }
      return [parameter.name, readParameter(parameter, text)];
    }),
  );
}
