import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { accessory, actionsElement, button, contextAction, inputElement } from './elements.js';
import { richText } from './rich-text.js';
import { dataTable, dataVisualization, table } from './tables.js';
import { anyText, blockId, filled, imageElement, listOf, mrkdwn, plainText, upTo } from './text.js';

const base = { block_id: blockId };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: anyText(LIMITS.sectionTextCharacters).optional(),
    fields: listOf(anyText(LIMITS.sectionFieldCharacters), LIMITS.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'must define either `text` or `fields`',
  });

const header = z.strictObject({
  type: z.literal('header'),
  ...base,
  text: plainText(LIMITS.headerCharacters),
  level: z.number().int().min(1).max(LIMITS.headerLevels).optional(),
});

const image = z
  .strictObject({
    type: z.literal('image'),
    ...base,
    alt_text: filled(LIMITS.altTextCharacters),
    title: plainText(LIMITS.altTextCharacters).optional(),
    image_url: filled(LIMITS.urlCharacters).optional(),
    slack_file: z.looseObject({}).optional(),
  })
  .refine((block) => (block.image_url === undefined) !== (block.slack_file === undefined), {
    message: 'must define either `image_url` or `slack_file`',
  });

const input = z.strictObject({
  type: z.literal('input'),
  ...base,
  label: plainText(LIMITS.labelCharacters),
  hint: plainText(LIMITS.labelCharacters).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const card = z.strictObject({
  type: z.literal('card'),
  ...base,
  hero_image: imageElement.optional(),
  icon: imageElement.optional(),
  slack_icon: z.looseObject({}).optional(),
  title: mrkdwn(LIMITS.cardTitleCharacters).optional(),
  subtitle: mrkdwn(LIMITS.cardTitleCharacters).optional(),
  subtext: mrkdwn(LIMITS.cardTitleCharacters).optional(),
  body: mrkdwn(LIMITS.cardBodyCharacters).optional(),
  actions: listOf(button, LIMITS.cardActions).optional(),
});

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...base,
  task_id: filled(LIMITS.actionIdCharacters),
  title: filled(LIMITS.sectionTextCharacters),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(
      z.strictObject({ type: z.literal('url'), url: filled(LIMITS.urlCharacters), text: filled(LIMITS.urlCharacters) }),
    )
    .optional(),
});

const contained = [
  section,
  header,
  image,
  input,
  richText,
  table,
  z.strictObject({ type: z.literal('divider'), ...base }),
  z.strictObject({
    type: z.literal('context'),
    ...base,
    elements: listOf(
      z.discriminatedUnion('type', [
        imageElement,
        plainText(LIMITS.sectionTextCharacters),
        mrkdwn(LIMITS.sectionTextCharacters),
      ]),
      LIMITS.contextElements,
    ),
  }),
  z.strictObject({ type: z.literal('actions'), ...base, elements: listOf(actionsElement, LIMITS.actionsElements) }),
  z.strictObject({ type: z.literal('file'), ...base, source: z.literal('remote'), external_id: filled(255) }),
  z.looseObject({
    type: z.literal('video'),
    ...base,
    video_url: filled(LIMITS.urlCharacters),
    thumbnail_url: filled(LIMITS.urlCharacters),
    alt_text: filled(LIMITS.altTextCharacters),
    title: plainText(200),
  }),
] as const;

/** Every block that Slack has, with its limits. https://docs.slack.dev/reference/block-kit/blocks (as of November 2026) */
export const anyBlock = z.discriminatedUnion('type', [
  ...contained,
  dataTable,
  dataVisualization,
  card,
  taskCard,
  z.strictObject({ type: z.literal('markdown'), ...base, text: filled(LIMITS.markdownCharacters) }),
  z.strictObject({
    type: z.literal('alert'),
    ...base,
    text: anyText(LIMITS.alertCharacters),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  z.strictObject({ type: z.literal('carousel'), ...base, elements: listOf(card, LIMITS.carouselCards) }),
  z.strictObject({
    type: z.literal('container'),
    ...base,
    title: plainText(LIMITS.headerCharacters).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(LIMITS.headerCharacters).optional(),
    child_blocks: listOf(z.discriminatedUnion('type', contained), LIMITS.containerBlocks),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('context_actions'),
    ...base,
    elements: listOf(contextAction, LIMITS.contextActionsElements),
  }),
  z.strictObject({
    type: z.literal('plan'),
    ...base,
    title: filled(LIMITS.sectionTextCharacters),
    tasks: z.array(taskCard).optional(),
  }),
]);

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

const EVERYWHERE = [
  'section',
  'header',
  'image',
  'divider',
  'context',
  'actions',
  'rich_text',
  'video',
  'card',
] as const;

/** Which blocks a surface takes. Where the documentation is silent, only messages take a block. */
export const BLOCKS_ON: Readonly<Record<Surface, ReadonlySet<string>>> = {
  message: new Set(anyBlock.def.options.flatMap((block) => [...block.shape.type.values]).filter(isInMessages)),
  modal: new Set([...EVERYWHERE, 'input', 'alert']),
  home: new Set([...EVERYWHERE, 'input', 'carousel']),
};

function isInMessages(type: string): boolean {
  return type !== 'input' && type !== 'alert';
}

/** A modal or Home tab, but for its blocks. https://docs.slack.dev/reference/views (as of November 2026) */
export const viewFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    title: plainText(LIMITS.viewTitleCharacters),
    submit: plainText(LIMITS.viewTitleCharacters).optional(),
    close: plainText(LIMITS.viewTitleCharacters).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    ...frame(),
  }),
  z.strictObject({ type: z.literal('home'), ...frame() }),
]);

function frame() {
  return {
    blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().exactOptional() })),
    callback_id: upTo(LIMITS.callbackIdCharacters).optional(),
    private_metadata: upTo(LIMITS.privateMetadataCharacters).optional(),
    external_id: upTo(255).optional(),
  };
}
