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

/** What the bot cannot work without. */
export type Service = 'Slack' | 'Athena' | 'DynamoDB';

/** A service did not do what it was asked, though it was asked more than once: it is down, throttles, or refuses the bot. */
export class ServiceDown extends Error {
  override readonly name = 'ServiceDown';
  constructor(
    readonly service: Service,
    message: string,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A question is stored, and a bot goes on with it by itself: nobody needs to ask again. */
export class GoesOn extends Error {
  override readonly name = 'GoesOn';
  /** Bolt passes errors with a code of their own on as they are. */
  readonly code = 'ir_goes_on';
}

/** A stored item cannot be read: it is of another version of the bot, or was changed by hand. Nothing is written over it. */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}

/** The service that is behind an error, where it is one that is down. */
export function serviceBehind(cause: unknown): Service | undefined {
  for (let error = cause; error instanceof Error; error = error.cause)
    if (error instanceof ServiceDown) return error.service;
  return undefined;
}
