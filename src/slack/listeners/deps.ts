import type { Catalogue } from '../../detections/catalogue.js';
import type { Investigation } from '../../investigation/investigation.js';
import type { Guard } from './guard.js';

/** What listeners work with. */
export interface ListenerDeps {
  readonly cases: Investigation;
  readonly catalogue: Catalogue;
  readonly guard: Guard;
}
