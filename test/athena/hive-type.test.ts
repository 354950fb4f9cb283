import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldOf, type HiveType, nameOfType, parseHiveType } from '../../src/athena/hive-type.js';

const STRING: HiveType = { kind: 'scalar', name: 'string' };
const struct = (fields: Record<string, HiveType>): HiveType => ({
  kind: 'struct',
  fields: new Map(Object.entries(fields)),
});

describe('parseHiveType', () => {
  it.each<[string, HiveType]>([
    ['string', STRING],
    [' STRING ', STRING],
    ['varchar(20)', { kind: 'scalar', name: 'varchar' }],
    ['decimal(10, 2)', { kind: 'scalar', name: 'decimal' }],
    ['timestamp with local time zone', { kind: 'scalar', name: 'timestamp with local time zone' }],
    ['struct<>', struct({})],
    ['struct<type:string,arn:string>', struct({ type: STRING, arn: STRING })],
    ['STRUCT < type : STRING , principalId : STRING >', struct({ type: STRING, principalid: STRING })],
    ['struct<`end``s at`:string,`a:b`:string>', struct({ 'end`s at': STRING, 'a:b': STRING })],
    ['map<string,string>', { kind: 'map', keys: STRING, values: STRING }],
    [
      'array<struct<arn:string,tags:map<string,array<string>>>>',
      {
        kind: 'array',
        items: struct({
          arn: STRING,
          tags: { kind: 'map', keys: STRING, values: { kind: 'array', items: STRING } },
        }),
      },
    ],
  ])('reads %s', (text, type) => {
    expect(parseHiveType(text)).toEqual(type);
  });

  it.each([
    ['', 'a type is expected where it ends'],
    ['struct<type:string', '">" is expected where it ends'],
    ['struct<type:string>>', 'the end is expected where ">"'],
    ['struct<type>', '":" is expected where ">"'],
    ['struct<type:string,>', 'the name of a field is expected where ">"'],
    ['struct<type:>', 'a type is expected where ">"'],
    ['array<>', 'a type is expected where ">"'],
    ['map<string>', '"," is expected where ">"'],
    ['list<string>', 'struct, array or map before "<", not "list", is expected'],
    ['varchar(long)', 'a number, not "long", is expected'],
    ['struct<`type:string>', 'a backtick is not closed at character 7'],
    ['array<'.repeat(5000), 'at most 100 types in each other'],
  ])('says what is wrong with %j', (text, problem) => {
    expect(() => parseHiveType(text)).toThrow(problem);
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab<>,:()` ', 'struct<', 'map<', 'array<') }), (text) => {
        try {
          parseHiveType(text);
        } catch (cause) {
          expect(String(cause)).toMatch(/is no type of a column: /);
        }
      }),
    );
  });
});

describe('a type', () => {
  const type = parseHiveType('struct<sessionContext:struct<attributes:struct<mfa:string>>,seen:map<string,string>>');

  it.each([
    ['sessioncontext.attributes.mfa', 'text'],
    ['sessioncontext.attributes', 'struct'],
    ['seen', 'map'],
  ])('has a field %s, which is %s', (path, name) => {
    const field = fieldOf(type, path.split('.'));

    expect(field && nameOfType(field)).toBe(name);
  });

  it.each(['sessioncontext.mfa', 'seen.string', 'sessioncontext.attributes.mfa.more', '', 'constructor'])(
    'has no field %j',
    (path) => {
      expect(fieldOf(type, path.split('.'))).toBeUndefined();
    },
  );
});
