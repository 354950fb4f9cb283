import { describe, expect, it } from '@jest/globals';
import { EVERYTHING, GIVEN, mentionsOf, resolve } from './resolve.js';
import { readTemplate } from './template.js';

const template = readTemplate();
const { Parameters, Conditions, Resources, Outputs, Metadata } = template;

describe('the parameters', () => {
  const entries = Object.entries(Parameters);

  it('are each explained in a sentence, and used', () => {
    const used = mentionsOf([
      Conditions,
      ...Object.values(Resources).map(({ Properties }) => Properties),
      ...Object.values(Outputs).map(({ Value }) => Value),
    ]);

    expect(entries.filter(([, { Description }]) => !/^[A-Z].{10,}/.test(Description)).map(([name]) => name)).toEqual(
      [],
    );
    expect(Object.keys(Parameters).filter((name) => !used.has(name))).toEqual([]);
  });

  it('are each constrained, and take their own default', () => {
    const open = entries.filter(
      ([, { Type, AllowedPattern, AllowedValues, MinValue, MaxValue }]) =>
        !/^(?:AWS::|List<AWS::)/.test(Type) &&
        AllowedPattern === undefined &&
        AllowedValues === undefined &&
        (MinValue === undefined || MaxValue === undefined),
    );
    const wrong = entries.filter(
      ([, { Default, AllowedPattern, AllowedValues, MinValue = -Infinity, MaxValue = Infinity }]) =>
        Default !== undefined &&
        (!new RegExp(`^(?:${AllowedPattern ?? '.*'})$`).test(String(Default)) ||
          (AllowedValues !== undefined && !AllowedValues.includes(Default)) ||
          Number(Default) < MinValue ||
          Number(Default) > MaxValue),
    );

    expect(open.map(([name]) => name)).toEqual([]);
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('say in words what their pattern wants', () => {
    const silent = entries.filter(
      ([, { AllowedPattern, ConstraintDescription }]) =>
        (AllowedPattern === undefined) !== (ConstraintDescription === undefined),
    );

    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('have a default wherever the bot does not have to be told', () => {
    const needed = entries.filter(([, { Default }]) => Default === undefined).map(([name]) => name);

    expect(needed).toEqual(['Image', 'Responders', 'TrailBucket', 'VpcId', 'SubnetIds']);
  });

  it('stand each in one group of the console', () => {
    const grouped = Metadata['AWS::CloudFormation::Interface'].ParameterGroups.flatMap((group) => group.Parameters);

    expect([...grouped].sort()).toEqual(Object.keys(Parameters).sort());
  });
});

describe('the template', () => {
  it.each([
    ['the least that is given', GIVEN],
    ['everything', EVERYTHING],
    ['no bot yet', { ...GIVEN, Replicas: '0' }],
  ])('refers only to what there is, with %s', (_, given) => {
    const made = resolve(template, given);

    expect(made.size).toBeGreaterThan(10);
    expect(JSON.stringify([...made.values()])).not.toMatch(/\$\{(?!process\.env)|"Fn::|"Ref"/);
  });

  it('has no condition that nothing asks for', () => {
    const asked = mentionsOf([
      Conditions,
      ...Object.values(Resources).map(({ Properties }) => Properties),
      ...Object.values(Outputs).map(({ Value }) => Value),
    ]);
    const onResources = Object.values(Resources).map(({ Condition }) => Condition);

    expect(Object.keys(Conditions).filter((name) => !asked.has(name) && !onResources.includes(name))).toEqual([]);
  });

  it('gives out only what is there', () => {
    const there = [...Object.keys(Resources), ...Object.keys(Parameters), ...Object.keys(Conditions)];

    for (const { Value } of Object.values(Outputs)) {
      expect([...mentionsOf(Value)].filter((name) => !there.includes(name))).toEqual([]);
    }
  });

  it('leaves evidence where it is when the stack goes', () => {
    const kept = Object.entries(Resources).filter(
      ([, { DeletionPolicy, UpdateReplacePolicy }]) => DeletionPolicy === 'Retain' && UpdateReplacePolicy === 'Retain',
    );

    expect(kept.map(([name]) => name)).toEqual(['StateTable', 'ResultsBucket', 'LogGroup']);
  });
});
