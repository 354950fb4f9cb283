import { randomBytes } from 'node:crypto';
import { initialState, isInteractiveType, type StateValues, withValue } from './element-state.js';
import { isObject, type JsonObject, objectsIn, textOf } from './json.js';
import type { Block } from './protocol.js';

/** An interactive element where it stands: `block_id` and `action_id` name it within its message or view. */
export interface PlacedElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
}

/** Gives every block and every element the id that Slack gives them when the app does not. */
export function withIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => blockWithIds(block));
}

/** The interactive elements of blocks, in their order. */
export function elementsIn(blocks: readonly Block[]): readonly PlacedElement[] {
  return blocks
    .flatMap((block) => [block, ...childrenOf(block)])
    .flatMap(({ child_blocks: _, ...block }) => {
      const blockId = block.block_id ?? '';
      return [...objectsIn(block)].filter(isInteractive).map((element) => ({
        blockId,
        actionId: textOf(element, 'action_id') ?? '',
        element,
      }));
    });
}

/** `state.values` of blocks: what their elements hold, or start with when nobody has touched them. */
export function valuesOf(blocks: readonly Block[], held: StateValues = {}): StateValues {
  let values: StateValues = {};
  for (const { blockId, actionId, element } of elementsIn(blocks)) {
    const state = initialState(element);
    const now = held[blockId]?.[actionId] ?? state;
    if (state) values = withValue(values, blockId, actionId, now);
  }
  return values;
}

function blockWithIds(block: Block): Block {
  const children = childrenOf(block);
  return {
    ...block,
    block_id: block.block_id ?? newId(),
    ...(Array.isArray(block.elements) && { elements: block.elements.map(elementWithIds) }),
    ...(Array.isArray(block.actions) && { actions: block.actions.map(elementWithIds) }),
    ...(isObject(block.accessory) && { accessory: elementWithIds(block.accessory) }),
    ...(isObject(block.element) && { element: elementWithIds(block.element) }),
    ...(children.length > 0 && { child_blocks: children.map(blockWithIds) }),
  };
}

/** An element; or a card, which is a block in the elements of a carousel. */
function elementWithIds(element: unknown): unknown {
  if (isBlock(element) && element.type === 'card') return blockWithIds(element);
  return isObject(element) && isInteractiveType(element.type) ? { action_id: newId(), ...element } : element;
}

function childrenOf(block: Block): readonly Block[] {
  const { child_blocks: children } = block;
  return Array.isArray(children) ? children.filter(isBlock) : [];
}

function isBlock(value: unknown): value is Block {
  return isObject(value) && typeof value.type === 'string';
}

function isInteractive(value: JsonObject): boolean {
  return isInteractiveType(value.type) && typeof value.action_id === 'string';
}

function newId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
