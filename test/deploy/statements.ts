import { z } from 'zod';
import type { Resolved } from './resolve.js';

const listed = z.union([z.string(), z.array(z.string())]).transform((one) => (Array.isArray(one) ? one : [one]));

const statement = z.strictObject({
  Sid: z.string(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: listed,
  Resource: listed,
  Condition: z.record(z.string(), z.record(z.string(), z.string())).optional(),
});

/** A statement of a role's policy, actions and resources as lists. */
export type Statement = z.infer<typeof statement>;

const role = z.looseObject({
  Policies: z.array(
    z.strictObject({
      PolicyName: z.string(),
      PolicyDocument: z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement) }),
    }),
  ),
});

/** The statements of all policies of a role. @throws Error where they are in a form that these tests do not know */
export const statementsOf = ({ properties }: Resolved): readonly Statement[] =>
  role.parse(properties).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

/**
 * What IAM decides, conditions taken as met: a Deny wins over an Allow, and without any nothing is allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (as of November 2026)
 */
export function isAllowed(statements: readonly Statement[], action: string, resource: string): boolean {
  const that = statements.filter(
    ({ Action, Resource }) =>
      Action.some((one) => matches(one, action)) && Resource.some((one) => matches(one, resource)),
  );
  return that.some(({ Effect }) => Effect === 'Allow') && !that.some(({ Effect }) => Effect === 'Deny');
}

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);
