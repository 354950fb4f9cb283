import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Real CloudTrail records with known answers; not part of the project. */
const FOLDER = '../shared/datasets';

/** The sets that are there: none in a clone that stands alone. */
export const SETS: readonly string[] = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'answers.json')))
  : [];

export const folderOf = (set: string): string => join(FOLDER, set);

const text = z.string().nullable();
const counted = <Key extends string>(key: Key) => z.array(z.object({ [key]: text, count: z.number() }));
const lists = z.object({
  records: z.number(),
  services: counted('eventSource'),
  actions: counted('eventName'),
  rows_total: z.number(),
  rows_top50_by_time_desc: z.array(
    z.object({ eventTime: text, eventSource: text, eventName: text, awsRegion: text, count: z.number() }),
  ),
  source_ip_user_agent: z.array(z.object({ sourceIPAddress: text, userAgent: text, count: z.number() })),
  access_key_ids: z.array(z.object({ accessKeyId: text, count: z.number() })),
  error_codes: z.array(z.object({ errorCode: text, count: z.number() })),
});
const denials = z.object({ total: z.number(), by_arn: z.array(z.object({ arn: text, count: z.number() })) });
const suspect = lists.extend({ arn: z.string() });
const answers = z.object({
  records: z.object({ total: z.number() }),
  denials_notebook_filter: denials,
  denials_not_aws_service: denials,
  suspects: z.array(suspect),
  after_dropping_exact_duplicates: z.object({
    records: z.number(),
    differences: z.object({
      denials_not_aws_service: denials.partial().optional(),
      suspects: z.record(z.string(), lists.partial()).optional(),
    }),
  }),
});

export type Suspect = z.output<typeof suspect>;

/** A set's `answers.json`, and the same after exact duplicates were dropped. */
export function answersOf(set: string) {
  const all = answers.parse(JSON.parse(readFileSync(join(FOLDER, set, 'answers.json'), 'utf8')));
  const { differences } = all.after_dropping_exact_duplicates;
  return {
    ...all,
    distinct: {
      denials_not_aws_service: denials.parse({
        ...all.denials_not_aws_service,
        ...differences.denials_not_aws_service,
      }),
      suspects: all.suspects.map((one) => suspect.parse({ ...one, ...differences.suspects?.[one.arn] })),
    },
  };
}

const record = z.looseObject({
  eventID: z.unknown().optional(),
  eventTime: z.unknown().optional(),
  eventSource: z.unknown().optional(),
  errorCode: z.unknown().optional(),
  errorMessage: z.unknown().optional(),
  responseElements: z.unknown().optional(),
  userIdentity: z.unknown().optional(),
});
export type RawRecord = z.output<typeof record>;

/** The records of a set, read without the project's own code; files that are no whole CloudTrail file are left out. */
export function rawRecords(set: string): readonly RawRecord[] {
  const known = RECORDS.get(set);
  if (known) return known;
  const root = folderOf(set);
  const records = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.json(\.gz)?$/.test(path) && !/[/]CloudTrail-/.test(path) && /^(AWSLogs|no-time)/.test(path))
    .flatMap((path) => recordsIn(join(root, path)));
  RECORDS.set(set, records);
  return records;
}

const RECORDS = new Map<string, readonly RawRecord[]>();

function recordsIn(path: string): RawRecord[] {
  const document = parsed(path);
  const entries = Array.isArray(document)
    ? document
    : z.object({ Records: z.array(z.unknown()) }).safeParse(document).data?.Records;
  return (entries ?? []).flatMap((entry) => {
    const read = record.safeParse(entry);
    return read.success && Object.keys(read.data).length > 0 ? [read.data] : [];
  });
}

function parsed(path: string): unknown {
  try {
    const bytes = readFileSync(path);
    return JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A field of a field, where there is one. */
export function fieldOf(value: unknown, name: string): unknown {
  return z.record(z.string(), z.unknown()).safeParse(value).data?.[name];
}

/** Values that can be compared, whatever the order of keys. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

const SEEN_FIELDS = [
  ...['eventID', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode'],
  ...[
    'errorMessage',
    'requestID',
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'recipientAccountId',
  ],
];
const SEEN_OF_CALLER = ['principalId', 'arn', 'accessKeyId'];

/** The records in which each event is there once: copies say the same in every field that CloudTrail's tables have of an event. */
export const withoutCopies = (records: readonly RawRecord[]): RawRecord[] =>
  firsts(records, (one) =>
    canonical([
      ...SEEN_FIELDS.map((name) => one[name] ?? ''),
      ...SEEN_OF_CALLER.map((name) => fieldOf(one.userIdentity, name) ?? ''),
    ]),
  );

/** The records without those that are equal to another in everything. */
export const withoutExactDuplicates = (records: readonly RawRecord[]): RawRecord[] => firsts(records, canonical);

const firsts = (records: readonly RawRecord[], keyOf: (one: RawRecord) => string): RawRecord[] => [
  ...new Map(records.toReversed().map((one) => [keyOf(one), one])).values(),
];
