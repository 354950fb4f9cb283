/**
 * What Slack does and this workspace does not. An app that passes here has not been tried against these, so a reader who relies on
 * one of them has to try it on Slack.
 */
export const NOT_MODELLED: readonly string[] = [
  'rate limits of a whole workspace, of the special tier (auth.test, chat.getPermalink, blocks.validate), and how long a burst may be: Slack does not say',
  'direct messages, private and archived channels, Enterprise Grid; that guests and people of other workspaces see less',
  'joining and leaving: everybody is in every channel, the bot in those that say so',
  'scopes: they are told (x-oauth-scopes), but a token may call every method that is here',
  'OAuth, and HTTP mode with signed requests',
  'methods that are not listed in web-api/, among them all of files but their upload, reactions, pins, bookmarks, canvases, search and streaming',
  'files shared with several channels (refused), scanned or previewed; here a file is there at once, and goes with its message',
  'events but app_mention and app_home_opened',
  'global shortcuts, workflow steps, dialogs, link unfurling, options loaded by an external_select',
  'attachments (refused), message metadata, reply_broadcast, username and icon overrides (passed over)',
  'mrkdwn: it is not parsed by the server, so @name and #name in an app’s text stay text',
  'the echo of a slash command that is answered in_channel',
  'tombstones: a deleted parent leaves its replies without one',
  'limits that Slack does not document, save that on the text of all blocks',
  'that ephemeral messages go with the next reload: here they stay until the workspace stops',
  'when Slack replaces the original of a response_url without being told: here only replace_original does',
];
