import { describe, expect, it } from '@jest/globals';
import { readDetection } from '../../src/detections/read-detection.js';

const SQL = 'SELECT eventsource, count(*) AS total FROM events';
const FORM = [
  'title: Services',
  'asks: Which services?',
  'sentence: "{rows:service|services} in {calls:call|calls}"',
  'columns:',
  '  eventsource: service',
  '  total: count',
  'source: https://docs.aws.amazon.com/',
];

const file = ({ form = [], sql = SQL }: { form?: readonly string[]; sql?: string } = {}): string =>
  `/*\n${[...FORM, ...form].join('\n')}\n*/\n${sql}\n`;
/** The file with another line in the place of one. */
const changed = (line: string, into: string): string => file().replace(line, into);

describe('readDetection', () => {
  it('reads the form and the statement', () => {
    expect(readDetection('services', file())).toEqual({
      id: 'services',
      title: 'Services',
      asks: 'Which services?',
      sentence: '{rows:service|services} in {calls:call|calls}',
      notes: [],
      isAboutSubject: false,
      parameters: [],
      tables: [
        {
          name: 'rows',
          title: 'Services',
          columns: [
            { name: 'eventsource', kind: 'service' },
            { name: 'total', kind: 'count' },
          ],
        },
      ],
      namesTables: false,
      source: 'https://docs.aws.amazon.com/',
      sql: SQL,
      placeholders: [],
    });
  });

  it('reads several tables, notes, a subject and parameters', () => {
    const text = `/*
title: Keys
asks: Which keys?
sentence: "{summary.total:key|keys}"
notes: ["{summary.total} keys."]
about: subject
parameters:
  word: text
  at_least: { type: integer, default: 10 }
tables:
  keys: { title: Access keys, columns: { accesskeyid: key } }
  summary: { title: Summary, columns: { total: count } }
source: "-"
*/
SELECT 1 WHERE a = :word AND b > :at_least AND c < :row_limit;
`;

    expect(readDetection('keys', text)).toMatchObject({
      notes: ['{summary.total} keys.'],
      isAboutSubject: true,
      parameters: [
        { name: 'word', type: 'text' },
        { name: 'at_least', type: 'integer', fallback: '10' },
      ],
      tables: [
        { name: 'keys', title: 'Access keys', columns: [{ name: 'accesskeyid', kind: 'key' }] },
        { name: 'summary', title: 'Summary', columns: [{ name: 'total', kind: 'count' }] },
      ],
      namesTables: true,
      placeholders: ['word', 'at_least', 'row_limit'],
      sql: 'SELECT 1 WHERE a = ? AND b > ? AND c < ?',
    });
  });

  it('takes :name for a parameter, but not in text, names and comments', () => {
    const sql = `SELECT ':word', ":word" FROM events -- :word
WHERE a = :word /* :nobody */ AND b = ':it''s :word' AND c = :word`;

    const detection = readDetection('x', file({ form: ['parameters: { word: text }'], sql }));

    expect(detection.placeholders).toEqual(['word', 'word']);
    expect(detection.sql).toContain('a = ?');
    expect(detection.sql.match(/\?/g)).toHaveLength(2);
    expect(detection.sql).toContain(`':it''s :word'`);
  });

  it('takes a file with the line ends of Windows', () => {
    expect(readDetection('x', file().replaceAll('\n', '\r\n')).tables[0]?.columns).toHaveLength(2);
  });

  it.each([
    ['no form', SQL, 1, 'it must begin with its form in a comment'],
    ['something before the form', `\n${file()}`, 1, 'it must begin with its form in a comment'],
    ['nothing behind the form', file({ sql: '' }).trimEnd(), 1, 'go on with one SELECT'],
    ['a field that is not known', file({ form: ['colour: red'] }), 9, 'Unrecognized key: "colour"'],
    ['a kind that is not known', changed('total: count', 'total: sum'), 7, 'Invalid option'],
    ['a name in upper case', changed('total: count', 'Total: count'), 7, 'names are lower case'],
    [
      'a name of a table that is too long',
      file({ form: [`tables: { ${'x'.repeat(25)}: { title: A, columns: { b: text } } }`] }),
      9,
      'up to 24',
    ],
    ['no columns', changed('  eventsource: service\n  total: count', '  {}'), 6, '1 to 20 columns'],
    ['a title that is too long', changed('title: Services', `title: ${'x'.repeat(51)}`), 2, '<=50'],
    ['an empty title', changed('title: Services', 'title: ""'), 2, 'title'],
    ['no source', changed('source: https://docs.aws.amazon.com/', ''), 2, 'at source'],
    [
      'columns and tables',
      file({ form: ['tables: { a: { title: A, columns: { b: text } } }'] }),
      2,
      'it needs columns or tables',
    ],
    ['another subject', file({ form: ['about: suspect'] }), 9, 'about'],
    ['a parameter of no type', file({ form: ['parameters:', '  word: uuid'] }), 10, 'parameters'],
    ['a form that is no YAML', file({ form: ['a: ['] }), 9, 'must be sufficiently indented'],
    ['the same field twice', file({ form: ['title: Other'] }), 9, 'unique'],
    [
      'a parameter that is not declared',
      file({ sql: 'SELECT 1\nWHERE a = :nobody' }),
      11,
      ':nobody is not declared; there is :row_limit',
    ],
    ['a parameter without a name', file({ sql: 'SELECT 1\n\nWHERE a = ?' }), 12, 'a ? has no name'],
    [
      'a parameter that is not used',
      file({ form: ['parameters: { word: text }'] }),
      undefined,
      ':word is nowhere in the SQL',
    ],
    [
      "the bot's own parameter",
      file({ form: ['parameters: { row_limit: integer }'] }),
      9,
      "row_limit is the bot's own",
    ],
    [
      'a default that does not fit',
      file({ form: ['parameters: { at: { type: ip, default: here } }'], sql: 'SELECT :at' }),
      9,
      'at="here" is no ip. Try at=192.0.2.7.',
    ],
    ['a sentence about no column', changed('{rows:service|services}', '{top:nothing}'), 4, '{top:nothing}'],
    ['a note about no table', file({ form: ['notes: ["{summary.copies}"]'] }), 9, '{summary.copies} is no placeholder'],
  ])('names the file, the line and what is wrong: %s', (_, text, line, reason) => {
    const start = line === undefined ? 'detection x.sql: ' : `detection x.sql, line ${line}: `;

    expect(messageOf(() => readDetection('x', text))).toMatch(new RegExp(`^${start.replace('.', '\\.')}`));
    expect(messageOf(() => readDetection('x', text))).toContain(reason);
  });

  it('names the line of a parameter in a file with the line ends of Windows', () => {
    const text = file({ sql: 'SELECT 1\nWHERE a = :nobody' }).replaceAll('\n', '\r\n');

    expect(messageOf(() => readDetection('x', text))).toContain('x.sql, line 11: :nobody');
  });

  it.each(['Services', '1st', 'a b', '../x', `a${'b'.repeat(50)}`, ''])('refuses the name %j', (id) => {
    expect(() => readDetection(id, file())).toThrow('its name is no id');
  });
});

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
    return 'nothing is wrong';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
