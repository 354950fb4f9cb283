import { createContext, use } from 'react';
import type { ActResult, PageAct } from '../protocol.js';

/** An act as whoever is at this tab: `as` is filled in. */
export type Deed = PageAct extends infer Act ? (Act extends PageAct ? Omit<Act, 'as'> : never) : never;

/** Sends what the person did. What went wrong is shown to the person, unless the caller shows it itself. */
export type Send = (deed: Deed, options?: { readonly isQuiet?: boolean }) => Promise<ActResult>;

/** How everything on the page acts. */
export const ActorContext = createContext<Send>(async () => ({ ok: false }));

/** Sends acts as the person at this tab. */
export const useSend = (): Send => use(ActorContext);
