import type { ActResult, PageAct } from '../protocol.js';

/** One kind of act. */
export type Act<T extends PageAct['type']> = Extract<PageAct, { readonly type: T }>;

/** Nothing to tell the person. */
export const DONE: ActResult = { ok: true };

/** A sentence for the person. */
export const refused = (error: string): ActResult => ({ ok: false, error });
