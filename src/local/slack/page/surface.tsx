import { createContext, use } from 'react';
import type { ActResult } from '../protocol.js';

/** An element's part of an action or of a view's state, as Slack reports it: `{type, action_id, block_id, value, …}`. */
export type ElementState = Readonly<Record<string, unknown>>;

/** Where blocks stand: what becomes of a click in them. */
export interface Surface {
  readonly act: (action: ElementState) => Promise<ActResult>;
  /** In a modal: what its elements hold, for the submission. */
  readonly form?: {
    readonly set: (blockId: string, actionId: string, state: ElementState) => void;
    /** By block id. */
    readonly errors: Readonly<Record<string, string>>;
  };
}

/** The surface that the blocks inside belong to. */
export const SurfaceContext = createContext<Surface>({ act: async () => ({ ok: true }) });

/** Where this block stands. */
export const useSurface = (): Surface => use(SurfaceContext);
