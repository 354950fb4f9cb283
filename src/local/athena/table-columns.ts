import { COLUMNS, ON_BEHALF_OF, type SourceColumn, userIdentityShape } from './schema.js';

/**
 * Which edition of a table's CREATE statement it was made with. `current`: the list of columns in Athena's guide (as of November 2026).
 * `old`: what came before it, which for AWS Security Analytics Bootstrap is all that it ever had, and else the guide of June 2023.
 */
export type ColumnEdition = 'old' | 'current';

const column = (key: string, shape: SourceColumn['shape']): SourceColumn => ({ key, shape });
const named = (keys: readonly string[]): SourceColumn[] => COLUMNS.filter(({ key }) => keys.includes(key));

/** Up to `vpcEndpointId`, all tables agree but for `userIdentity`. */
const COMMON = COLUMNS.slice(2, COLUMNS.findIndex(({ key }) => key === 'vpcEndpointId') + 1);
const LATER = COLUMNS.slice(2 + COMMON.length);

/** https://github.com/awslabs/aws-security-analytics-bootstrap, sql/ddl/create_tables/create_cloudtrail_table.sql (as of November 2026) */
const BOOTSTRAP: readonly SourceColumn[] = [
  ...named(['eventVersion']),
  column('userIdentity', userIdentityShape({}, {})),
  ...COMMON,
];

/** The list in the Athena user guide of June 2023, which CloudTrail's console uses too. */
const GUIDE_2023: readonly SourceColumn[] = [
  ...named(['eventVersion']),
  column('userIdentity', userIdentityShape({}, { ec2RoleDelivery: 'string', webIdFederationData: 'map' })),
  ...COMMON,
  ...named(['tlsDetails']),
];

/** https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html (as of November 2026) */
const CURRENT: readonly SourceColumn[] = [
  ...named(['eventVersion']),
  column(
    'userIdentity',
    userIdentityShape(ON_BEHALF_OF, {
      ec2RoleDelivery: 'string',
      webIdFederationData: { fields: { federatedProvider: 'string', attributes: 'map' } },
    }),
  ),
  ...COMMON,
  ...LATER,
];

/** The columns of Bootstrap's table. */
export const bootstrapColumns = (edition: ColumnEdition): readonly SourceColumn[] =>
  edition === 'old' ? BOOTSTRAP : CURRENT;

/** The columns of a table made as Athena's guide or CloudTrail's console makes it. */
export const guideColumns = (edition: ColumnEdition): readonly SourceColumn[] =>
  edition === 'old' ? GUIDE_2023 : CURRENT;

/** The same in the guide's order for partition projection, where `readOnly` stands before `resources`. */
export function projectionColumns(edition: ColumnEdition): readonly SourceColumn[] {
  return guideColumns(edition).flatMap((column) => {
    if (column.key === 'readOnly') return [];
    return column.key === 'resources' ? [...named(['readOnly']), column] : [column];
  });
}
