/**
 * Slack's limits, as far as an app can run into them. Counts are inclusive. From https://docs.slack.dev/reference/block-kit,
 * https://docs.slack.dev/reference/methods and the docstrings of `@slack/types` 3.2.0 (as of November 2026); where sources
 * disagree, the stricter number, so that what passes here passes there.
 */
export const LIMITS = {
  /** https://docs.slack.dev/reference/block-kit/blocks (as of November 2026). */
  blocksPerMessage: 50,
  blocksPerView: 100,
  /** Characters of text over all blocks of a message. Measured, not documented: metabase#80105 (as of November 2026). */
  blockTextCharacters: 13_200,
  blockIdCharacters: 255,
  actionIdCharacters: 255,

  /** https://docs.slack.dev/reference/methods/chat.postMessage and …/chat.update (as of November 2026). */
  postTextCharacters: 40_000,
  updateTextCharacters: 4_000,

  /** https://docs.slack.dev/reference/block-kit/blocks/section-block (as of November 2026). */
  sectionTextCharacters: 3_000,
  sectionFields: 10,
  sectionFieldCharacters: 2_000,
  headerCharacters: 150,
  headerLevels: 4,
  contextElements: 10,
  actionsElements: 25,
  contextActionsElements: 5,
  labelCharacters: 2_000,
  altTextCharacters: 2_000,
  urlCharacters: 3_000,
  /** Over all `markdown` blocks of a message. https://docs.slack.dev/reference/block-kit/blocks/markdown-block (as of November 2026). */
  markdownCharacters: 12_000,
  alertCharacters: 200,
  cardTitleCharacters: 150,
  cardBodyCharacters: 200,
  cardActions: 3,
  carouselCards: 10,
  containerBlocks: 10,

  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element (as of November 2026). */
  buttonTextCharacters: 75,
  buttonValueCharacters: 2_000,
  placeholderCharacters: 150,
  inputCharacters: 3_000,
  selectOptions: 100,
  optionTextCharacters: 75,
  /** 150 in the documentation, 75 in `@slack/types` 3.2.0 (both as of November 2026). */
  optionValueCharacters: 75,
  overflowOptions: 5,
  choices: 10,
  confirmTitleCharacters: 100,
  confirmTextCharacters: 300,
  confirmButtonCharacters: 30,

  /** https://docs.slack.dev/reference/block-kit/blocks/table-block (as of November 2026). */
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  /** https://docs.slack.dev/reference/block-kit/blocks/data-table-block (as of November 2026). The header row is not counted. */
  dataTableRows: 100,
  dataTableColumns: 20,
  dataTableCharacters: 10_000,
  dataTablePageSize: 100,
  /** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (as of November 2026). */
  chartTitleCharacters: 50,
  chartLabelCharacters: 20,
  chartSeries: 6,
  chartPoints: 20,

  /** https://docs.slack.dev/reference/views/modal-views (as of November 2026). */
  viewTitleCharacters: 24,
  privateMetadataCharacters: 3_000,
  callbackIdCharacters: 255,
  viewStack: 3,
  /** `view_too_large`: https://docs.slack.dev/reference/methods/views.open (as of November 2026). */
  viewBytes: 250_000,

  /** https://slack.com/help/articles/201330736 (as of November 2026). */
  fileBytes: 1_000_000_000,

  /** https://docs.slack.dev/interactivity/handling-user-interaction (as of November 2026). */
  acknowledgeMs: 3_000,
  triggerMs: 3_000,
  responseUrlUses: 5,
  responseUrlMs: 30 * 60_000,
} as const;

/** How often a method may be called: so often at once, and then so often a minute, evenly. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
  /** Counted by channel, not by method alone. */
  readonly isPerChannel?: boolean;
}

/**
 * Slack's tiers, a minute. It says `20+`, `50+` and `100+`, and that it bears bursts without saying of how many: here a minute's
 * worth. https://docs.slack.dev/apis/web-api/rate-limits (as of November 2026)
 */
const TIER_2: Rate = { burst: 20, perMinute: 20 };
const TIER_3: Rate = { burst: 50, perMinute: 50 };
const TIER_4: Rate = { burst: 100, perMinute: 100 };

/** "One message per second per channel", and "short bursts", from the same page; how short is not said. */
const POSTING: Rate = { burst: 5, perMinute: 60, isPerChannel: true };

/** By method, from each one's own page (as of November 2026). Those that are not here are of a "special" tier, hundreds a minute, or of none. */
export const RATES: Readonly<Record<string, Rate>> = {
  'apps.connections.open': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'chat.postMessage': POSTING,
  'chat.update': TIER_3,
  'conversations.info': TIER_3,
  'conversations.members': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'usergroups.users.list': TIER_2,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
};
