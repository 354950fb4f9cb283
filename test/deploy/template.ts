import { readFileSync } from 'node:fs';
import { parse, type ScalarTag, type Tags, type YAMLMap, type YAMLSeq } from 'yaml';
import { z } from 'zod';

const json = z.json();
/** A value of the template, its functions in their long form: `{ "Ref": "VpcId" }`. */
export type Json = z.infer<typeof json>;

const parameter = z.strictObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
  Description: z.string(),
  AllowedPattern: z.string().optional(),
  AllowedValues: z.array(z.union([z.string(), z.number()])).optional(),
  ConstraintDescription: z.string().optional(),
  MinValue: z.number().optional(),
  MaxValue: z.number().optional(),
});
const resource = z.strictObject({
  Type: z.string(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Properties: z.record(z.string(), json),
});
const template = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09'),
  Description: z.string(),
  Metadata: z.strictObject({
    'AWS::CloudFormation::Interface': z.strictObject({
      ParameterGroups: z.array(
        z.strictObject({ Label: z.strictObject({ default: z.string() }), Parameters: z.array(z.string()) }),
      ),
    }),
  }),
  Parameters: z.record(z.string(), parameter),
  Conditions: z.record(z.string(), json),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.strictObject({ Description: z.string(), Value: json })),
});

/** What `deploy/cloudformation.yaml` says. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html (as of November 2026) */
export type Template = z.infer<typeof template>;

/** Where the template is. */
export const TEMPLATE_PATH = 'deploy/cloudformation.yaml';

/** Reads the template. @throws Error when it has a part, a tag or a field that these tests do not know. */
export const readTemplate = (): Template =>
  template.parse(parse(readFileSync(TEMPLATE_PATH, 'utf8'), { customTags: TAGS, strict: true, logLevel: 'error' }));

/** The short forms of functions that the template uses. */
const FUNCTIONS = { Ref: 'Ref', Condition: 'Condition', Sub: 'Fn::Sub', If: 'Fn::If' } as const;
const LISTS = ['If', 'Equals', 'Not', 'And', 'Sub'] as const;

const scalarTag = (name: string, read: (text: string) => unknown): ScalarTag => ({ tag: `!${name}`, resolve: read });

const TAGS: Tags = [
  ...Object.entries(FUNCTIONS).map(([name, long]) => scalarTag(name, (text) => ({ [long]: text }))),
  scalarTag('GetAtt', (text) => {
    const [of = '', ...attribute] = text.split('.');
    return { 'Fn::GetAtt': [of, attribute.join('.')] };
  }),
  ...LISTS.map((name) => ({
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (list: YAMLMap | YAMLSeq) => ({ [`Fn::${name}`]: list.toJSON() }),
  })),
];
