import type { Json, Template } from './template.js';

/** The account, region and stack that the tests deploy to. */
export const DEPLOYED = { account: '111122223333', region: 'eu-central-1', stack: 'ir-bot' } as const;

/** The least that an operator gives. */
export const GIVEN = {
  Image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/ir-bot:0.1.0',
  Responders: 'U012AB3CD,S012AB3CD',
  TrailBucket: 'trail-bucket',
  VpcId: 'vpc-0123456789abcdef0',
  SubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  Replicas: '2',
} as const;

/** All that an operator can give, but numbers and words of a list. */
export const EVERYTHING = {
  ...GIVEN,
  TrailKmsKeyArn: 'arn:aws:kms:eu-central-1:444455556666:key/00000000-0000-0000-0000-000000000000',
  ResultsKmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000001',
  ImageRepositoryArn: 'arn:aws:ecr:eu-central-1:111122223333:repository/ir-bot',
  AlarmTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alarms',
  PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
  ExistingStateTable: 'ir-bot-restored',
  CatalogAccountId: '444455556666',
  LakeFormation: 'true',
  ContainerInsights: 'enabled',
} as const;

/** A resource as CloudFormation would make it. */
export interface Resolved {
  readonly type: string;
  readonly properties: { readonly [name: string]: Json };
}

const PSEUDO: ReadonlyMap<string, string> = new Map([
  ['AWS::AccountId', DEPLOYED.account],
  ['AWS::Partition', 'aws'],
  ['AWS::Region', DEPLOYED.region],
  ['AWS::StackName', DEPLOYED.stack],
  ['AWS::URLSuffix', 'amazonaws.com'],
]);

/** What is given away by an attribute, or by a reference that gives an ARN. */
const arnOf = (type: string, name: string): string => {
  const { account, region } = DEPLOYED;
  const path = {
    'AWS::IAM::Role': `iam::${account}:role/${name}`,
    'AWS::S3::Bucket': `s3:::${name}`,
    'AWS::Logs::LogGroup': `logs:${region}:${account}:log-group:${name}:*`,
    'AWS::SecretsManager::Secret': `secretsmanager:${region}:${account}:secret:${name}`,
    'AWS::ECS::TaskDefinition': `ecs:${region}:${account}:task-definition/${name}:1`,
  }[type];
  if (path === undefined) throw new Error(`the ARN of ${type} is not known here`);
  return `arn:aws:${path}`;
};

const REFERENCES_ARE_ARNS = ['AWS::SecretsManager::Secret', 'AWS::ECS::TaskDefinition'];

/** How a made resource is called: as a bucket, which has the narrowest rules. */
export const nameOf = (logicalId: string): string => `${DEPLOYED.stack}-${logicalId.toLowerCase()}`;

/**
 * The resources of the template with these parameters, every function replaced by what it gives; those whose condition does not hold
 * are left out.
 *
 * @throws Error on what the template mentions and does not have, or has and these tests do not know.
 */
export function resolve(
  template: Template,
  given: { readonly [name: string]: string } = GIVEN,
): ReadonlyMap<string, Resolved> {
  const evaluated = valuesOf(template, given);
  const holds = (name: string): boolean => isTrue(evaluated({ Condition: name }));
  return new Map(
    Object.entries(template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
      .map(([name, { Type: type, Properties }]) => [name, { type, properties: fieldsOf(evaluated(Properties)) }]),
  );
}

/** What the template mentions, anywhere: parameters, resources, conditions and pseudo parameters. */
export function mentionsOf(value: Json): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((one) => [...mentionsOf(one)]));
  if (typeof value !== 'object' || value === null) return new Set();
  const own = functionOf(value);
  const argument = own?.argument;
  const [first] = Array.isArray(argument) ? argument : [argument];
  const named = typeof first === 'string' ? namedBy(own?.name, first) : [];
  return new Set([...named, ...Object.values(value).flatMap((one) => [...mentionsOf(one)])]);
}

function namedBy(name: string | undefined, text: string): readonly string[] {
  if (name === 'Fn::Sub') return [...text.matchAll(PLACEHOLDER)].map(([, of = '']) => of.replace(/\.\w+$/, ''));
  return ['Ref', 'Condition', 'Fn::GetAtt', 'Fn::If'].includes(name ?? '') ? [text] : [];
}

const PLACEHOLDER = /\$\{([\w:.]+)\}/g;
const NOTHING = Symbol('AWS::NoValue');

