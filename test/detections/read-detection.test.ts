import { describe, expect, it } from '@jest/globals';
import { readDetection } from '../../src/detections/read-detection.js';

const file = (changes: { form?: string; sql?: string } = {}): string => `/*
title: Services
asks: Which services?
sentence: "{rows:service|services} in {calls:call|calls}"
columns:
  eventsource: service
  total: count
source: https://docs.aws.amazon.com/
${changes.form ?? ''}
*/
${changes.sql ?? 'SELECT eventsource, count(*) AS total FROM events'}
`;

describe('readDetection', () => {
  it('reads the form and the statement', () => {
    expect(readDetection('services', file())).toMatchObject({
      id: 'services',
      title: 'Services',
      columns: [
        { name: 'eventsource', kind: 'service' },
        { name: 'total', kind: 'count' },
      ],
      parameters: [],
    });
  });

  it('takes :name for a parameter, but not in text, names and comments', () => {
    const sql = `SELECT ':suspect', ":suspect" FROM events -- :suspect
WHERE a = :suspect /* :nobody */ AND b = ':it''s :suspect' AND c = :suspect`;

    const detection = readDetection('x', file({ sql }));

    expect(detection.parameters).toEqual(['suspect', 'suspect']);
    expect(detection.sql).toContain('a = ?');
    expect(detection.sql.match(/\?/g)).toHaveLength(2);
    expect(detection.sql).toContain(`':it''s :suspect'`);
  });

  it.each([
    ['no form', 'SELECT 1', 'it must begin with its form'],
    ['a parameter that is not known', file({ sql: 'SELECT :nobody' }), ':nobody is not a parameter; there is :suspect'],
    ['a field that is not known', file({ form: 'colour: red' }), 'Unrecognized key: "colour"'],
    ['a kind that is not known', file().replace('total: count', 'total: sum'), 'Invalid option'],
    ['a sentence about no column', file().replace('{rows:service|services}', '{top:nothing}'), '{top:nothing}'],
    ['a form that is no YAML', file({ form: 'a: [' }), 'detection x.sql'],
  ])('names the file and what is wrong: %s', (_, text, reason) => {
    expect(() => readDetection('x', text)).toThrow(/^detection x\.sql: /);
    expect(() => readDetection('x', text)).toThrow(reason);
  });
});
