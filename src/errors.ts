/**
 * What a person did that cannot be done, in one sentence that quotes what was seen and gives the way out. Shown to that
 * person alone; every other error is for the log.
 */
export class UserFacingError extends Error {
  override readonly name = 'UserFacingError';
  /** Bolt passes errors with a code of their own on as they are. */
  readonly code = 'ir_user_facing';
}

/** The message of anything that was thrown. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