type Value = Json | typeof NOTHING;

function valuesOf(template: Template, given: { readonly [name: string]: string }): (value: Json) => Json {
  const reference = (name: string): Value => {
    if (name === 'AWS::NoValue') return NOTHING;
    const parameter = template.Parameters[name];
    if (parameter) return parameterOf(name, parameter, given);
    const resource = template.Resources[name];
    const own = resource?.Properties.Name;
    const known = PSEUDO.get(name) ?? (own === undefined ? resource && nameOf(name) : textOf(evaluate(own)));
    if (known === undefined) throw new Error(`${name} is referred to, and not there`);
    return resource && REFERENCES_ARE_ARNS.includes(resource.Type) ? arnOf(resource.Type, known) : known;
  };
  const attribute = (name: string, of: string): string => {
    const resource = template.Resources[name];
    if (!resource) throw new Error(`${name} is referred to, and not there`);
    return of === 'Arn' ? arnOf(resource.Type, nameOf(name)) : nameOf(name);
  };
  const evaluate = (value: Json): Value => {
    if (Array.isArray(value)) return value.map(evaluate).filter(isThere);
    if (typeof value !== 'object' || value === null) return value;
    const own = functionOf(value);
    if (own) return call(own.name, own.argument);
    const fields = Object.entries(value).map(([name, one]) => [name, evaluate(one)] as const);
    return Object.fromEntries(fields.flatMap(([name, one]) => (isThere(one) ? [[name, one]] : [])));
  };
  const call = (name: string, argument: Json): Value => {
    const list = Array.isArray(argument) ? argument : [argument];
    const [first = null, second = null, third = null] = list;
    if (name === 'Ref') return reference(textOf(first));
    if (name === 'Condition') return evaluate(conditionOf(template, textOf(first)));
    if (name === 'Fn::GetAtt') return attribute(textOf(first), textOf(second));
    if (name === 'Fn::If') return evaluate(isTrue(evaluate({ Condition: first })) ? second : third);
    if (name === 'Fn::Equals') return String(evaluate(first)) === String(evaluate(second));
    if (name === 'Fn::Not') return !isTrue(evaluate(first));
    if (name === 'Fn::And') return list.every((one) => isTrue(evaluate(one)));
    const own = fieldsOf(second ?? {});
    return textOf(first).replaceAll(PLACEHOLDER, (_, of: string) => {
      const [target = '', inside] = of.split('.');
      const value = own[target];
      if (value !== undefined) return textOf(evaluate(value));
      return inside === undefined ? textOf(reference(target)) : attribute(target, inside);
    });
  };
  return (value) => {
    const made = evaluate(value);
    if (!isThere(made)) throw new Error('the whole value is AWS::NoValue');
    return made;
  };
}

const FUNCTIONS = ['Ref', 'Condition', 'Fn::GetAtt', 'Fn::If', 'Fn::Equals', 'Fn::Not', 'Fn::And', 'Fn::Sub'];

/** A policy's own `Condition` holds an object, a function's a name. */
function functionOf(value: { [name: string]: Json }): { readonly name: string; readonly argument: Json } | undefined {
  const [[name, argument] = ['', null], ...others] = Object.entries(value);
  const isFunction = FUNCTIONS.includes(name) && others.length === 0;
  return isFunction && (name !== 'Condition' || typeof argument === 'string') ? { name, argument } : undefined;
}

function parameterOf(
  name: string,
  { Type, Default }: Template['Parameters'][string],
  given: { readonly [name: string]: string },
): Json {
  const value = given[name] ?? Default;
  if (value === undefined) throw new Error(`the parameter ${name} has no default, and is not given`);
  if (Type.startsWith('List<')) return String(value).split(',');
  return Type === 'Number' ? Number(value) : String(value);
}

function conditionOf({ Conditions }: Template, name: string): Json {
  const condition = Conditions[name];
  if (condition === undefined) throw new Error(`the condition ${name} is not there`);
  return condition;
}

const isThere = (value: Value): value is Json => value !== NOTHING;

function isTrue(value: Value): boolean {
  if (typeof value !== 'boolean') throw new Error(`${String(value)} is no condition`);
  return value;
}

function textOf(value: Value): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${JSON.stringify(value)} is no text`);
  return String(value);
}

function fieldsOf(value: Json): { [name: string]: Json } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('an object was expected');
  return value;
}
