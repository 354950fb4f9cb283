import type { z } from 'zod';
import { isObject, objectsIn, textOf } from '../json.js';
import { LIMITS } from '../limits.js';
import { anyBlock, BLOCKS_ON, type Surface, viewFrame } from './blocks.js';
import { slackWording } from './wording.js';

/** Why Slack would refuse: its error, the reason in words, and where (`/blocks/0/text`). */
export interface Refusal {
  readonly error: string;
  readonly reason: string;
  readonly pointer: string;
}

/** What a workspace takes. */
export interface BlockRules {
  readonly surface: Surface;
  /** Block types that this workspace does not have yet, as those to which Slack has not rolled a new one out. */
  readonly refuseBlocks?: readonly string[] | undefined;
}

type Found = Omit<Refusal, 'error'>;
type Block = Readonly<Record<string, unknown>>;

/** Holds blocks against Slack's limits. Gives the first violation, or nothing when Slack would take them. */
export function checkBlocks(blocks: readonly Block[], rules: BlockRules): Refusal | undefined {
  const isMessage = rules.surface === 'message';
  if (isMessage && charactersOf(blocks) > LIMITS.blockTextCharacters) {
    const reason = `all text together must be less than ${LIMITS.blockTextCharacters + 1} characters`;
    return { error: 'msg_blocks_too_long', reason, pointer: '/blocks' };
  }
  const found =
    tooMany(blocks, isMessage ? LIMITS.blocksPerMessage : LIMITS.blocksPerView) ??
    firstOf(blocks, (block, index) => unsupported(block, index, rules) ?? malformed(block, index)) ??
    duplicateBlockId(blocks) ??
    firstOf(blocks, duplicateActionId) ??
    overTables(blocks);
  return found && { error: isMessage ? 'invalid_blocks' : 'invalid_arguments', ...found };
}

/** Holds a modal or Home tab against Slack's limits, its blocks too. */
export function checkView(view: unknown, refuseBlocks?: readonly string[]): Refusal | undefined {
  const read = viewFrame.safeParse(view, { error: slackWording });
  if (!read.success) return { error: 'invalid_arguments', ...firstIssue(read.error, '/view') };

  const frame = read.data;
  const refused = checkBlocks(frame.blocks, { surface: frame.type, refuseBlocks });
  if (refused) return { ...refused, pointer: `/view${refused.pointer}` };
  if (frame.type === 'modal' && !frame.submit && frame.blocks.some((block) => block.type === 'input')) {
    return { error: 'invalid_arguments', reason: 'missing required field: submit', pointer: '/view' };
  }
  return undefined;
}

function tooMany(blocks: readonly Block[], most: number): Found | undefined {
  return blocks.length > most ? { reason: `no more than ${most} items allowed`, pointer: '/blocks' } : undefined;
}

function unsupported(block: Block, index: number, { surface, refuseBlocks = [] }: BlockRules): Found | undefined {
  const children = Array.isArray(block.child_blocks) ? block.child_blocks.filter(isObject) : [];
  const refused = [block, ...children].map(({ type }) => String(type)).find((type) => refuseBlocks.includes(type));
  const type = refused ?? (BLOCKS_ON[surface].has(String(block.type)) ? undefined : String(block.type));
  return type === undefined ? undefined : { reason: `unsupported type: ${type}`, pointer: `/blocks/${index}/type` };
}

function malformed(block: Block, index: number): Found | undefined {
  const read = anyBlock.safeParse(block, { error: slackWording });
  return read.success ? undefined : firstIssue(read.error, `/blocks/${index}`);
}

function duplicateBlockId(blocks: readonly Block[]): Found | undefined {
  const ids = blocks.flatMap(({ block_id }) => (typeof block_id === 'string' ? [block_id] : []));
  const twice = firstTwice(ids);
  return twice === undefined ? undefined : { reason: `block_id "${twice}" already exists`, pointer: '/blocks' };
}

function duplicateActionId(block: Block, index: number): Found | undefined {
  const { child_blocks: children, ...own } = block;
  const innermost = [own, ...(Array.isArray(children) ? children : [])];
  const idsIn = (one: unknown) => [...objectsIn(one)].flatMap((inner) => textOf(inner, 'action_id') ?? []);
  const twice = innermost.map((one) => firstTwice(idsIn(one))).find((id) => id !== undefined);
  return twice === undefined
    ? undefined
    : { reason: `action_id "${twice}" already exists in this block`, pointer: `/blocks/${index}` };
}

function overTables(blocks: readonly Block[]): Found | undefined {
  const all = [...objectsIn(blocks)];
  const ofType = (type: string) => all.filter((inner) => inner.type === type);
  const tables = ofType('table');
  if (tables.length > 1) return { reason: 'only_one_table_allowed', pointer: '/blocks' };
  return (
    overall(
      tables.map(({ rows }) => rows),
      'table cells',
      LIMITS.tableCharacters,
    ) ??
    overall(
      ofType('data_table').map(({ rows }) => rows),
      'data_table cells',
      LIMITS.dataTableCharacters,
    ) ??
    overall(ofType('markdown'), 'markdown blocks', LIMITS.markdownCharacters)
  );
}

function overall(parts: readonly unknown[], what: string, most: number): Found | undefined {
  return charactersOf(parts) > most
    ? { reason: `all ${what} together must be less than ${most + 1} characters`, pointer: '/blocks' }
    : undefined;
}

/** Characters of text that a reader sees, buttons and cells included. */
function charactersOf(value: unknown): number {
  let characters = 0;
  for (const inner of objectsIn(value)) characters += textOf(inner, 'text')?.length ?? 0;
  return characters;
}

function firstOf(
  blocks: readonly Block[],
  check: (block: Block, index: number) => Found | undefined,
): Found | undefined {
  for (const [index, block] of blocks.entries()) {
    const found = check(block, index);
    if (found) return found;
  }
  return undefined;
}

function firstTwice(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) !== index);
}

function firstIssue(error: z.ZodError, prefix: string): Found {
  const { path, message } = error.issues[0] ?? { path: [], message: 'failed to match the schema' };
  return { reason: message, pointer: [prefix, ...path.map(String)].join('/') };
}
