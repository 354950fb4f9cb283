import { GetWorkGroupCommand, type WorkGroup } from '@aws-sdk/client-athena';
import { notSearched } from '../athena/coverage.js';
import { type DeployedTable, deployedTable } from '../athena/deployed-table.js';
import { inspectionOf } from '../athena/inspection.js';
import type { TableLayout } from '../athena/layout.js';
import { bytesText, counted } from '../text.js';
import { athenaFailure } from './athena-failure.js';
import { ATHENA_VARIABLES, type AthenaCheckSettings } from './athena-settings.js';
import { type Check, failed, type Outcome, passed, warned } from './check.js';
import { once } from './once.js';
import { askTestQuestion, TEST_TIMEOUT_MS } from './test-question.js';

const NEEDS_WORKGROUP = ['athena.workgroup'];
const NEEDS_TABLE = ['athena.table'];

/** Whether questions can be asked. The last check asks one, where a part of the table can be read. */
export function athenaChecks(settings: AthenaCheckSettings): readonly Check[] {
  const { client, athena } = settings;
  const { workgroup } = athena;
  const deployed = deployedTable({ client, ...athena });
  const group = once(async () => (await client.send(new GetWorkGroupCommand({ WorkGroup: workgroup }))).WorkGroup);
  const shared = { needs: ['aws.credentials'], variables: ATHENA_VARIABLES };
  return [
    {
      ...shared,
      id: 'athena.workgroup',
      title: `Athena: workgroup ${workgroup}`,
      run: async () => {
        try {
          return workgroupOutcome(await group(), settings);
        } catch (cause) {
          return athenaFailure(cause, `show the workgroup ${workgroup}`, settings);
        }
      },
    },
    {
      id: 'athena.cut-off',
      title: 'Athena: what a query may scan',
      needs: NEEDS_WORKGROUP,
      run: async () => cutOffOutcome(await group(), workgroup),
    },
    {
      ...shared,
      id: 'athena.table',
      title: `Athena: table ${athena.database}.${athena.table}`,
      run: async () => {
        try {
          return layoutOutcome(await deployed.layout(), settings);
        } catch (cause) {
          return athenaFailure(cause, `show the table ${athena.database}.${athena.table}`, settings);
        }
      },
    },
    {
      id: 'athena.coverage',
      title: 'Athena: what the table sees',
      needs: NEEDS_TABLE,
      run: async () => coverageOutcome(await deployed.layout(), settings),
    },
    testQuestionCheck(settings, deployed),
  ];
}

const testQuestionCheck = (settings: AthenaCheckSettings, deployed: DeployedTable): Check => ({
  id: 'athena.question',
  title: 'Athena: a question',
  needs: ['athena.workgroup', 'athena.table'],
  timeoutMs: TEST_TIMEOUT_MS,
  run: (signal) => askTestQuestion(settings, deployed, signal),
});

function workgroupOutcome(group: WorkGroup | undefined, { athena }: AthenaCheckSettings): Outcome {
  const { State: state, Configuration: configuration } = group ?? {};
  const place = configuration?.ResultConfiguration?.OutputLocation;
  const isEnforced = configuration?.EnforceWorkGroupConfiguration === true;
  if (state === 'DISABLED')
    return failed(
      'it is disabled',
      `Enable it: aws athena update-work-group --work-group ${athena.workgroup} --state ENABLED`,
    );
  if (configuration?.ManagedQueryResultsConfiguration?.Enabled)
    return passed('enabled; Athena keeps the results itself, for 24 h');
  if (place) return passed(`enabled; results go to ${place}`);
  if (athena.output !== undefined && !isEnforced)
    return passed(`enabled; results go to ${athena.output} (IR_ATHENA_OUTPUT)`);
  const advice = `Give it one: aws athena update-work-group --work-group ${athena.workgroup} --configuration-updates 'ResultConfigurationUpdates={OutputLocation=s3://BUCKET/PREFIX/}'`;
  return isEnforced
    ? failed('it has no results location, and lets no query bring one', advice)
    : failed('it has no results location', `${advice} or set IR_ATHENA_OUTPUT.`);
}

/** Nobody should have to find out what a query over everything costs. */
const SUGGESTED_BYTES = 100 * 2 ** 30;

function cutOffOutcome(group: WorkGroup | undefined, workgroup: string): Outcome {
  const bytes = group?.Configuration?.BytesScannedCutoffPerQuery;
  if (bytes !== undefined) return passed(`${bytesText(bytes)}, then the workgroup ends it`);
  return warned(
    'as much as it likes: the workgroup has no cut-off',
    `Set one, as of ${bytesText(SUGGESTED_BYTES)}: aws athena update-work-group --work-group ${workgroup} --configuration-updates BytesScannedCutoffPerQuery=${SUGGESTED_BYTES}`,
  );
}

function layoutOutcome(layout: TableLayout, { athena }: AthenaCheckSettings): Outcome {
  const { layout: name, missingColumns } = inspectionOf(athena, layout, undefined);
  const columns =
    missingColumns.length === 0
      ? 'all columns'
      : `without ${missingColumns.join(', ')}, which questions can do without`;
  return passed(`found: ${name}; ${columns}`);
}

function coverageOutcome(layout: TableLayout, { athena }: AthenaCheckSettings): Outcome {
  const { missingRegions, isLoadedByHand } = inspectionOf(athena, layout, undefined);
  const unseen = notSearched(layout.coverage, undefined);
  const table = `${athena.database}.${athena.table}`;
  const advice = [
    ...(missingRegions.length > 0
      ? [
          `What happens in these regions looks like nothing: add ${missingRegions.join(', ')} to the region list of ${table}.`,
        ]
      : []),
    ...(isLoadedByHand ? ['Add each day as a partition, or change the table to partition projection.'] : []),
  ];
  if (advice.length > 0) return warned(`it does not see ${unseen.join('; ')}`, ...advice);
  const { regions } = layout.coverage;
  const seen = regions ? `${counted(regions.length, 'region')}` : 'no list of regions limits it';
  return passed(unseen.length === 0 ? seen : `${seen}; not seen: ${unseen.join('; ')}`);
}
