import type { WebClient } from '@slack/web-api';
import type { Catalogue } from '../../detections/catalogue.js';
import type { Doctor } from '../../investigation/doctor.js';
import type { Investigation } from '../../investigation/investigation.js';
import type { Clock } from '../../investigation/ports.js';
import type { Guard } from './guard.js';

/** What listeners work with. */
export interface ListenerDeps {
  readonly cases: Investigation;
  readonly catalogue: Catalogue;
  readonly doctor: Doctor;
  readonly guard: Guard;
  /** For forms, the Home tab, and what only one person sees. */
  readonly client: WebClient;
  readonly clock: Clock;
  /** What a case may cost in US dollars where no responder said something else; no limit when absent. */
  readonly caseBudgetUsd?: number | undefined;
}
