const LINK = /<(?:https?:\/\/|mailto:|tel:)[^<>|]*\|([^<>|]*)>/g;
const BARE_LINK = /<((?:https?:\/\/|mailto:|tel:)[^<>|]*)>/g;
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&amp;': '&' } as const;
const ENTITY = /&(?:lt|gt|amp);/g;

/**
 * Undoes what Slack makes of typed text: addresses become links, `&`, `<` and `>` entities, and straight quotes curly ones.
 * https://docs.slack.dev/messaging/formatting-message-text (as of November 2026)
 */
export const asTyped = (text: string): string =>
  text
    .replace(LINK, '$1')
    .replace(BARE_LINK, '$1')
    .replace(ENTITY, (entity) => ENTITIES[entity === '&lt;' || entity === '&gt;' ? entity : '&amp;'])
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'");
