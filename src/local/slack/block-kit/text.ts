import { z } from 'zod';
import { LIMITS } from '../limits.js';

/** A string of at most so many characters; the refusal is worded as Slack words it. */
export const upTo = (characters: number) =>
  z.string().max(characters, `must be less than ${characters + 1} characters`);

/** The same, and not empty. */
export const filled = (characters: number) => upTo(characters).min(1, 'must be more than 0 characters');

/** A list of at most so many items. */
export const listOf = <S extends z.ZodType>(item: S, items: number, atLeast = 1) =>
  z
    .array(item)
    .min(atLeast, `no fewer than ${atLeast} items allowed`)
    .max(items, `no more than ${items} items allowed`);

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object (as of November 2026) */
export const plainText = (characters: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: filled(characters), emoji: z.boolean().optional() });

/** Text with Slack's markup. */
export const mrkdwn = (characters: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: filled(characters), verbatim: z.boolean().optional() });

/** Either of the two text objects. */
export const anyText = (characters: number) =>
  z.discriminatedUnion('type', [plainText(characters), mrkdwn(characters)]);

/** Who may press what only after "Are you sure?". */
export const confirmDialog = z.strictObject({
  title: plainText(LIMITS.confirmTitleCharacters).optional(),
  text: anyText(LIMITS.confirmTextCharacters),
  confirm: plainText(LIMITS.confirmButtonCharacters).optional(),
  deny: plainText(LIMITS.confirmButtonCharacters).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/** The `image` element, in a context or beside a section. */
export const imageElement = z
  .strictObject({
    type: z.literal('image'),
    alt_text: filled(LIMITS.altTextCharacters),
    image_url: filled(LIMITS.urlCharacters).optional(),
    slack_file: z.union([z.strictObject({ id: z.string() }), z.strictObject({ url: z.string() })]).optional(),
  })
  .refine((image) => (image.image_url === undefined) !== (image.slack_file === undefined), {
    message: 'must define either `image_url` or `slack_file`',
  });

/** Every block may carry one. */
export const blockId = filled(LIMITS.blockIdCharacters).optional();
